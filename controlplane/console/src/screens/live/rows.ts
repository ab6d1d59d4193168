import type { Schema } from "@/api/client";
import { type Column, savedColumn } from "@/kit/table/DataTable";
import { lineOf, valueText, visible } from "@/kit/values";
import { parseNs } from "@/time/ns";

export type Span = Schema<"SpanSummary">;
export type Log = Schema<"LogRecord">;

export const isLog = (row: Span | Log): row is Log => "time_unix_ns" in row;
export const timeOf = (row: Span | Log) => parseNs(isLog(row) ? row.time_unix_ns : row.start_unix_ns);
export const textOf = (row: Span | Log) => (isLog(row) ? lineOf(row) : visible(row.name) || "(no name)");

/** What a saved file has of each row. */
export const SAVED_COLUMNS: readonly Column<Span | Log>[] = [
  savedColumn("time_unix_ns", timeOf),
  savedColumn("service", ({ service }) => service),
  savedColumn("text", (row) => (isLog(row) ? valueText(row.body) : row.name)),
  savedColumn("status", (row) => (isLog(row) ? row.severity : row.status)),
  savedColumn("duration_ns", (row) => (isLog(row) ? undefined : BigInt(row.duration_ns))),
  savedColumn("trace_id", ({ trace_id }) => trace_id),
  savedColumn("span_id", ({ span_id }) => span_id),
  savedColumn("attributes", (row) => (isLog(row) ? valueText(row.attributes) : undefined)),
];
