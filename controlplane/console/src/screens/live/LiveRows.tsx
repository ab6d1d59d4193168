import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";

import { useRowKeys } from "@/kit/useRowKeys";
import { useRowWalk } from "@/kit/useRowWalk";
import { formatExactCount } from "@/time/formats";
import { formatIso } from "@/time/zones";

import { Cells } from "./Cells";
import css from "./Live.module.css";
import { isLog, type Log, type Span, timeOf } from "./rows";
import type { Entry } from "./tail";
import type { LiveTail } from "./useTail";

const LINE_PX = 28;
const OVERSCAN = 16;
// Within a line of the end is at the end: fractions of pixels are not scrolling away.
const AT_END_PX = LINE_PX;

type Props = Pick<LiveTail<Span | Log>, "tail" | "hold" | "resume" | "opened" | "onOpened"> & { query: string };

/** Entries, newest last. It stays at the newest until somebody scrolls up or walks among the rows: then nothing moves. */
export function LiveRows({ tail, hold, resume, opened, onOpened, query }: Props) {
  const { entries, held } = tail;
  const place = useRef<HTMLDivElement>(null);
  useRowKeys(place, "row", "Live");
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => place.current,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
    getItemKey: (index) => entries[index]?.number ?? index,
  });
  const isNoRow = (index: number) => entries[index] !== undefined && !("row" in entries[index]);
  const { focusRow, onKeyDown } = useRowWalk({ place, virtual, count: entries.length, target: "a", isNoRow });
  useLayoutEffect(() => {
    if (held === undefined && place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  }, [entries, held]);
  useEffect(() => {
    const index = entries.findIndex(({ number }) => number === opened);
    if (index >= 0) focusRow(index, "center");
    // Once, where one came back to.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const onScroll = () => {
    const at = place.current;
    if (at === null) return;
    const isAtEnd = at.scrollHeight - at.scrollTop - at.clientHeight <= AT_END_PX;
    if (!isAtEnd) hold("reading");
    else if (held === "reading" && !at.contains(document.activeElement)) resume();
  };
  return (
    // The links within take the focus; the arrow keys only move between them.
    <div ref={place} className={css["scroller"]} onScroll={onScroll}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol
        className={css["lines"]}
        style={{ height: virtual.getTotalSize() }}
        aria-label="Arrivals"
        onKeyDown={onKeyDown}
        onFocus={() => hold("reading")}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const entry = entries[index];
          return (
            entry && (
              <li
                key={key}
                data-index={index}
                aria-setsize={entries.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Line entry={entry} query={query} onOpened={onOpened} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

// Before a record that is opened among the logs: what else was written then.
const BEFORE_NS = 60_000_000_000n;

function Line({ entry, query, onOpened }: { entry: Entry<Span | Log>; query: string; onOpened: (at: number) => void }) {
  if (!("row" in entry))
    return (
      <p className={css["left"]}>
        {formatExactCount(entry.left)} more came in than are passed on. A narrower search shows them.
      </p>
    );
  const { row, number } = entry;
  const shared = { className: css["line"], onClick: () => onOpened(number), children: <Cells row={row} /> };
  if (!isLog(row))
    return <Link {...shared} to="/traces/$traceId" params={{ traceId: row.trace_id }} search={{ span: row.span_id }} />;
  const ns = timeOf(row);
  return (
    <Link
      {...shared}
      to="/logs"
      search={{
        q: query || undefined,
        open: row.cursor,
        openNs: String(ns),
        from: formatIso(ns - BEFORE_NS),
        // The range ends before its end: the record is the newest in it.
        to: formatIso(ns + 1n),
      }}
    />
  );
}
