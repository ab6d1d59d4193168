import { Link } from "@tanstack/react-router";

import { serviceColour } from "@/kit/colours";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import { type Column, Cut } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { counted, formatCount, formatDuration, formatExactCount, formatExactDuration } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { formatInstant, formatTime, type Zone } from "@/time/zones";

import css from "./Traces.module.css";
import type { SpanRow, TraceRow } from "./useResults";

/** Of the rows that are loaded: what a full bar stands for. */
export function longest(rows: readonly { duration_ns: number }[]): number {
  return rows.reduce((most, { duration_ns }) => Math.max(most, duration_ns), 0);
}

/** What cells depend on beside their row. */
interface Look {
  zone: Zone;
  /** The time of day says enough. */
  isOneDay: boolean;
  /** Nanoseconds of the longest row. */
  slowest: number;
}

export const traceColumns = ({
  zone,
  isOneDay,
  slowest,
  isNarrowed,
}: Look & { isNarrowed: boolean }): Column<TraceRow>[] => [
  startColumn(zone, isOneDay),
  {
    id: "root_service",
    header: "Service",
    width: "clamp(7rem, 11vw, 11rem)",
    cell: ({ root_service }) => <ServiceName name={root_service} />,
    value: ({ root_service }) => root_service,
  },
  {
    id: "root_name",
    header: "Root",
    cell: ({ trace_id, root_name }) => (
      <Link to="/traces/$traceId" params={{ traceId: trace_id }} className={css["open"]}>
        <Cut text={root_name || "The root has not arrived"} />
      </Link>
    ),
    value: ({ root_name }) => root_name,
  },
  {
    id: "errors",
    header: "Errors",
    isNumber: true,
    width: "5.5rem",
    cell: ({ errors }) => (errors > 0 ? <Failed count={errors} /> : <span className={css["faint"]}>0</span>),
    value: ({ errors }) => errors,
  },
  {
    id: "duration_ns",
    header: "Duration",
    isNumber: true,
    width: "clamp(7.5rem, 13vw, 12rem)",
    explained: "The bar: against the longest in the list",
    cell: ({ duration_ns, errors }) => <DurationBar ns={duration_ns} of={slowest} isFailed={errors > 0} />,
    value: ({ duration_ns }) => duration_ns,
  },
  {
    id: "spans",
    header: "Spans",
    isNumber: true,
    width: isNarrowed ? "7rem" : "5.5rem",
    ...(isNarrowed ? { explained: "Those that match, of all" } : {}),
    cell: ({ spans, matched }) =>
      isNarrowed ? (
        <span
          title={`${formatExactCount(matched)} of ${counted(spans, "span")} ${matched === 1 ? "matches" : "match"}`}
        >
          {formatCount(matched)} <span className={css["faint"]}>of {formatCount(spans)}</span>
        </span>
      ) : (
        formatCount(spans)
      ),
    value: ({ spans }) => spans,
  },
  {
    id: "services",
    header: "Services",
    width: "9rem",
    isSecondary: true,
    explained: "By their number of spans",
    cell: ({ services }) => <ServiceStrip services={services} />,
    value: ({ services }) => services.map(({ name }) => name).join(" "),
  },
  {
    id: "trace_id",
    header: "Trace",
    width: "6.5rem",
    isSecondary: true,
    cell: ({ trace_id }) => <Id id={trace_id} />,
    value: ({ trace_id }) => trace_id,
  },
];

export const spanColumns = ({ zone, isOneDay, slowest }: Look): Column<SpanRow>[] => [
  startColumn(zone, isOneDay),
  {
    id: "service",
    header: "Service",
    width: "clamp(7rem, 11vw, 11rem)",
    cell: ({ service }) => <ServiceName name={service} />,
    value: ({ service }) => service,
  },
  {
    id: "name",
    header: "Span",
    cell: ({ trace_id, span_id, name }) => (
      <Link to="/traces/$traceId" params={{ traceId: trace_id }} search={{ span: span_id }} className={css["open"]}>
        <Cut text={name || "(no name)"} />
      </Link>
    ),
    value: ({ name }) => name,
  },
  {
    id: "status",
    header: "Status",
    width: "5.5rem",
    cell: ({ status }) => {
      const mark = ({ Error: "error", Ok: "ok" } as const)[status] ?? "unset";
      return (
        <span className={css["status"]} data-status={mark}>
          <StatusMark status={mark} label="" /> {status}
        </span>
      );
    },
    value: ({ status }) => status,
  },
  {
    id: "duration_ns",
    header: "Duration",
    isNumber: true,
    width: "clamp(7.5rem, 13vw, 12rem)",
    explained: "The bar: against the longest in the list",
    cell: ({ duration_ns, status }) => <DurationBar ns={duration_ns} of={slowest} isFailed={status === "Error"} />,
    value: ({ duration_ns }) => duration_ns,
  },
  { id: "kind", header: "Kind", width: "6rem", isSecondary: true, cell: ({ kind }) => kind, value: ({ kind }) => kind },
  {
    id: "route",
    header: "Route",
    width: "9rem",
    isSecondary: true,
    cell: ({ camel }) => visible(camel.route) || <span className={css["faint"]}>–</span>,
    value: ({ camel }) => camel.route,
  },
  {
    id: "span_id",
    header: "Span id",
    width: "6.5rem",
    isSecondary: true,
    cell: ({ span_id }) => <Id id={span_id} />,
    value: ({ span_id }) => span_id,
  },
  // For files alone: a row is found again by both.
  {
    id: "trace_id",
    header: "Trace",
    width: "6.5rem",
    isSecondary: true,
    cell: ({ trace_id }) => <Id id={trace_id} />,
    value: ({ trace_id }) => trace_id,
  },
];

function startColumn<Row extends { start_unix_ns: string }>(zone: Zone, isOneDay: boolean): Column<Row> {
  return {
    id: "start_unix_ns",
    header: "Start",
    width: isOneDay ? "8rem" : "12.5rem",
    cell: ({ start_unix_ns }) => (
      <time title={formatInstant(parseNs(start_unix_ns), zone, 9)}>
        {(isOneDay ? formatTime : formatInstant)(parseNs(start_unix_ns), zone, 3)}
      </time>
    ),
    value: ({ start_unix_ns }) => parseNs(start_unix_ns),
  };
}

function Failed({ count }: { count: number }) {
  return (
    <span className={css["status"]} data-status="error">
      <StatusMark status="error" label="" /> {formatCount(count)}
    </span>
  );
}

function DurationBar({ ns, of, isFailed }: { ns: number; of: number; isFailed: boolean }) {
  return (
    <span className={css["duration"]} title={formatExactDuration(ns)}>
      <i aria-hidden>
        <b data-failed={isFailed || undefined} style={{ width: `${of > 0 ? Math.max(1, (ns / of) * 100) : 0}%` }} />
      </i>
      <span>{formatDuration(ns)}</span>
    </span>
  );
}

// More are slivers; the title names all.
const STRIP_MAX = 8;

function ServiceStrip({ services }: { services: TraceRow["services"] }) {
  const said = services
    .map(({ name, spans, errors }) => `${visible(name)} ${spans}${errors > 0 ? ` (${errors} failed)` : ""}`)
    .join(", ");
  return (
    <span className={css["strip"]} role="img" aria-label={said} title={said}>
      <span>
        {services.slice(0, STRIP_MAX).map(({ name, spans }) => (
          <i key={name} style={{ flexGrow: spans, background: serviceColour(name) }} />
        ))}
      </span>
      <small>{services.length}</small>
    </span>
  );
}

function Id({ id }: { id: string }) {
  return (
    <code className={css["id"]} title={id}>
      {id.slice(0, 8)}
    </code>
  );
}
