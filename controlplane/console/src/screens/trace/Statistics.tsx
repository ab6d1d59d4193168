import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useState } from "react";

import { serviceColour } from "@/kit/colours";
import { Answered, Empty, Notice } from "@/kit/states";
import { StatusMark } from "@/kit/StatusMark";
import { type Column, Cut, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { term } from "@/search/language";
import { formatDuration, formatExactCount, formatShare } from "@/time/formats";

import type { Statistics as Answer, StatisticsRow } from "./data/source";
import css from "./Trace.module.css";
import type { View } from "./useView";

const KNOWN = { service: "Service", operation: "Operation" } as const;

/** What the spans did, by service, operation or any attribute; a value leads to its spans. */
export function Statistics({ view }: { view: View }) {
  const { source, search, change } = view;
  const by = search.by ?? "service";
  const query = useQuery<Answer>({
    queryKey: [...source.key, "statistics", by, view.trace.rows],
    queryFn: ({ signal }) => source.statistics(by, signal),
  });
  const rows = query.data?.rows ?? [];
  const columns = columnsOf(view, by, rows);
  return (
    <div className={css["table"]}>
      <div className={css["tableTools"]}>
        {Object.entries(KNOWN).map(([key, name]) => (
          <button
            key={key}
            type="button"
            className={css["toggle"]}
            aria-pressed={by === key}
            onClick={() => change({ by: key === "service" ? undefined : key })}
          >
            By {name.toLowerCase()}
          </button>
        ))}
        <ByAttribute key={by} by={by in KNOWN ? "" : by} onBy={(key) => change({ by: key })} />
        <ExportMenu label={`Trace statistics by ${by}`} columns={columns} rows={rows} />
      </div>
      <Answered query={query}>
        {({ complete }) =>
          rows.length === 0 ? (
            <Empty title={`No span of this trace has ${by}`}>
              A key of the spans’ attributes is taken, or one of their process with resource. before it.
            </Empty>
          ) : (
            <>
              {!complete && <Notice>There are more values; those with most self time are shown.</Notice>}
              <DataTable
                label="Statistics of the trace"
                columns={columns}
                rows={rows}
                rowKey={({ value }) => value}
                sort={search.sort}
                onSort={(sort) => change({ sort })}
              />
            </>
          )
        }
      </Answered>
    </div>
  );
}

function ByAttribute({ by, onBy }: { by: string; onBy: (key: string) => void }) {
  const [key, setKey] = useState(by);
  return (
    <form
      className={css["find"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== "") onBy(key.trim());
      }}
    >
      <input
        className={css["field"]}
        aria-label="By attribute"
        placeholder="By attribute: http.route"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <button type="submit" className={css["toggle"]} disabled={key.trim() === "" || key.trim() === by}>
        Show
      </button>
    </form>
  );
}

function duration(
  id: string,
  header: string,
  explained: string,
  of: (row: StatisticsRow) => number,
): Column<StatisticsRow> {
  return {
    id,
    header,
    explained,
    isNumber: true,
    width: "6.5rem",
    cell: (row) => formatDuration(of(row)),
    value: of,
  };
}

function columnsOf(view: View, by: string, rows: readonly StatisticsRow[]): Column<StatisticsRow>[] {
  const self = rows.reduce((sum, row) => sum + row.self_ns, 0);
  return [
    { id: "value", header: by in KNOWN ? KNOWN[by as keyof typeof KNOWN] : by, cell: (row) => <Value view={view} by={by} row={row} />, value: ({ value }) => value },
    { id: "count", header: "Spans", isNumber: true, width: "6rem", cell: (row) => formatExactCount(row.count), value: (row) => row.count },
    {
      id: "errors",
      header: "Errors",
      isNumber: true,
      width: "6rem",
      cell: (row) => (
        <>
          {row.errors > 0 && <StatusMark status="error" label="" />} {formatExactCount(row.errors)}
        </>
      ),
      value: (row) => row.errors,
    },
    {
      id: "self",
      header: "In itself",
      explained: "Time of spans that no child covers. Shares are of all spans together.",
      isNumber: true,
      width: "14rem",
      cell: (row) => <Share ns={row.self_ns} of={self} row={row} by={by} />,
      value: (row) => row.self_ns,
    },
    duration("total", "Total", "Durations together: children count again in their parents", (row) => row.total_ns),
    { ...duration("avg", "Average", "Of the durations", (row) => row.avg_ns), isSecondary: true },
    duration("p95", "p95", "95 % of the spans were as long or shorter", (row) => row.p95_ns),
    duration("max", "Longest", "The longest span", (row) => row.max_ns),
  ]; // prettier-ignore
}

function Share({ ns, of, row, by }: { ns: number; of: number; row: StatisticsRow; by: string }) {
  const share = of === 0 ? 0 : ns / of;
  const service = by === "service" ? row.value : by === "operation" ? serviceOfOperation(row.value) : undefined;
  const style = {
    width: `${share * 100}%`,
    ...(service === undefined ? {} : { "--colour": serviceColour(service) }),
  } as CSSProperties;
  return (
    <span className={css["share"]}>
      <span aria-hidden>
        <i style={style} />
      </span>
      <b>{formatDuration(ns)}</b>
      <small>{formatShare(share)}</small>
    </span>
  );
}

/** The API writes an operation as `service: name`. */
function serviceOfOperation(value: string): string {
  return value.slice(0, Math.max(0, value.indexOf(": ")));
}

/** A search in this trace for the spans that were counted. */
function Value({ view: { change }, by, row }: { view: View; by: string; row: StatisticsRow }) {
  const service = serviceOfOperation(row.value);
  const find =
    by === "operation"
      ? `${term("service", service)} ${term("name", row.value.slice(service.length + 2))}`
      : term(by, row.value);
  return (
    <button
      type="button"
      className={css["link"]}
      title="Show these spans"
      onClick={() => change({ tab: undefined, find, only: ["found"] })}
    >
      <Cut text={row.value || "(empty)"} />
    </button>
  );
}
