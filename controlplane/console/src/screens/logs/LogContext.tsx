import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { api } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import { useChange } from "@/app/useChange";
import { Answered, Loading } from "@/kit/states";
import { formatExactCount } from "@/time/formats";

import { LineCells } from "./LineCells";
import css from "./Logs.module.css";
import type { LogsSearch } from "./route";
import type { LogRecord } from "./records";

const route = getRouteApi("/logs");
const STEPS = [10, 50, 200, 1_000] as const;

/** What the same service and resource wrote before and after a record, whatever the search hides. */
export function LogContext({ record, around }: { record: LogRecord; around: number }) {
  const change = useChange<LogsSearch>(route);
  const found = useHeld(
    api.useQuery("get", "/api/v1/logs/context", {
      params: { query: { cursor: record.cursor, before: around, after: around } },
    }),
    record.cursor,
  );
  const middle = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const { current } = middle;
    const scroller = current?.parentElement;
    if (current && scroller) scroller.scrollTop = current.offsetTop - scroller.clientHeight / 2;
  }, [found.data]);
  return (
    <section className={css["context"]} aria-label="Around the record">
      <header>
        <span>Written around it by the same process; the search hides nothing here.</span>
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            className={css["act"]}
            aria-pressed={step === around}
            onClick={() => change({ around: step })}
          >
            ±{formatExactCount(step)}
          </button>
        ))}
      </header>
      <Answered query={found} loading={<Loading rows={5} />}>
        {({ before, after }) => (
          // Scrolls by keyboard too, which only what takes the focus does.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <ol tabIndex={0}>
            {before.length < around && <li className={css["end"]}>Nothing earlier within a day</li>}
            <Neighbours records={before} />
            <li ref={middle} className={css["line"]} data-middle aria-current="true">
              <LineCells record={record} isOneDay />
            </li>
            <Neighbours records={after} />
            {after.length < around && <li className={css["end"]}>Nothing later within a day</li>}
          </ol>
        )}
      </Answered>
    </section>
  );
}

function Neighbours({ records }: { records: readonly LogRecord[] }) {
  return records.map((each) => (
    <li key={each.cursor} className={css["line"]}>
      <LineCells record={each} isOneDay />
    </li>
  ));
}
