import { useMemo } from "react";

import type { Grid, Series } from "@/charts/series";
import { TimeSeries } from "@/charts/TimeSeries";
import { errorShare } from "@/kit/attention";
import { Change } from "@/kit/Change";
import { formatDuration, formatRate, formatShare, rateUnit } from "@/time/formats";
import { NS_PER_S, parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import css from "./Overview.module.css";
import { type RedRow, slowest, totals } from "./red";

const HEIGHT_PX = 112;

/** Three charts over all rows: how much, how much of it failed, how long it took. One cursor in all of them. */
export function Panels(props: { rows: readonly RedRow[]; before: readonly RedRow[] | undefined; seconds: number }) {
  const { rows, before, seconds } = props;
  const { range } = useTime();
  const now = summed(rows);
  const earlier = before && summed(before);
  const first = rows.find(({ series }) => series)?.series;
  const drawn = useMemo(() => drawing(rows), [rows]);
  const unit = rateUnit(Math.max(0, ...drawn.calls.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const grid: Grid = first
    ? { startNs: parseNs(first.start_unix_ns), stepNs: BigInt(first.step_s) * NS_PER_S }
    : { startNs: range.startNs, stepNs: 60n * NS_PER_S };
  const shared = { grid, height: HEIGHT_PX, syncKey: "overview", legend: false } as const;

  return (
    <div className={css["panels"]}>
      <section className={css["panel"]} aria-label="Calls">
        <header>
          <h2>Calls</h2>
          <b>{formatRate(now.calls / seconds)}</b>
          <Change now={now.calls} before={earlier?.calls} />
        </header>
        <TimeSeries
          {...shared}
          label="Calls per second"
          series={drawn.calls}
          format={(rate) => formatRate(rate, unit)}
          stacked
        />
      </section>
      <section className={css["panel"]} aria-label="Errors">
        <header>
          <h2>Errors</h2>
          <b>{formatShare(errorShare(now))}</b>
          <Change now={errorShare(now)} before={earlier && errorShare(earlier)} worse="up" isShare />
        </header>
        <TimeSeries {...shared} label="Share of errors" series={drawn.errors} format={formatShare} maxAtLeast={0.05} />
      </section>
      <section className={css["panel"]} aria-label="Duration">
        <header>
          <h2>Duration</h2>
          {drawn.durations.length > 0 && <small>p95 of the {drawn.durations.length} most called</small>}
        </header>
        <TimeSeries
          {...shared}
          label="95th percentile of the duration"
          series={drawn.durations}
          format={formatDuration}
          isLogarithmic
          legend
        />
      </section>
    </div>
  );
}

function summed(rows: readonly RedRow[]): { calls: number; errors: number } {
  let calls = 0;
  let errors = 0;
  for (const row of rows) {
    calls += row.calls;
    errors += row.errors;
  }
  return { calls, errors };
}

function drawing(rows: readonly RedRow[]): { calls: Series[]; errors: Series[]; durations: Series[] } {
  const { ok, errors, share } = totals(rows);
  return {
    calls: [
      { name: "error", values: errors, colour: "--error-fill", drawn: "area" },
      { name: "ok", values: ok, colour: "--accent", drawn: "area" },
    ],
    errors: [{ name: "errors", values: share, colour: "--error-fill", drawn: "area" }],
    durations: slowest(rows),
  };
}
