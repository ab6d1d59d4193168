import { client, type Schema } from "@/api/client";
import { type Pages, usePages } from "@/api/usePages";
import type { Selection } from "@/charts/heat";
import { useTime } from "@/time/TimeContext";

import { timesOf, withDurations } from "./selection";

export type TraceRow = Schema<"TraceSummary">;
export type SpanRow = Schema<"SpanSummary">;
export type ResultPage = Schema<"Traces"> | Schema<"Spans">;

// Three screens of rows.
const PAGE = 100;

/** Traces or spans that match, and of these only those in the box when there is one; newest first, page by page. */
export function useResults(q: string, rows: "traces" | "spans", selected: Selection | undefined): Pages<ResultPage> {
  const { asked } = useTime();
  const query = selected === undefined ? q : withDurations(q, selected);
  // A box beyond the range that is shown selects nothing of it: its own times then give an honest list.
  const times =
    selected === undefined
      ? asked
      : (timesOf(selected, asked) ?? { start_unix_ns: String(selected.startNs), end_unix_ns: String(selected.endNs) });
  return usePages<ResultPage>(rows, JSON.stringify([query, selected === undefined]), times, (page, signal) => {
    const init = { params: { query: { ...times, ...page, query, limit: PAGE } }, signal };
    return rows === "spans" ? client.GET("/api/v1/spans", init) : client.GET("/api/v1/traces", init);
  });
}
