import { SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";

import type { Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Pages } from "@/api/usePages";
import { useChange } from "@/app/useChange";
import { LoadMore } from "@/kit/LoadMore";
import { Paused } from "@/kit/Paused";
import { Empty, LastAnswer, Loading, ProblemNotice } from "@/kit/states";
import { ExportMenu } from "@/kit/table/DataTable";
import { useRowKeys } from "@/kit/useRowKeys";
import { useRowWalk } from "@/kit/useRowWalk";
import { counted, formatExactCount } from "@/time/formats";
import { NS_PER_DAY } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import { SAVED_COLUMNS } from "./columns";
import { LogLine } from "./LogLine";
import css from "./Logs.module.css";
import { NotShown } from "./NotShown";
import type { LogsSearch } from "./route";
import type { LogRecord } from "./records";

const route = getRouteApi("/logs");
const LINE_PX = 26;
const OVERSCAN = 16;

interface Props {
  query: string;
  onQuery: (query: string) => void;
  results: Pages<Schema<"Logs">>;
}

/** Records one below the other; only those in sight are in the page, and one may be open. */
export function LogList({ query, onQuery, results }: Props) {
  const { order = "newest" } = route.useSearch();
  const navigate = route.useNavigate();
  const records = useMemo(() => results.pages.flatMap(({ logs }) => logs), [results.pages]);
  const problem = results.error === null ? undefined : asProblem(results.error);
  const first = order === "oldest" ? "oldest" : "newest";
  return (
    <>
      <div className={css["toolbar"]}>
        <SegmentedControl
          aria-label="Which come first"
          value={order}
          onChange={(value) =>
            void navigate({ search: (old) => ({ ...old, order: value === "oldest" ? "oldest" : undefined }) })
          }
          data={[
            { value: "newest", label: "Newest first" },
            { value: "oldest", label: "Oldest first" },
          ]}
        />
        <p className={css["count"]} role="status">
          {records.length > 0 &&
            (results.hasMore
              ? `The ${first} ${formatExactCount(records.length)}; more follow at the end`
              : `${records.length === 1 ? "" : "All "}${counted(records.length, "record")}`)}
        </p>
        <ExportMenu label="Logs" columns={SAVED_COLUMNS} rows={records} />
      </div>
      {results.pages.length > 1 && <Paused />}
      {problem !== undefined && records.length > 0 && <LastAnswer problem={problem} onRetry={results.retry} />}
      {!results.isPending && <NotShown records={records} hasMore={results.hasMore} />}
      {records.length > 0 ? (
        <Lines records={records} query={query} onQuery={onQuery} results={results} />
      ) : problem !== undefined ? (
        <ProblemNotice problem={problem} onRetry={results.retry} />
      ) : results.isPending ? (
        <Loading rows={16} />
      ) : (
        <Empty title="No log record matches">
          Choose a longer time at the top right, or take a term out of the search.
        </Empty>
      )}
    </>
  );
}

function Lines({ records, query, onQuery, results }: Props & { records: readonly LogRecord[] }) {
  const { open, wrap, order } = route.useSearch();
  const change = useChange<LogsSearch>(route);
  const { range } = useTime();
  const isOneDay = range.endNs - range.startNs < NS_PER_DAY;
  const place = useRef<HTMLDivElement>(null);
  useRowKeys(place, "record", "Logs");
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => place.current,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
    getItemKey: (index) => keyOf(records[index], index),
  });
  const arrived = useArrival(virtual, records, open);
  // Only a line's own button walks; what is within an open record has keys of its own.
  const { onKeyDown } = useRowWalk({ place, virtual, count: records.length, target: "[data-line]" });
  return (
    // The lines within take the focus; the arrow keys only move between them.
    <div ref={place} className={css["scroller"]} data-scroll-restoration-id="log-lines">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol
        className={css["lines"]}
        style={{ height: virtual.getTotalSize() }}
        aria-label="Log records"
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const record = records[index];
          if (record === undefined) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={results.hasMore ? -1 : records.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LogLine
                record={record}
                isOneDay={isOneDay}
                isWrapped={wrap !== undefined}
                isOpen={open !== undefined && record.cursor === open}
                onOpen={(isOpen) => {
                  arrived.current = record.cursor;
                  change({ ...opening(isOpen ? record : undefined), around: undefined });
                }}
                query={query}
                onQuery={onQuery}
              />
            </li>
          );
        })}
      </ol>
      {results.hasMore && (
        <LoadMore
          label={order === "oldest" ? "Newer records" : "Older records"}
          isLoading={results.isFetchingMore}
          onLoad={results.fetchMore}
        />
      )}
    </div>
  );
}

function opening(record: LogRecord | undefined): LogsSearch {
  return { open: record?.cursor, openNs: record?.time_unix_ns };
}

/**
 * The record that a link opens is brought into sight once it is in the list. What is returned holds the one that is:
 * who opened it here sees it already.
 */
function useArrival(
  virtual: { scrollToIndex: (index: number, options: { align: "start" }) => void },
  records: readonly LogRecord[],
  open: string | undefined,
): RefObject<string | undefined> {
  const arrived = useRef<string>(undefined);
  const index = open === undefined ? -1 : records.findIndex(({ cursor }) => cursor === open);
  useEffect(() => {
    if (index < 0) arrived.current = undefined;
    else if (arrived.current !== open) {
      arrived.current = open;
      virtual.scrollToIndex(index, { align: "start" });
    }
  }, [virtual, index, open]);
  return arrived;
}

/** Records that are alike in every way have one cursor: their place tells them apart. */
function keyOf(record: LogRecord | undefined, index: number): string {
  return `${record?.cursor ?? ""} ${index}`;
}
