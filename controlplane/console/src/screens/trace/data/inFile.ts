/** What the store answers about a stored trace, for the spans of a file: found text, and sums by a value. Pure. */
import { valueText } from "@/kit/values";

import { at, FAILED, serviceOf, nameOf, STUB, type Skeleton } from "../tree/skeleton";
import type { StatisticsRow, WholeSpan } from "./source";

/** Ids of the spans in which every word is found, in names or values, whatever the case. */
export function findIn(spans: Iterable<WholeSpan>, text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: string[] = [];
  for (const span of spans) {
    const values = [...Object.values(span.attributes), ...Object.values(span.resource)].map(valueText);
    const events = span.events.flatMap(({ name, attributes }) => [name, ...Object.values(attributes).map(valueText)]);
    const { span_id, name, service, status_message } = span;
    const all = [span_id, name, service, status_message, ...values, ...events].join("\n").toLowerCase();
    if (words.every((word) => all.includes(word))) found.push(span_id);
  }
  return found;
}

/** By service, operation (service and name), or the value of an attribute. Most self time first, as the API has it. */
export function statisticsBy(trace: Skeleton, spans: ReadonlyMap<string, WholeSpan>, by: string): StatisticsRow[] {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < trace.rows; row += 1) {
    if ((at(trace.flags, row) & STUB) !== 0) continue;
    const value = valueOf(trace, spans, row, by);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return [...groups].map(([value, rows]) => summed(trace, value, rows)).toSorted((a, b) => b.self_ns - a.self_ns);
}

function valueOf(trace: Skeleton, spans: ReadonlyMap<string, WholeSpan>, row: number, by: string): string | undefined {
  if (by === "service") return serviceOf(trace, row);
  if (by === "operation") return `${serviceOf(trace, row)}: ${nameOf(trace, row)}`;
  const span = spans.get(trace.spanIds[row] ?? "");
  const value = span?.attributes[by] ?? span?.resource[by];
  return value === undefined ? undefined : valueText(value);
}

function summed(trace: Skeleton, value: string, rows: readonly number[]): StatisticsRow {
  const durations = rows.map((row) => at(trace.duration, row)).toSorted((a, b) => a - b);
  const total = durations.reduce((sum, each) => sum + each, 0);
  return {
    value,
    count: rows.length,
    total_ns: total,
    self_ns: rows.reduce((sum, row) => sum + at(trace.self, row), 0),
    avg_ns: total / rows.length,
    p95_ns: quantile(durations, 0.95),
    max_ns: durations.at(-1) ?? 0,
    errors: rows.filter((row) => (at(trace.flags, row) & FAILED) !== 0).length,
  };
}

/** Between the two nearest, as the API's. `ascending` is not empty. */
export function quantile(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}
