import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { api, type Schema } from "@/api/client";
import { type Held, useHeld } from "@/api/useHeld";
import type { Placed } from "@/charts/series";
import { ServiceName } from "@/kit/ServiceName";
import { type Column, Cut, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { counted } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant, type Zone } from "@/time/zones";

import css from "./Metrics.module.css";
import { formatInUnit, type MetricSeries } from "./series";

type Exemplar = Schema<"Exemplar">;

const route = getRouteApi("/metrics-explorer");

/** Measurements of the metric that name their trace: of each step of the chart the greatest. */
export function useExemplars({ name, step_ns }: MetricSeries): Held<Schema<"MetricExemplars">> {
  const { q = "" } = route.useSearch();
  const { asked } = useTime();
  // Steps below a second are the server's own; only a length in seconds can be asked for.
  const step = step_ns >= 1e9 ? { step_s: Math.round(step_ns / 1e9) } : {};
  return useHeld(
    api.useQuery("get", "/api/v1/metrics/exemplars", {
      params: { query: { ...asked, name, filter: q, per_step: 1, ...step } },
    }),
    JSON.stringify([name, q]),
  );
}

interface DotsProps {
  exemplars: readonly Exemplar[];
  placed: Placed;
  /** The chart has the unit of a measurement; else they lie along its foot. */
  isMeasured: boolean;
  unit: string;
}

/** Each a way from the chart into a trace. */
export function ExemplarDots({ exemplars, placed, isMeasured, unit }: DotsProps) {
  const { zone } = useTime();
  return exemplars.map((exemplar) => {
    const { time_unix_ns, value, service, trace_id, span_id } = exemplar;
    const time = parseNs(time_unix_ns);
    const place = placed(time, isMeasured ? value : 0);
    if (place === undefined) return null;
    const said = `${formatInUnit(value, unit)} in ${visible(service)}, ${formatInstant(time, zone, 3)}: open its trace`;
    return (
      <Link
        key={`${trace_id} ${span_id} ${time_unix_ns} ${value}`}
        className={css["dot"]}
        style={{ left: place.left, top: place.top }}
        title={said}
        aria-label={said}
        to="/traces/$traceId"
        params={{ traceId: trace_id }}
        search={{ span: span_id || undefined }}
      />
    );
  });
}

/** The same as rows. Nothing where there are none: most metrics have no exemplars. */
export function ExemplarTable({ exemplars, unit }: { exemplars: readonly Exemplar[]; unit: string }) {
  const { zone } = useTime();
  const columns = useMemo(() => columnsOf(zone, unit), [zone, unit]);
  if (exemplars.length === 0) return null;
  const newest = exemplars.toReversed();
  return (
    <section aria-label="Exemplars">
      <div className={css["toolbar"]}>
        <p>{counted(exemplars.length, "measurement")} with a trace, the greatest of each step</p>
        <ExportMenu label="Exemplars" columns={columns} rows={newest} />
      </div>
      <DataTable
        label="Exemplars"
        columns={columns}
        rows={newest}
        rowKey={({ trace_id, span_id, time_unix_ns, value }) => `${trace_id} ${span_id} ${time_unix_ns} ${value}`}
      />
    </section>
  );
}

function columnsOf(zone: Zone, unit: string): Column<Exemplar>[] {
  return [
    {
      id: "time",
      header: "Time",
      width: "14rem",
      cell: ({ time_unix_ns, trace_id, span_id }) => (
        <Link to="/traces/$traceId" params={{ traceId: trace_id }} search={{ span: span_id || undefined }}>
          {formatInstant(parseNs(time_unix_ns), zone, 3)}
        </Link>
      ),
      value: ({ time_unix_ns }) => parseNs(time_unix_ns),
    },
    {
      id: "value",
      header: "Value",
      width: "8rem",
      isNumber: true,
      cell: ({ value }) => <span title={String(value)}>{formatInUnit(value, unit)}</span>,
      value: ({ value }) => value,
    },
    {
      id: "service",
      header: "Service",
      width: "14rem",
      cell: ({ service }) => <ServiceName name={service} />,
      value: ({ service }) => service,
    },
    {
      id: "trace",
      header: "Trace",
      cell: ({ trace_id }) => <Cut text={trace_id} />,
      value: ({ trace_id }) => trace_id,
    },
  ];
}
