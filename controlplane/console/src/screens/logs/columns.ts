import { type Column, savedColumn } from "@/kit/table/DataTable";
import { valueText } from "@/kit/values";
import { parseNs } from "@/time/ns";

import type { LogRecord } from "./records";

/** What a saved file has of each record: all of it. */
export const SAVED_COLUMNS: readonly Column<LogRecord>[] = [
  savedColumn("time_unix_ns", ({ time_unix_ns }) => parseNs(time_unix_ns)),
  savedColumn("observed_unix_ns", ({ observed_unix_ns }) => parseNs(observed_unix_ns)),
  savedColumn("severity_number", ({ severity_number }) => severity_number),
  savedColumn("severity", ({ severity }) => severity),
  savedColumn("service", ({ service }) => service),
  savedColumn("event_name", ({ event_name }) => event_name),
  savedColumn("body", ({ body }) => valueText(body)),
  savedColumn("trace_id", ({ trace_id }) => trace_id),
  savedColumn("span_id", ({ span_id }) => span_id),
  savedColumn("attributes", ({ attributes }) => valueText(attributes)),
  savedColumn("resource", ({ resource }) => valueText(resource)),
];
