import { SegmentedControl } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useRef } from "react";

import { asProblem } from "@/api/problem";
import type { Pages } from "@/api/usePages";
import { LoadMore } from "@/kit/LoadMore";
import { Paused } from "@/kit/Paused";
import { Empty, LastAnswer, Loading, ProblemNotice } from "@/kit/states";
import { type Column, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { useRowKeys } from "@/kit/useRowKeys";
import { formatExactCount } from "@/time/formats";
import { NS_PER_DAY } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import { longest, spanColumns, traceColumns } from "./columns";
import css from "./Traces.module.css";
import type { ResultPage } from "./useResults";

const route = getRouteApi("/traces");

interface ResultsProps {
  query: string;
  rows: "traces" | "spans";
  results: Pages<ResultPage>;
  hasSelection: boolean;
}

/** The traces, or the spans, newest first; more come when one gets to the end. */
export function Results({ query, rows: mode, results, hasSelection }: ResultsProps) {
  const { range, zone } = useTime();
  const isOneDay = range.endNs - range.startNs < NS_PER_DAY;
  const { pages } = results;
  const traces = useMemo(() => pages.flatMap((page) => ("traces" in page ? page.traces : [])), [pages]);
  const spans = useMemo(() => pages.flatMap((page) => ("spans" in page ? page.spans : [])), [pages]);
  const slowest = longest(mode === "spans" ? spans : traces);
  const isNarrowed = query !== "" || hasSelection;
  const ofTraces = useMemo(
    () => traceColumns({ zone, isOneDay, slowest, isNarrowed }),
    [zone, isOneDay, slowest, isNarrowed],
  );
  const ofSpans = useMemo(() => spanColumns({ zone, isOneDay, slowest }), [zone, isOneDay, slowest]);
  return mode === "spans" ? (
    <List
      mode={mode}
      rows={spans}
      columns={ofSpans}
      rowKey={({ trace_id, span_id }) => `${trace_id} ${span_id}`}
      results={results}
    />
  ) : (
    <List mode={mode} rows={traces} columns={ofTraces} rowKey={({ trace_id }) => trace_id} results={results} />
  );
}

interface ListProps<Row> {
  mode: "traces" | "spans";
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  results: Pages<ResultPage>;
}

function List<Row>({ mode, rows, columns, rowKey, results }: ListProps<Row>) {
  const navigate = route.useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const label = mode === "spans" ? "Spans" : "Traces";
  const problem = results.error === null ? undefined : asProblem(results.error);
  useRowKeys(place, mode === "spans" ? "span" : "trace", "Traces");
  return (
    <>
      <div className={css["toolbar"]}>
        <SegmentedControl
          aria-label="A row per"
          value={mode}
          onChange={(value) =>
            void navigate({ search: (old) => ({ ...old, rows: value === "spans" ? "spans" : undefined }) })
          }
          data={[
            { value: "traces", label: "Traces" },
            { value: "spans", label: "Spans" },
          ]}
        />
        <p className={css["count"]} role="status">
          {rows.length > 0 &&
            (results.hasMore
              ? `The newest ${formatExactCount(rows.length)}; older ones follow at the end`
              : rows.length === 1
                ? `The only one`
                : `All ${formatExactCount(rows.length)}, newest first`)}
        </p>
        <Link to="/traces/file" className={css["tool"]}>
          <IconFolderOpen aria-hidden /> Open a trace file
        </Link>
        <ExportMenu label={label} columns={columns} rows={rows} />
      </div>
      {results.pages.length > 1 && <Paused />}
      {problem !== undefined && rows.length > 0 && <LastAnswer problem={problem} onRetry={results.retry} />}
      <div ref={place}>
        {rows.length > 0 ? (
          <DataTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
        ) : problem !== undefined ? (
          <ProblemNotice problem={problem} onRetry={results.retry} />
        ) : results.isPending ? (
          <Loading rows={14} />
        ) : (
          <Nothing what={mode} />
        )}
      </div>
      {results.hasMore && (
        <LoadMore label={`Older ${mode}`} isLoading={results.isFetchingMore} onLoad={results.fetchMore} />
      )}
    </>
  );
}

function Nothing({ what }: { what: string }) {
  const { q, box } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Empty title={what === "spans" ? "No span matches" : "No trace matches"}>
      Choose a longer time at the top right
      {q !== undefined && (
        <>
          , take a term out of the search, or{" "}
          <button
            type="button"
            className={css["act"]}
            onClick={() => void navigate({ search: (old) => ({ ...old, q: undefined, box: undefined }) })}
          >
            search for everything
          </button>
        </>
      )}
      {box !== undefined && ", or give up the selection"}.
    </Empty>
  );
}
