/** Which rows the waterfall shows, in order: what is collapsed, filtered out or outside of the focus is skipped. */
import { Bits } from "./bits";
import { at, type Skeleton } from "./skeleton";

export interface Visible {
  /** The rows that are shown; its length is how many. */
  rows: Int32Array;
  /** Rows of the focus that a filter hides; what is within collapsed rows is not hidden by a filter. */
  hidden: number;
}

/**
 * Rows from `focus` (0 … all when -1), without what lies below `collapsed` ones, and of `kept` alone when it is given.
 */
export function visibleRows(trace: Skeleton, collapsed: Bits, focus = -1, kept?: Bits): Visible {
  const first = focus < 0 ? 0 : focus;
  const end = focus < 0 ? trace.rows : focus + at(trace.subtree, focus);
  const rows = new Int32Array(end - first);
  let shown = 0;
  for (let row = first; row < end;) {
    if (kept === undefined || kept.has(row)) {
      rows[shown] = row;
      shown += 1;
    }
    row += collapsed.has(row) ? Math.max(1, at(trace.subtree, row)) : 1;
  }
  let hidden = 0;
  if (kept !== undefined) for (let row = first; row < end; row += 1) if (!kept.has(row)) hidden += 1;
  return { rows: rows.subarray(0, shown), hidden };
}

/** The matches and all their ancestors: a filtered tree is still a tree. */
export function withAncestors(trace: Skeleton, matches: Bits): Bits {
  const kept = matches.copy();
  // Children come after their parent, so one walk from the end carries every mark up to its root.
  for (let row = trace.rows - 1; row >= 0; row -= 1) {
    const parent = at(trace.parent, row);
    if (parent >= 0 && kept.has(row)) kept.add(parent);
  }
  return kept;
}

/** Every row that has children, from `depth` (of the focus) downwards: 0 collapses all. */
export function collapsedFrom(trace: Skeleton, depth: number, focus = -1): Bits {
  const bits = Bits.empty(trace.rows);
  const from = depth + (focus < 0 ? 0 : at(trace.depth, focus));
  for (let row = 0; row < trace.rows; row += 1)
    if (at(trace.subtree, row) > 1 && at(trace.depth, row) >= from) bits.add(row);
  return bits;
}

/** Where a row is in the list of those shown; -1 when it is not. The list ascends: rows are in pre-order. */
export function placeOf(rows: Int32Array, row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const there = at(rows, middle);
    if (there === row) return middle;
    if (there < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Opens what a row lies in, so that it is shown. The same set when nothing was closed. */
export function revealed(trace: Skeleton, collapsed: Bits, row: number): Bits {
  let opened = collapsed;
  for (let above = at(trace.parent, row); above >= 0; above = at(trace.parent, above)) {
    if (!opened.has(above)) continue;
    if (opened === collapsed) opened = collapsed.copy();
    opened.remove(above);
  }
  return opened;
}
