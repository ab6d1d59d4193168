/** Round moments on the axis, and what stands beside them. */
import type { Window } from "./zoom";

const UNITS = [
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
  ["ns", 1],
] as const;
const SPACE = "\u00A0";
// A window far from the start of a long trace needs no more digits than its nanoseconds have.
const DECIMALS_MAX = 9;

export interface Tick {
  /** Nanoseconds after the start of the trace. */
  ns: number;
  label: string;
}

/** Round moments across the window, at most `most` and one, as people divide time: 1, 2, 5, 10 … */
export function ticks(window: Window, most: number): Tick[] {
  const step = stepOf(window, most);
  const first = Math.ceil(window.start / step);
  const count = Math.floor(window.end / step) - first + 1;
  const [unit, size] = UNITS.find(([, ns]) => window.end >= ns) ?? ["ns", 1];
  const decimals = Math.min(DECIMALS_MAX, Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9)));
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const ns = (first + i) * step;
    return { ns, label: ns === 0 ? "0" : `${(ns / size).toFixed(decimals)}${SPACE}${unit}` };
  });
}

function stepOf({ start, end }: Window, most: number): number {
  const raw = (end - start) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw) ?? power * 10;
}
