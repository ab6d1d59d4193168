import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";

import { api, type Schema } from "@/api/client";
import { type Held, useHeld } from "@/api/useHeld";
import { TimeSeries } from "@/charts/TimeSeries";
import { CopyButton } from "@/kit/CopyButton";
import { lineColours } from "@/kit/colours";
import { Answered, Empty, Missing, Notice } from "@/kit/states";
import { visible } from "@/kit/values";
import { counted, formatDuration } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";

import { ExemplarDots, ExemplarTable, useExemplars } from "./Exemplars";
import css from "./Metrics.module.css";
import { AGGREGATE_WORDS, AGGREGATES, type Aggregate, formatOf, linesOf, type MetricSeries, unitOf } from "./series";
import { SeriesTable } from "./SeriesTable";

const route = getRouteApi("/metrics-explorer");
const HEIGHT = 320;
const none: readonly Schema<"Exemplar">[] = [];
// Keys that are buttons: the others are in the list beside them.
const BUTTONS_MAX = 8;
// The API's own bound.
const KEYS_MAX = 5;
// What has the unit of a single measurement: the others count or add them.
const MEASURED: ReadonlySet<string> = new Set(["avg", "min", "max", "last", "p50", "p75", "p90", "p95", "p99"]);

type Keys = Held<Schema<"MetricKeys">>;

interface Props {
  name: string;
  found: Held<MetricSeries>;
  onQuery: (query: string) => void;
}

/** A metric: what it is, how it is cut, its lines and their numbers. */
export function MetricView({ name, found, onQuery }: Props) {
  const { asked } = useTime();
  const keys = useHeld(api.useQuery("get", "/api/v1/metrics/keys", { params: { query: { ...asked, name } } }), name);
  return (
    <>
      <header className={css["head"]}>
        <h2>
          {visible(name)} <CopyButton value={name} of="the metric’s name" />
        </h2>
        {found.data !== undefined && found.data.kind !== "" && (
          <p>
            <span className={css["tag"]}>{found.data.kind.replaceAll("_", " ")}</span>
            {unitOf(found.data.unit) !== "" && <span className={css["tag"]}>{unitOf(found.data.unit)}</span>}
            <span>{visible(found.data.description)}</span>
          </p>
        )}
      </header>
      <Controls keys={keys} data={found.data} />
      <Missing what="The keys to group by are not known" query={keys} />
      <Answered
        query={found}
        loading={<div className={css["blank"]} style={{ height: HEIGHT }} role="status" aria-label="Loading" />}
      >
        {(data) => <Lines data={data} onQuery={onQuery} />}
      </Answered>
    </>
  );
}

function Controls({ keys, data }: { keys: Keys; data: MetricSeries | undefined }) {
  const { aggregate } = route.useSearch();
  const navigate = route.useNavigate();
  const fitting = AGGREGATES.filter((each) => data?.aggregates.includes(each) ?? each === aggregate);
  return (
    <div className={css["controls"]}>
      <label>
        <span>Show</span>
        <select
          value={aggregate ?? data?.aggregate ?? ""}
          onChange={({ target }) =>
            void navigate({ search: (old) => ({ ...old, aggregate: target.value as Aggregate }) })
          }
        >
          {fitting.map((each) => (
            <option key={each} value={each}>
              {AGGREGATE_WORDS[each]}
            </option>
          ))}
        </select>
      </label>
      <Groups found={keys} />
    </div>
  );
}

/** Keys with several values as buttons, those with most first; a list has the rest, whose one value tells nothing apart. */
function Groups({ found }: { found: Keys }) {
  const { by = [] } = route.useSearch();
  const navigate = route.useNavigate();
  const keys = found.data?.keys ?? [];
  const known = new Set(keys.map(({ key }) => key));
  const telling = keys.filter(({ key, values }) => values > 1 || key === "service").slice(0, BUTTONS_MAX);
  const isButton = new Set(telling.map(({ key }) => key));
  const shown = [
    ...telling,
    ...keys.filter(({ key }) => by.includes(key) && !isButton.has(key)),
    ...by.filter((key) => !known.has(key)).map((key) => ({ key, values: 0, series: 0 })),
  ];
  const rest = keys.filter(({ key }) => !isButton.has(key) && !by.includes(key));
  const isFull = by.length >= KEYS_MAX;
  const group = (next: string[]) =>
    void navigate({ search: (old) => ({ ...old, by: next.length > 0 ? next : undefined, only: undefined }) });
  // A line below says why.
  if (found.error !== null && shown.length === 0) return null;
  return (
    <fieldset>
      <legend>by</legend>
      {shown.map(({ key, values, series }) => {
        const isOn = by.includes(key);
        return (
          <button
            key={key}
            type="button"
            aria-pressed={isOn}
            disabled={!isOn && isFull}
            title={`${counted(values, "value")} in ${counted(series, "series", "series")}`}
            onClick={() => group(isOn ? by.filter((each) => each !== key) : [...by, key])}
          >
            {visible(key)} <small>{values > 0 && values}</small>
          </button>
        );
      })}
      {rest.length > 0 && (
        <select
          aria-label="Group by another key"
          value=""
          disabled={isFull}
          onChange={({ target }) => group([...by, target.value])}
        >
          <option value="">{rest.length} more</option>
          {rest.map(({ key, values }) => (
            <option key={key} value={key}>
              {visible(key)} ({values})
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

function Lines({ data, onQuery }: { data: MetricSeries; onQuery: (query: string) => void }) {
  const { only } = route.useSearch();
  const found = useExemplars(data);
  const exemplars = found.data?.exemplars ?? none;
  const isMeasured = MEASURED.has(data.aggregate);
  const lines = useMemo(() => linesOf(data), [data]);
  const colours = useMemo(() => lineColours(lines.map(({ name }) => name)), [lines]);
  const series = useMemo(
    () =>
      lines
        .map(({ name, values }, index) => ({ name, values, colour: colours[index] ?? "--service-0" }))
        .filter(({ name }) => only === undefined || only.includes(name)),
    [lines, colours, only],
  );
  const grid = useMemo(() => ({ startNs: parseNs(data.start_unix_ns), stepNs: BigInt(data.step_ns) }), [data]);
  const format = useMemo(() => formatOf(data), [data]);
  if (lines.length === 0)
    return (
      <Empty title="No points of this metric">
        None was sent in this time, or none matches the search: choose a longer time, or take a term out.
      </Empty>
    );
  const word = AGGREGATES.find((each) => each === data.aggregate);
  return (
    <>
      {!data.complete && (
        <Notice>
          The {lines.length} largest groups are shown; there are more. Group by fewer keys, or narrow the search.
        </Notice>
      )}
      <section className={css["chart"]} aria-label="Over time">
        <p>
          {word !== undefined && AGGREGATE_WORDS[word]} of each {formatDuration(data.step_ns)}
        </p>
        <TimeSeries
          label={visible(data.name)}
          grid={grid}
          series={series}
          format={format}
          height={HEIGHT}
          legend={false}
          maxAtLeast={isMeasured ? Math.max(0, ...exemplars.map(({ value }) => value)) : 0}
          renderOverlay={(placed) => (
            <ExemplarDots exemplars={exemplars} placed={placed} isMeasured={isMeasured} unit={data.unit} />
          )}
        />
      </section>
      <SeriesTable lines={lines} colours={colours} format={format} onQuery={onQuery} />
      <Missing what="The measurements with a trace are not known" query={found} />
      <ExemplarTable exemplars={exemplars} unit={data.unit} />
    </>
  );
}
