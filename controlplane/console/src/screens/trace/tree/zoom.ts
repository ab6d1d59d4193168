/** The stretch of the trace that the bars fill: nanoseconds after its start. */

export interface Window {
  start: number;
  end: number;
}

/** As narrow as it gets: below it a bar's ends are rounding alone. */
const NARROWEST_NS = 10;

/** Within the trace and never narrower than can be drawn. */
export function bounded({ start, end }: Window, duration: number): Window {
  const whole = Math.max(duration, 1);
  const width = Math.min(whole, Math.max(end - start, Math.min(NARROWEST_NS, whole)));
  const from = Math.min(Math.max(0, start), whole - width);
  return { start: from, end: from + width };
}

/** `factor` below 1 goes closer; the moment at `around` (0 … 1 of the window) stays where it is. */
export function zoomed(window: Window, factor: number, around: number, duration: number): Window {
  const width = window.end - window.start;
  const still = window.start + width * around;
  const wide = width * factor;
  return bounded({ start: still - wide * around, end: still + wide * (1 - around) }, duration);
}

/** By a share of its width. */
export function panned(window: Window, share: number, duration: number): Window {
  const by = (window.end - window.start) * share;
  return bounded({ start: window.start + by, end: window.end + by }, duration);
}

/** `12-3400`: whole nanoseconds, as in the address. Undefined for the whole trace. */
export function windowText(window: Window, duration: number): string | undefined {
  const [start, end] = [Math.floor(window.start), Math.ceil(window.end)];
  return start <= 0 && end >= duration ? undefined : `${start}-${end}`;
}

export function readWindow(text: string | undefined, duration: number): Window {
  const [, start, end] = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? "") ?? [];
  if (start === undefined || end === undefined || Number(start) >= Number(end))
    return { start: 0, end: Math.max(duration, 1) };
  return bounded({ start: Number(start), end: Number(end) }, duration);
}

/** The share of the window at which a moment lies: 0 … 1 within it. */
export function shareOf(ns: number, { start, end }: Window): number {
  return (ns - start) / (end - start);
}
