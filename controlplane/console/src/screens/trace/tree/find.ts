/** Rows that were found, and going from one to the next. */
import { Bits } from "./bits";
import type { Skeleton } from "./skeleton";

/** The rows of spans by their ids. An id that the trace does not show is left out. */
export function rowsOf(trace: Skeleton, spanIds: readonly string[]): Bits {
  const found = Bits.empty(trace.rows);
  const wanted = new Set(spanIds);
  trace.spanIds.forEach((id, row) => {
    if (wanted.has(id)) found.add(row);
  });
  return found;
}

/**
 * The next row of the set after `row` or before it, going round at the end; -1 when there is none. Rows that are not
 * `shown` are passed over.
 */
export function nextRow(found: Bits, row: number, step: 1 | -1, shown: (row: number) => boolean = () => true): number {
  const { size } = found;
  const from = row < 0 && step === -1 ? 0 : row;
  for (let tries = 1; tries <= size; tries += 1) {
    const there = (((from + step * tries) % size) + size) % size;
    if (found.has(there) && shown(there)) return there;
  }
  return -1;
}

/** How many of the set come up to `row`, itself included: "3 of 12". */
export function rankOf(found: Bits, row: number): number {
  let rank = 0;
  for (let each = 0; each <= row; each += 1) if (found.has(each)) rank += 1;
  return rank;
}
