/**
 * A trace as the page holds it: the API's struct of arrays in typed arrays. A row is a number here, never an object, so
 * that a million of them cost what their numbers cost.
 *
 * Rows are in pre-order: the subtree of row i is rows i … i + subtree[i] - 1.
 */
import type { Schema } from "@/api/client";

/** What a skeleton is made of. */
export type SkeletonAnswer = Pick<Schema<"Trace">, "services" | "names" | "kinds" | "rows" | "critical">;

export const FAILED = 1;
export const STUB = 2;
export const START_SET_RIGHT = 4;
export const CRITICAL = 8;
export const HAS_EVENTS = 16;
export const HAS_LINKS = 32;

export interface Skeleton {
  rows: number;
  spanIds: readonly string[];
  parent: Int32Array;
  depth: Int32Array;
  /** Nanoseconds after the start of the trace: exact to 104 days. */
  start: Float64Array;
  shift: Float64Array;
  duration: Float64Array;
  self: Float64Array;
  service: Int32Array;
  name: Int32Array;
  kind: Int32Array;
  flags: Uint8Array;
  subtree: Int32Array;
  services: readonly string[];
  names: readonly string[];
  kinds: readonly string[];
  criticalRow: Int32Array;
  criticalStart: Float64Array;
  criticalEnd: Float64Array;
  /** Where the critical stretches of a row are in the three above: `criticalFirst[row]` … `criticalFirst[row + 1]`. */
  criticalFirst: Int32Array;
  maxDepth: number;
}

export function skeletonOf(trace: SkeletonAnswer): Skeleton {
  const { rows, critical } = trace;
  const count = rows.span_id.length;
  const depth = Int32Array.from(rows.depth);
  let maxDepth = 0;
  for (const each of depth) if (each > maxDepth) maxDepth = each;
  return {
    rows: count,
    spanIds: rows.span_id,
    parent: Int32Array.from(rows.parent),
    depth,
    start: Float64Array.from(rows.start_ns),
    shift: Float64Array.from(rows.shift_ns),
    duration: Float64Array.from(rows.duration_ns),
    self: Float64Array.from(rows.self_ns),
    service: Int32Array.from(rows.service),
    name: Int32Array.from(rows.name),
    kind: Int32Array.from(rows.kind),
    flags: Uint8Array.from(rows.flags),
    subtree: Int32Array.from(rows.subtree),
    services: trace.services,
    names: trace.names,
    kinds: trace.kinds,
    ...byRow(critical, count),
    maxDepth,
  };
}

/** Critical stretches ordered by row (a counting sort: stretches of one row stay in their order). */
function byRow({ row, start_ns, end_ns }: Schema<"CriticalPath">, count: number) {
  const criticalFirst = new Int32Array(count + 1);
  for (const each of row) criticalFirst[each + 1] = at(criticalFirst, each + 1) + 1;
  for (let i = 0; i < count; i += 1) criticalFirst[i + 1] = at(criticalFirst, i + 1) + at(criticalFirst, i);
  const next = criticalFirst.slice();
  const criticalRow = new Int32Array(row.length);
  const criticalStart = new Float64Array(row.length);
  const criticalEnd = new Float64Array(row.length);
  row.forEach((each, i) => {
    const place = at(next, each);
    next[each] = place + 1;
    criticalRow[place] = each;
    criticalStart[place] = start_ns[i] ?? 0;
    criticalEnd[place] = end_ns[i] ?? 0;
  });
  return { criticalFirst, criticalRow, criticalStart, criticalEnd };
}

/** An element of a typed array. Outside of it is a defect of ours that reads as 0, as it would in the array's maths. */
export function at(array: Int32Array | Float64Array | Uint8Array | Uint32Array, index: number): number {
  return array[index] ?? 0;
}

export function serviceOf(trace: Skeleton, row: number): string {
  return trace.services[at(trace.service, row)] ?? "";
}

export function nameOf(trace: Skeleton, row: number): string {
  if ((at(trace.flags, row) & STUB) !== 0) return "Span that did not arrive";
  return trace.names[at(trace.name, row)] ?? "";
}

export function has(trace: Skeleton, row: number, flag: number): boolean {
  return (at(trace.flags, row) & flag) !== 0;
}

/** The row of a span; -1 when the trace has none of this id. */
export function rowOf(trace: Skeleton, spanId: string | undefined): number {
  return spanId === undefined ? -1 : trace.spanIds.indexOf(spanId);
}
