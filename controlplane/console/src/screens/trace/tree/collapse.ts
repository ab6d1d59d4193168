/**
 * What is collapsed, as the address has it: a level from which all rows are, and the spans that were turned by hand
 * against it.
 */
import { Bits } from "./bits";
import { at, type Skeleton } from "./skeleton";
import { collapsedFrom } from "./visible";

// An address with more of them no longer fits everywhere it is pasted; what is beyond is forgotten by a reload.
export const TURNED_MAX = 60;

/** Every row that is collapsed. Ids that the trace lacks are passed over. */
export function readCollapsed(
  trace: Skeleton,
  level: number | undefined,
  turned: readonly string[] | undefined,
  focus: number,
): Bits {
  const collapsed = level === undefined ? Bits.empty(trace.rows) : collapsedFrom(trace, level, focus);
  if (turned === undefined) return collapsed;
  const wanted = new Set(turned);
  trace.spanIds.forEach((id, row) => {
    if (!wanted.has(id) || at(trace.subtree, row) < 2) return;
    if (collapsed.has(row)) collapsed.remove(row);
    else collapsed.add(row);
  });
  return collapsed;
}

/** The spans that differ from the level, for the address; undefined for none. */
export function turnedIds(
  trace: Skeleton,
  collapsed: Bits,
  level: number | undefined,
  focus: number,
): string[] | undefined {
  const asLevel = level === undefined ? Bits.empty(trace.rows) : collapsedFrom(trace, level, focus);
  const turned: string[] = [];
  for (let row = 0; row < trace.rows && turned.length < TURNED_MAX; row += 1)
    if (collapsed.has(row) !== asLevel.has(row)) turned.push(trace.spanIds[row] ?? "");
  return turned.length === 0 ? undefined : turned;
}
