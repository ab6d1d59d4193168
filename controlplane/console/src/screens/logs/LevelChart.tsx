import { useMemo } from "react";

import { api, type Schema } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import type { Series } from "@/charts/series";
import { TimeSeries } from "@/charts/TimeSeries";
import { LevelMark } from "@/kit/LevelMark";
import { LEVEL_COLOURS, WORST_FIRST } from "@/kit/levels";
import { Answered } from "@/kit/states";
import { facetTerms, onlyValue } from "@/search/facetTerms";
import { formatCount, formatExactCount } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import css from "./Logs.module.css";

const HEIGHT = 104;
const BARS = 100;

interface Props {
  query: string;
  onQuery: (query: string) => void;
}

/** Records over time by level, the worst at the bottom where they cannot be overlooked. A drag zooms. */
export function LevelChart({ query, onQuery }: Props) {
  const { asked } = useTime();
  const found = useHeld(
    api.useQuery("get", "/api/v1/histogram", { params: { query: { ...asked, signal: "logs", query, buckets: BARS } } }),
    query,
  );
  return (
    <section className={css["chart"]} aria-label="Records over time">
      <Answered
        query={found}
        loading={<div className={css["blank"]} style={{ height: HEIGHT + 28 }} role="status" aria-label="Loading" />}
      >
        {(data) => <Levels data={data} query={query} onQuery={onQuery} />}
      </Answered>
    </section>
  );
}

function Levels({ data, query, onQuery }: Props & { data: Schema<"Histogram"> }) {
  const levels = useMemo(
    () =>
      WORST_FIRST.flatMap((level) => {
        const counts = data.series.find(({ name }) => name === level)?.counts ?? [];
        const sum = counts.reduce((all, count) => all + count, 0);
        return sum > 0 ? [{ level, counts, sum }] : [];
      }),
    [data],
  );
  const series = useMemo<Series[]>(
    () =>
      levels.map(({ level, counts }) => ({
        name: level,
        values: counts,
        colour: LEVEL_COLOURS[level],
        drawn: "bars",
      })),
    [levels],
  );
  const grid = useMemo(() => ({ startNs: parseNs(data.start_unix_ns), stepNs: BigInt(data.step_ns) }), [data]);
  const total = levels.reduce((all, { sum }) => all + sum, 0);
  const { included } = facetTerms(query, "level");
  return (
    <>
      <header>
        <h2>Records</h2>
        <b title={formatExactCount(total)}>{formatCount(total)}</b>
        {levels.map(({ level, sum }) => (
          <button
            key={level}
            type="button"
            className={css["chip"]}
            aria-pressed={included.length === 1 && included[0] === level}
            title={`Only ${level}: ${formatExactCount(sum)}`}
            onClick={() => onQuery(onlyValue(query, "level", level))}
          >
            <LevelMark level={level} /> {formatCount(sum)}
          </button>
        ))}
      </header>
      <TimeSeries
        label="Records that match, by level"
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
