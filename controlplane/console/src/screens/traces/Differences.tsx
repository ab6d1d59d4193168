import { getRouteApi } from "@tanstack/react-router";

import { api, type Schema } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import { useChange } from "@/app/useChange";
import type { Selection } from "@/charts/heat";
import { Answered, Empty, Loading, Notice } from "@/kit/states";
import { counted, formatCount, formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { isTelling } from "./difference";
import { DifferenceCard } from "./DifferenceCard";
import css from "./Differences.module.css";
import type { TracesSearch } from "./route";

const route = getRouteApi("/traces");
// What differs most is what one looks for; the rest is one press away.
const SHOWN = 8;
const SHOWN_MAX = 50;

interface DifferencesProps {
  query: string;
  /** A box of the heat map; without one, the failed spans are what is selected. */
  selected: Selection | undefined;
  onQuery: (query: string) => void;
}

/** What the selected spans have that the others have not, most telling first. */
export function Differences({ query, selected, onQuery }: DifferencesProps) {
  const { asked } = useTime();
  const { all } = route.useSearch();
  const change = useChange<TracesSearch>(route);
  const box =
    selected === undefined
      ? { selection: "status:error" }
      : {
          selection_start_unix_ns: String(selected.startNs),
          selection_end_unix_ns: String(selected.endNs),
          duration_min_ns: String(selected.durationMinNs),
          duration_max_ns: String(selected.durationMaxNs),
        };
  // A box says itself how long its spans took: that they differ by it is no news.
  const found = useHeld(
    api.useQuery("get", "/api/v1/difference", {
      params: { query: { ...asked, query, ...box, attributes: SHOWN_MAX, values: 6 } },
    }),
    JSON.stringify([query, box]),
  );
  const of = selected === undefined ? "failed spans" : "selected spans";
  return (
    <section className={css["panel"]} aria-label="What is different">
      <Answered query={found} loading={<Loading rows={5} label="Comparing" />}>
        {(data) => {
          const sides = { selected: data.selected_looked_at, rest: data.rest_looked_at };
          const own = selected === undefined ? "status" : "duration";
          const telling = data.attributes.filter((each) => each.key !== own && isTelling(each, sides));
          const shown = all === undefined ? telling.slice(0, SHOWN) : telling;
          return (
            <>
              <Head data={data} of={of} isBox={selected !== undefined} />
              {data.selected === 0 || data.rest === 0 ? (
                <Empty title={data.selected === 0 ? `No ${of}` : "Nothing to compare with"} compact>
                  {data.selected === 0
                    ? "No span that matches lies in it: draw another box, or choose another time."
                    : "Every span that matches is selected: draw a smaller box."}
                </Empty>
              ) : telling.length === 0 ? (
                <Empty title="Nothing distinguishes them" compact>
                  No attribute is distributed otherwise than chance would have it.
                </Empty>
              ) : (
                <div className={css["cards"]}>
                  {shown.map((attribute) => (
                    <DifferenceCard
                      key={`${attribute.source} ${attribute.key}`}
                      attribute={attribute}
                      sides={sides}
                      query={query}
                      onQuery={onQuery}
                    />
                  ))}
                </div>
              )}
              {telling.length > SHOWN && (
                <button
                  type="button"
                  className={css["all"]}
                  aria-expanded={all !== undefined}
                  onClick={() => change({ all: all === undefined ? "yes" : undefined })}
                >
                  {all === undefined ? `Show all ${telling.length} attributes that differ` : `Show the first ${SHOWN}`}
                </button>
              )}
            </>
          );
        }}
      </Answered>
    </section>
  );
}

function Head({ data, of, isBox }: { data: Schema<"Difference">; of: string; isBox: boolean }) {
  const navigate = route.useNavigate();
  const isDrawn = data.selected_looked_at < data.selected || data.rest_looked_at < data.rest;
  return (
    <>
      <header className={css["head"]}>
        <h2>What is different</h2>
        <span title={counted(data.selected, "span")}>
          <i className={css["swatch"]} data-side="selected" aria-hidden /> {formatCount(data.selected)} {of}
        </span>
        <span title={counted(data.rest, "span")}>
          <i className={css["swatch"]} data-side="rest" aria-hidden /> {formatCount(data.rest)}{" "}
          {data.rest === 1 ? "other" : "others"}
        </span>
        {!isBox && (
          <button
            type="button"
            className={css["close"]}
            onClick={() => void navigate({ search: (old) => ({ ...old, about: undefined, all: undefined }) })}
          >
            Close
          </button>
        )}
      </header>
      {isDrawn && (
        <Notice tone="info">
          Compared are {formatExactCount(data.selected_looked_at)} and {counted(data.rest_looked_at, "span")}, drawn
          evenly: a narrower search or a shorter time compares all.
        </Notice>
      )}
    </>
  );
}
