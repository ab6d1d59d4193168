/** Where things of a row are: pure, for drawing and for the mouse alike. Lengths in CSS pixels. */
import { at, type Skeleton } from "../tree/skeleton";

/** Left of the name: the mark of a match, then a step for each level, then the caret. */
export const LEFT_PX = 10;
export const CARET_PX = 16;
// What a level takes where there is room, and where there is not.
const STEP_PX = 14;
const NARROWEST_STEP_PX = 5;
// Of the names' column: the rest is for the names.
const INDENT_SHARE = 0.42;

/** The level at the left edge, and the width of one. */
export interface Indent {
  base: number;
  step: number;
}

/**
 * Names keep their place however deep the tree is: levels get narrower, and where even that is not enough those that
 * are in sight move to the left together.
 */
export function indentOf(
  trace: Skeleton,
  rows: Int32Array,
  sight: { first: number; last: number },
  focusDepth: number,
  nameWidth: number,
): Indent {
  const room = nameWidth * INDENT_SHARE;
  const levels = Math.max(1, trace.maxDepth - focusDepth);
  if (levels * NARROWEST_STEP_PX <= room) return { base: focusDepth, step: Math.min(STEP_PX, room / levels) };
  let [shallowest, deepest] = [Infinity, 0];
  for (let place = sight.first; place < sight.last; place += 1) {
    const depth = at(trace.depth, at(rows, place));
    shallowest = Math.min(shallowest, depth);
    deepest = Math.max(deepest, depth);
  }
  // One above, so that it is seen that there is one.
  const base = Math.max(focusDepth, Math.min(shallowest, deepest) - 1);
  return { base, step: Math.min(STEP_PX, room / Math.max(1, deepest - base)) };
}

export function caretAt(depth: number, { base, step }: Indent): number {
  return LEFT_PX + Math.max(0, depth - base) * step;
}

/** Rows that a scroll position shows, in part or whole. */
export function inSight(
  scrollTop: number,
  height: number,
  rowPx: number,
  rows: number,
): { first: number; last: number } {
  const first = Math.min(rows, Math.max(0, Math.floor(scrollTop / rowPx)));
  return { first, last: Math.min(rows, Math.ceil((scrollTop + height) / rowPx)) };
}
