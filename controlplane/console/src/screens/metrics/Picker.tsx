import { getRouteApi } from "@tanstack/react-router";
import { Fragment, useDeferredValue, useEffect, useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { useShortcut } from "@/app/shortcuts";
import { formatExactCount } from "@/time/formats";

import css from "./Metrics.module.css";
import { namesFound } from "./series";

const route = getRouteApi("/metrics-explorer");
// More than anyone reads through; a word more finds the rest.
const SHOWN_MAX = 300;
// The address follows once the fingers rest.
const REST_MS = 250;

/** All metrics of the time, found by words of their names. */
export function Picker({ names }: { names: readonly Schema<"MetricName">[] }) {
  const { metric, find = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(find);
  const [shown, setShown] = useState(find);
  if (shown !== find) {
    setShown(find);
    setText(find);
  }
  useEffect(() => {
    if (text === find) return;
    const timer = setTimeout(
      () =>
        void navigate({ search: (old) => ({ ...old, find: text || undefined }), replace: true, resetScroll: false }),
      REST_MS,
    );
    return () => clearTimeout(timer);
  }, [text, find, navigate]);
  const input = useRef<HTMLInputElement>(null);
  useShortcut("m", "Find a metric", "Metrics", () => input.current?.focus());
  const found = namesFound(names, useDeferredValue(text));
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
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <p role="status">
        {found.length === names.length
          ? `${formatExactCount(names.length)} metrics`
          : `${formatExactCount(found.length)} of ${formatExactCount(names.length)}`}
      </p>
      <ul>
        {found.slice(0, SHOWN_MAX).map(({ name, count }) => (
          <li key={name}>
            <button
              type="button"
              title={`${name}, ${formatExactCount(count)} points`}
              aria-current={name === metric || undefined}
              onClick={() => choose(name)}
            >
              {name.split(/(?<=[._/])/).map((part, index) => (
                <Fragment key={`${part} ${String(index)}`}>
                  {part}
                  <wbr />
                </Fragment>
              ))}
            </button>
          </li>
        ))}
      </ul>
      {found.length > SHOWN_MAX && <p>{formatExactCount(found.length - SHOWN_MAX)} more: type to find them</p>}
    </div>
  );
}
