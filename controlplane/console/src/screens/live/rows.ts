import type { Schema } from "@/api/client";
import type { Column } from "@/kit/table/DataTable";
import { lineOf, valueText, visible } from "@/kit/values";
import { parseNs } from "@/time/ns";

export type Span = Schema<"SpanSummary">;
export type Log = Schema<"LogRecord">;

export const isLog = (row: Span | Log): row is Log => "time_unix_ns" in row;
export const timeOf = (row: Span | Log) => parseNs(isLog(row) ? row.time_unix_ns : row.start_unix_ns);
export const textOf = (row: Span | Log) => (isLog(row) ? lineOf(row) : visible(row.name) || "(no name)");

const column = (id: string, value: NonNullable<Column<Span | Log>["value"]>): Column<Span | Log> => ({
  id,
  header: id,
  cell: () => null,
  value,
});

/** What a saved file has of each row. */
export const SAVED_COLUMNS: readonly Column<Span | Log>[] = [
  column("time_unix_ns", timeOf),
  column("service", ({ service }) => service),
  column("text", (row) => (isLog(row) ? valueText(row.body) : row.name)),
  column("status", (row) => (isLog(row) ? row.severity : row.status)),
  column("duration_ns", (row) => (isLog(row) ? undefined : BigInt(row.duration_ns))),
  column("trace_id", ({ trace_id }) => trace_id),
  column("span_id", ({ span_id }) => span_id),
  column("attributes", (row) => (isLog(row) ? valueText(row.attributes) : undefined)),
];
