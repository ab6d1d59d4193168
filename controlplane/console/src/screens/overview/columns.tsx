import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";

import { Sparkline } from "@/charts/Sparkline";
import { attention, ATTENTION_SAID, errorShare } from "@/kit/attention";
import { Change } from "@/kit/Change";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import type { Column } from "@/kit/table/DataTable";
import { Cut } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { term } from "@/search/language";
import {
  counted,
  durationTerm,
  formatDuration,
  formatExactCount,
  formatExactDuration,
  formatRate,
  formatShare,
  type RateUnit,
  rateUnit,
} from "@/time/formats";

import css from "./Overview.module.css";
import type { Compared } from "./red";

/** The columns of a row per service, or per operation. */
export function useColumns(isByOperation: boolean, rows: readonly Compared[], seconds: number): Column<Compared>[] {
  const unit = rateUnit(Math.max(0, ...rows.map(({ now }) => now.calls)) / seconds);
  return useMemo(
    () => [...names(isByOperation), ...numbers(isByOperation, seconds, unit)],
    // The unit is one of three.
    // oxlint-disable-next-line react/exhaustive-deps
    [isByOperation, seconds, unit.name],
  );
}

function names(isByOperation: boolean): Column<Compared>[] {
  const service: Column<Compared> = {
    id: "service",
    header: "Service",
    value: ({ service: name }) => name,
    cell: (row) => (
      <Link
        to="."
        search={(search) => ({ ...search, group: "operation", service: row.service })}
        title={`Operations of ${visible(row.service)}`}
      >
        <ServiceName name={row.service} />
      </Link>
    ),
    ...(isByOperation ? { width: "14%" } : {}),
  };
  if (!isByOperation) return [service];
  return [
    {
      id: "name",
      header: "Operation",
      value: ({ name }) => name,
      cell: (row) => (
        <ToTraces row={row} title={`Traces with ${visible(row.name)}`}>
          <Cut text={row.name || "(no name)"} />
        </ToTraces>
      ),
    },
    {
      id: "kind",
      header: "Kind",
      value: ({ kind }) => kind,
      cell: ({ kind }) => <span className={css["kind"]}>{kind}</span>,
      width: "5.5rem",
      isSecondary: true,
    },
    service,
  ];
}

function numbers(isByOperation: boolean, seconds: number, unit: RateUnit): Column<Compared>[] {
  return [
    {
      id: "over_time",
      header: "Over time",
      explained: "Calls, step by step; a red tick below where some failed",
      cell: ({ now }) => now.series && <Sparkline values={now.series.calls} marks={now.series.errors} />,
      width: isByOperation ? "12%" : "18%",
    },
    {
      id: "calls",
      header: "Calls",
      isNumber: true,
      value: ({ now }) => now.calls,
      cell: (row) => (
        <Pair change={<Change now={row.now.calls} before={row.before?.calls} />}>
          {row.isGone ? (
            "silent"
          ) : (
            <ToTraces row={row} title={counted(row.now.calls, "call")}>
              {formatRate(row.now.calls / seconds, unit)}
            </ToTraces>
          )}
        </Pair>
      ),
      width: "9rem",
      inset: "3.9rem",
    },
    {
      id: "errors",
      header: "Errors",
      isNumber: true,
      explained: `Share of calls with status Error; marked ${ATTENTION_SAID}`,
      value: ({ now }) => errorShare(now),
      cell: (row) => (
        <Pair
          change={
            <Change
              now={errorShare(row.now)}
              before={row.before && errorShare(row.before)}
              worse="up"
              sample={sampleOf(row)}
              isShare
            />
          }
        >
          <ErrorShare row={row} />
        </Pair>
      ),
      width: "9.75rem",
      inset: "3.9rem",
    },
    // First the one that is compared, so that its change stands between two groups of numbers.
    duration("p95", "p95_ns"),
    { ...duration("p50", "p50_ns"), isSecondary: true },
    duration("p99", "p99_ns"),
    { ...duration("max", "max_ns"), isSecondary: true },
  ];
}

function duration(id: "p50" | "p95" | "p99" | "max", key: "p50_ns" | "p95_ns" | "p99_ns" | "max_ns"): Column<Compared> {
  const isCompared = id === "p95";
  return {
    id,
    header: id,
    isNumber: true,
    value: ({ now, isGone }) => (isGone ? undefined : now[key]),
    cell: (row) => {
      if (row.isGone) return "–";
      const shown = (
        <ToTraces
          row={row}
          search={`duration>=${durationTerm(Math.floor(row.now[key]))}`}
          title={formatExactDuration(Math.round(row.now[key]))}
        >
          {formatDuration(row.now[key])}
        </ToTraces>
      );
      return isCompared ? (
        <Pair change={<Change now={row.now[key]} before={row.before?.[key]} worse="up" sample={sampleOf(row)} />}>
          {shown}
        </Pair>
      ) : (
        shown
      );
    },
    width: isCompared ? "9rem" : "5.5rem",
    ...(isCompared ? { inset: "3.9rem" } : {}),
  };
}

function ErrorShare({ row }: { row: Compared }) {
  const share = errorShare(row.now);
  if (row.isGone) return "–";
  if (share === 0) return <span className={css["kind"]}>{formatShare(0)}</span>;
  const link = (
    <ToTraces
      row={row}
      search="status:error"
      title={`${formatExactCount(row.now.errors)} of ${formatExactCount(row.now.calls)}`}
    >
      {formatShare(share)}
    </ToTraces>
  );
  if (attention(row.now, row.before) === undefined) return link;
  return (
    <span className={css["bad"]}>
      <StatusMark status="error" label="Needs a look:" />
      {link}
    </span>
  );
}

function Pair({ children, change }: { children: ReactNode; change: ReactNode }) {
  return (
    <span className={css["pair"]}>
      <span>{children}</span>
      {change}
    </span>
  );
}

/** The calls of the window with fewer. */
function sampleOf({ now, before }: Compared): number {
  return Math.min(now.calls, before?.calls ?? 0);
}

/** To the traces behind a number. */
function ToTraces({
  row,
  search = "",
  title,
  children,
}: {
  row: Compared;
  search?: string;
  title: string;
  children: ReactNode;
}) {
  const terms = [
    term("service", row.service),
    ...(row.name ? [term("name", row.name)] : []),
    ...(row.kind ? [term("kind", row.kind.toLowerCase())] : []),
    ...(search ? [search] : []),
  ];
  return (
    <Link to="/traces" search={{ q: terms.join(" ") }} title={title}>
      {children}
    </Link>
  );
}
