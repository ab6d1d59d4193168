import { useQuery } from "@tanstack/react-query";
import { IconArrowsExchange } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { client } from "@/api/client";
import { useChange } from "@/app/useChange";
import { Change } from "@/kit/Change";
import { serviceColour } from "@/kit/colours";
import { Answered, Empty } from "@/kit/states";
import { StatusMark } from "@/kit/StatusMark";
import { type Column, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { formatDuration, formatExactCount } from "@/time/formats";

import trace from "../Trace.module.css";
import css from "./Compare.module.css";
import type { CompareSearch } from "../route";
import { type ComparedRow, comparedRows, type Comparison, differentRows, summary } from "./tree";

const route = getRouteApi("/traces/$traceId/compare/$otherId");

/** Two traces, aligned by what was called on the way from the root: what one alone did, and what took longer. */
export function Compare() {
  const { traceId, otherId } = route.useParams();
  const query = useQuery({
    queryKey: ["compare", traceId, otherId],
    queryFn: async ({ signal }) => {
      const params = { path: { trace_id: traceId, other_id: otherId } };
      return (await client.GET("/api/v1/traces/{trace_id}/compare/{other_id}", { params, signal })).data;
    },
  });
  return <Answered query={query}>{(answer) => <Shown answer={answer} />}</Answered>;
}

function Shown({ answer }: { answer: Comparison }) {
  const { traceId, otherId } = route.useParams();
  const { sort, only } = route.useSearch();
  const change = useChange<CompareSearch>(route);
  const rows = useMemo(() => comparedRows(answer), [answer]);
  const shown = useMemo(
    () => (only === "different" ? differentRows(rows, answer.rows.parent) : rows),
    [rows, answer, only],
  );
  const { onlyA, onlyB, different } = useMemo(() => summary(rows), [rows]);
  const columns = useMemo(() => columnsOf(sort === undefined), [sort]);
  return (
    <div className={trace["page"]}>
      <div className={trace["bar"]}>
        <Link to="/traces/$traceId" params={{ traceId }} className={css["trace"]}>
          A <code>{traceId.slice(0, 8)}…</code> {formatDuration(rows[0]?.a.duration ?? 0)}
        </Link>
        <Link
          to="/traces/$traceId/compare/$otherId"
          params={{ traceId: otherId, otherId: traceId }}
          className={css["swap"]}
          aria-label="The other way round"
          title="The other way round"
        >
          <IconArrowsExchange size={16} aria-hidden />
        </Link>
        <Link to="/traces/$traceId" params={{ traceId: otherId }} className={css["trace"]}>
          B <code>{otherId.slice(0, 8)}…</code> {formatDuration(rows[0]?.b.duration ?? 0)}
        </Link>
        <button
          type="button"
          className={trace["toggle"]}
          aria-pressed={only === "different"}
          onClick={() => change({ only: only === "different" ? undefined : "different" })}
        >
          Only what differs
        </button>
        <span className={trace["said"]} role="status">
          {formatExactCount(onlyA)} only in A · {formatExactCount(onlyB)} only in B · {formatExactCount(different)}{" "}
          changed
          {shown.length < rows.length && ` · ${formatExactCount(rows.length - shown.length)} hidden`}
        </span>
        <span className={trace["spring"]} />
        <ExportMenu label="Comparison of traces" columns={columns} rows={shown} />
      </div>
      <div className={trace["table"]}>
        {shown.length === 0 ? (
          <Empty title="The two traces do not differ">
            Each has the same spans below the same parents, and none took a fifth longer.
          </Empty>
        ) : (
          <DataTable
            label="Comparison of traces"
            columns={columns}
            rows={shown}
            rowKey={({ row }) => String(row)}
            sort={sort}
            onSort={(next) => change({ sort: next })}
          />
        )}
      </div>
    </div>
  );
}

function number(
  id: string,
  header: string,
  of: (row: ComparedRow) => number | undefined,
  shown: (value: number) => string,
): Column<ComparedRow> {
  return {
    id,
    header,
    isNumber: true,
    width: "6.5rem",
    cell: (row) => {
      const value = of(row);
      return value === undefined ? <span className={css["quiet"]}>–</span> : shown(value);
    },
    value: of,
  };
}

function columnsOf(isTree: boolean): Column<ComparedRow>[] {
  return [
    {
      id: "span",
      header: "Service and span",
      cell: (row) => <Name row={row} isTree={isTree} />,
      value: ({ service, name }) => `${service} ${name}`,
    },
    number("spans_a", "Spans A", ({ a }) => a.count, formatExactCount),
    number("spans_b", "Spans B", ({ b }) => b.count, formatExactCount),
    number("duration_a", "Time A", ({ a }) => (a.count === 0 ? undefined : a.duration), formatDuration),
    number("duration_b", "Time B", ({ b }) => (b.count === 0 ? undefined : b.duration), formatDuration),
    {
      id: "change",
      header: "Change",
      explained: "Of the time, from A to B. Sorted by how much time it is.",
      isNumber: true,
      width: "10rem",
      cell: (row) => <Differs row={row} />,
      value: ({ a, b }) => b.duration - a.duration,
    },
    {
      id: "errors",
      header: "Errors A, B",
      isNumber: true,
      width: "7rem",
      isSecondary: true,
      cell: ({ a, b }) => (
        <>
          {a.errors + b.errors > 0 && <StatusMark status="error" label="" />} {formatExactCount(a.errors)} ·{" "}
          {formatExactCount(b.errors)}
        </>
      ),
      value: ({ a, b }) => b.errors - a.errors,
    },
  ];
}

// Deeper rows are indented no further: the name keeps its place.
const DEEPEST_INDENT = 24;

function Name({ row, isTree }: { row: ComparedRow; isTree: boolean }) {
  const side = row.a.count === 0 ? "B" : row.b.count === 0 ? "A" : undefined;
  return (
    <span
      className={css["name"]}
      data-only={side}
      title={visible(`${row.service} ${row.name}`)}
      style={{
        paddingLeft: isTree ? Math.min(row.depth, DEEPEST_INDENT) * 12 : 0,
        ["--colour" as string]: serviceColour(row.service),
      }}
    >
      {side !== undefined && <b>only {side}</b>}
      <i aria-hidden />
      <span>{visible(row.service)}</span> {visible(row.name)}
    </span>
  );
}

function Differs({ row: { a, b } }: { row: ComparedRow }) {
  if (a.count === 0 || b.count === 0) return <span className={css["quiet"]}>–</span>;
  const by = b.duration - a.duration;
  return (
    <>
      {by > 0 ? "+" : ""}
      {formatDuration(by)}{" "}
      <Change now={b.duration} before={a.duration} worse="up" sample={Math.min(a.count, b.count)} />
    </>
  );
}
