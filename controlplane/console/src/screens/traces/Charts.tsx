import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";

import { api, type Schema } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import { HeatMap } from "@/charts/HeatMap";
import type { Heat, Selection } from "@/charts/heat";
import type { Series } from "@/charts/series";
import { TimeSeries } from "@/charts/TimeSeries";
import { Answered } from "@/kit/states";
import { counted, formatCount, formatExactCount, formatShare } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import { boxText } from "./selection";
import css from "./Traces.module.css";

const route = getRouteApi("/traces");
const HEIGHT = 148;
// Bars of five pixels and cells of eight by six: finer ones do not read, coarser ones hide.
const BARS = 60;
const STEPS = 90;
const BANDS = 24;

/** How many spans match over time, and how long they took: one drag zooms, the other selects. */
export function Charts({ query, selected }: { query: string; selected: Selection | undefined }) {
  const { asked } = useTime();
  const histogram = useHeld(
    api.useQuery("get", "/api/v1/histogram", {
      params: { query: { ...asked, signal: "traces", query, buckets: BARS } },
    }),
    query,
  );
  const heat = useHeld(
    api.useQuery("get", "/api/v1/heat-map", {
      params: { query: { ...asked, query, time_buckets: STEPS, duration_buckets: BANDS } },
    }),
    query,
  );
  return (
    <div className={css["charts"]}>
      <section className={css["chart"]} aria-label="Spans over time">
        <Answered query={histogram} loading={<Blank title="Spans" />}>
          {(data) => <Counts data={data} />}
        </Answered>
      </section>
      <section className={css["chart"]} aria-label="Duration over time">
        <Answered query={heat} loading={<Blank title="Duration" />}>
          {(data) => <Durations data={data} selected={selected} />}
        </Answered>
      </section>
    </div>
  );
}

function Blank({ title }: { title: string }) {
  return (
    <>
      <header>
        <h2>{title}</h2>
      </header>
      <div className={css["blank"]} style={{ height: HEIGHT }} role="status" aria-label="Loading" />
    </>
  );
}

function Counts({ data }: { data: Schema<"Histogram"> }) {
  const { about } = route.useSearch();
  const navigate = route.useNavigate();
  const series = useMemo<Series[]>(
    () =>
      data.series
        .toSorted((a) => (a.name === "error" ? -1 : 1))
        .map(({ name, counts }) => ({
          name,
          values: counts,
          colour: name === "error" ? "--error-fill" : "--line-control",
          drawn: "bars",
        })),
    [data],
  );
  const grid = useMemo(() => ({ startNs: parseNs(data.start_unix_ns), stepNs: BigInt(data.step_ns) }), [data]);
  const sums = data.series.map(({ name, counts }) => ({ name, sum: counts.reduce((sum, count) => sum + count, 0) }));
  const total = sums.reduce((all, { sum }) => all + sum, 0);
  const errors = sums.find(({ name }) => name === "error")?.sum ?? 0;
  return (
    <>
      <header>
        <h2>Spans</h2>
        <b title={`${counted(total, "span")}, as stored`}>{formatCount(total)}</b>
        {errors > 0 && (
          <small>
            {formatExactCount(errors)} failed, {formatShare(errors / total)}
          </small>
        )}
        {errors > 0 && errors < total && about === undefined && (
          <button
            type="button"
            className={css["act"]}
            onClick={() => void navigate({ search: (old) => ({ ...old, about: "errors", box: undefined }) })}
          >
            What is different?
          </button>
        )}
      </header>
      <TimeSeries
        label="Spans that match"
        grid={grid}
        series={series}
        format={formatCount}
        height={HEIGHT}
        stacked
        legend={false}
        maxAtLeast={1}
        isWhole
      />
    </>
  );
}

function Durations({ data, selected }: { data: Schema<"HeatMap">; selected: Selection | undefined }) {
  const navigate = route.useNavigate();
  const heat = useMemo<Heat>(
    () => ({
      grid: { startNs: parseNs(data.start_unix_ns), stepNs: BigInt(data.step_ns) },
      boundsNs: data.duration_bounds_ns,
      counts: data.counts,
      errors: data.errors,
    }),
    [data],
  );
  return (
    <>
      <header>
        <h2>Duration</h2>
        {data.counts.length > 0 && selected === undefined && <small>Draw a box around what stands out</small>}
      </header>
      <HeatMap
        label="Durations of spans"
        heat={heat}
        height={HEIGHT}
        selection={selected}
        onSelect={(box) =>
          void navigate({
            search: (old) => ({ ...old, box: box && boxText(box), about: undefined }),
          })
        }
      />
    </>
  );
}
