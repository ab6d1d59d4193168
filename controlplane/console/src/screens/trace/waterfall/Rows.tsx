import { memo, type RefObject, useEffect, useState } from "react";

import css from "../Trace.module.css";
import { inSight } from "../draw/layout";
import { spoken } from "../draw/spoken";
import { at } from "../tree/skeleton";
import type { View } from "../useView";

// Scrolling is drawn by the canvas; what is read aloud follows when it has come to rest.
const AT_REST_MS = 120;

interface Props {
  view: Pick<View, "trace" | "visible" | "collapsed" | "chosen">;
  list: RefObject<HTMLElement | null>;
  rowPx: number;
}

/** The rows in sight for who does not see the canvas: each where it is drawn, with its words. As tall as all rows. */
export const Rows = memo(function Rows({ view: { trace, visible, collapsed, chosen }, list, rowPx }: Props) {
  const { rows } = visible;
  const sight = useSight(list, rowPx, rows.length);
  const places = Array.from({ length: sight.last - sight.first }, (_, i) => sight.first + i);
  return (
    <div className={css["sizer"]} role="presentation" style={{ height: rows.length * rowPx }}>
      {places.map((place) => {
        const row = at(rows, place);
        return (
          // The tree has the focus and names the row that is active.
          // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
          <div
            key={place}
            id={`span-${row}`}
            className={css["row"]}
            style={{ top: place * rowPx, height: rowPx }}
            role="treeitem"
            aria-level={at(trace.depth, row) + 1}
            aria-posinset={place + 1}
            aria-setsize={rows.length}
            aria-selected={row === chosen}
            aria-expanded={at(trace.subtree, row) > 1 ? !collapsed.has(row) : undefined}
            aria-label={spoken(trace, row)}
          />
        );
      })}
    </div>
  );
});

function useSight(list: RefObject<HTMLElement | null>, rowPx: number, count: number) {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const next = inSight(element.scrollTop, element.clientHeight, rowPx, count);
      setSight((last) => (last.first === next.first && last.last === next.last ? last : next));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, AT_REST_MS);
    };
    look();
    const watcher = new ResizeObserver(later);
    watcher.observe(element);
    element.addEventListener("scroll", later, { passive: true });
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
      element.removeEventListener("scroll", later);
    };
  }, [list, rowPx, count]);
  return { first: Math.min(sight.first, count), last: Math.min(sight.last, count) };
}
