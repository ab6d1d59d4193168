import { getRouteApi } from "@tanstack/react-router";
import { Fragment, useDeferredValue, useRef } from "react";

import { useTypedText } from "@/app/address";
import { useShortcut } from "@/app/shortcuts";
import { useChange } from "@/app/useChange";
import { visible } from "@/kit/values";
import { counted, formatExactCount } from "@/time/formats";

import css from "./Metrics.module.css";
import type { MetricsSearch } from "./route";
import { kindOf, type Listed, metricsFound, unitOf } from "./series";

const route = getRouteApi("/metrics-explorer");
// More than anyone reads through; a word more finds the rest.
const SHOWN_MAX = 300;

interface Props {
  metrics: readonly Listed[];
  /** All that there are: more than the list where it was cut. */
  all: number;
}

/** The metrics of the time, found by words of their names and descriptions. */
export function Picker({ metrics, all }: Props) {
  const { metric, find = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useChange<MetricsSearch>(route);
  const [text, type] = useTypedText(find, (next) => change({ find: next || undefined }));
  const input = useRef<HTMLInputElement>(null);
  useShortcut("m", "Find a metric", "Metrics", () => input.current?.focus());
  const found = metricsFound(metrics, useDeferredValue(text));
  const choose = (name: string) =>
    void navigate({
      search: (old) => ({
        ...old,
        metric: name,
        by: undefined,
        aggregate: undefined,
        only: undefined,
        sort: undefined,
      }),
    });
  return (
    <div className={css["picker"]}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0] !== undefined) choose(found[0].name);
        }}
      >
        <input
          ref={input}
          type="search"
          value={text}
          placeholder="Find a metric"
          aria-label="Find a metric"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
        />
      </form>
      <p role="status">
        {found.length === all
          ? counted(all, "metric")
          : `${formatExactCount(found.length)} of ${formatExactCount(all)}`}
      </p>
      <ul>
        {found.slice(0, SHOWN_MAX).map((each) => (
          <li key={each.name}>
            <button
              type="button"
              title={toldOf(each)}
              aria-current={each.name === metric || undefined}
              onClick={() => choose(each.name)}
            >
              <Name name={visible(each.name)} />
              {each.kind !== "" && (
                <small>{[kindOf(each), unitOf(each.unit)].filter((part) => part !== "").join(" · ")}</small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {found.length > SHOWN_MAX && <p>{formatExactCount(found.length - SHOWN_MAX)} more: type to find them</p>}
    </div>
  );
}

/** May be broken after each of its parts. */
function Name({ name }: { name: string }) {
  return name.split(/(?<=[._/])/).map((part, index) => (
    <Fragment key={`${part} ${String(index)}`}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function toldOf({ name, description, count, services, service_count }: Listed): string {
  const more = service_count - services.length;
  const senders = more > 0 ? [...services, `${formatExactCount(more)} more`] : services;
  return [name, description, counted(count, "point"), senders.join(", ")].filter(Boolean).map(visible).join("\n");
}
