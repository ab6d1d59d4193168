/** What a call looks like: its line, its arrow, the place of its mark. Pure. */
import type { Point } from "./layout";

const ARROW = { length: 7, half: 3.5 };
const WIDTH = { min: 1.25, max: 6 };

/** px, by the root: four times the calls, twice the width; one call still shows beside a million. */
export function strokeOf(calls: number, most: number): number {
  const share = most > 0 ? Math.sqrt(Math.max(0, calls) / most) : 0;
  return WIDTH.min + (WIDTH.max - WIDTH.min) * Math.min(1, share);
}

/** The line as SVG's `d`: it leaves and arrives level, and ends where the arrow begins. */
export function lineOf(points: readonly Point[]): string {
  const [first, ...rest] = [...points.slice(0, -1), arrowBase(points)];
  if (first === undefined) return "";
  let from = first;
  const parts = rest.map((to) => {
    const middle = (from.x + to.x) / 2;
    const part = from.y === to.y ? `H${n(to.x)}` : `C${n(middle)} ${n(from.y)} ${n(middle)} ${n(to.y)} ${n(to.x)} ${n(to.y)}`;
    from = to;
    return part;
  }); // prettier-ignore
  return `M${n(first.x)} ${n(first.y)}${parts.join("")}`;
}

/** The arrow at its end as SVG's `d`; wider where the line is. */
export function arrowOf(points: readonly Point[], stroke: number): string {
  const tip = points.at(-1) ?? { x: 0, y: 0 };
  const base = arrowBase(points);
  const half = ARROW.half + stroke / 2;
  const side = tip.y === base.y ? { x: 0, y: half } : { x: half, y: 0 };
  return `M${n(tip.x)} ${n(tip.y)}L${n(base.x - side.x)} ${n(base.y - side.y)}L${n(base.x + side.x)} ${n(base.y + side.y)}Z`;
}

function arrowBase(points: readonly Point[]): Point {
  const tip = points.at(-1) ?? { x: 0, y: 0 };
  const before = points.at(-2) ?? tip;
  return before.x === tip.x
    ? { x: tip.x, y: tip.y - Math.sign(tip.y - before.y) * ARROW.length }
    : { x: tip.x - Math.sign(tip.x - before.x) * ARROW.length, y: tip.y };
}

/** The middle of its longest stretch: there a mark stands alone. */
export function middleOf(points: readonly Point[]): Point {
  let longest = -1;
  let middle: Point = points[0] ?? { x: 0, y: 0 };
  for (const [index, to] of points.slice(1).entries()) {
    const from = points[index] ?? to;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length > longest) {
      longest = length;
      middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    }
  }
  return middle;
}

const n = (value: number) => String(Math.round(value * 10) / 10);
