import type { Column } from "@/kit/table/DataTable";
import { valueText } from "@/kit/values";
import { parseNs } from "@/time/ns";

import type { LogRecord } from "./records";

const column = (id: string, value: NonNullable<Column<LogRecord>["value"]>): Column<LogRecord> => ({
  id,
  header: id,
  cell: () => null,
  value,
});

/** What a saved file has of each record: all of it. */
export const SAVED_COLUMNS: readonly Column<LogRecord>[] = [
  column("time_unix_ns", ({ time_unix_ns }) => parseNs(time_unix_ns)),
  column("observed_unix_ns", ({ observed_unix_ns }) => parseNs(observed_unix_ns)),
  column("severity_number", ({ severity_number }) => severity_number),
  column("severity", ({ severity }) => severity),
  column("service", ({ service }) => service),
  column("event_name", ({ event_name }) => event_name),
  column("body", ({ body }) => valueText(body)),
  column("trace_id", ({ trace_id }) => trace_id),
  column("span_id", ({ span_id }) => span_id),
  column("attributes", ({ attributes }) => valueText(attributes)),
  column("resource", ({ resource }) => valueText(resource)),
];
