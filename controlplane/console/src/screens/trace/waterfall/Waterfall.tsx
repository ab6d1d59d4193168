import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { Notice } from "@/kit/states";
import { formatExactCount } from "@/time/formats";

import { RIGHT_PX, type Pointing } from "../draw/scene";
import css from "../Trace.module.css";
import { placeOf } from "../tree/visible";
import { shareOf } from "../tree/zoom";
import { NAME_SHARE, setPlaces, usePlaces } from "../usePlaces";
import { useTimeWheel } from "../useTimeWheel";
import type { View } from "../useView";
import { Divider } from "./Divider";
import { Rows } from "./Rows";
import { Tip, type TipHandle } from "./Tip";
import { useDrawing } from "./useDrawing";
import { useListKeys } from "./useListKeys";
import { usePointing } from "./usePointing";
import { useScene } from "./useScene";

/** The spans over time, a row each: drawn on one canvas that stays in place while an empty list scrolls below it. */
export function Waterfall({ view }: { view: View }) {
  const { trace, visible, window, chosen } = view;
  const canvas = useRef<HTMLCanvasElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const tip = useRef<TipHandle>(null);
  const pointing = useRef<Pointing | undefined>(undefined);
  const { width, height } = useInnerSize(list);
  const scene = useScene(view, { width, height });
  const { rowPx, nameWidth, ticks } = scene;
  const timeWidth = width - nameWidth - RIGHT_PX;
  const request = useDrawing(canvas, list, scene, pointing);
  const acts = {
    choose: view.choose,
    setOpen: view.setOpen,
    setWindow: view.setWindow,
    onHover: (row: number | undefined, x: number, y: number) => tip.current?.show(row, x, y),
  };
  const mouse = usePointing(list, scene, acts, pointing, request);
  useTimeWheel(list, { left: nameWidth, width: timeWidth, shown: window }, view);
  const onKeyDown = useListKeys(view, Math.max(1, Math.floor(height / rowPx) - 1));
  useInSight(list, { rows: visible.rows, chosen }, view.trace.spanIds[chosen], rowPx);
  const reach = useReach(list, visible.rows.length, rowPx);

  return (
    <div className={css["chart"]}>
      <div className={css["axis"]}>
        <span className={css["axisName"]} style={{ width: nameWidth }}>
          Service and span
        </span>
        {ticks.map(({ ns, label }) => (
          <span key={ns} style={{ left: nameWidth + shareOf(ns, window) * timeWidth }} aria-hidden>
            {label}
          </span>
        ))}
      </div>
      {reach < visible.rows.length && (
        <Notice>
          This browser scrolls no further than row {formatExactCount(reach)} of {formatExactCount(visible.rows.length)}.
          Collapse, filter, or show the subtree of a span to see the others.
        </Notice>
      )}
      <div className={css["rows"]}>
        {/* The keys are the tree's: it alone is focused and names the row that is active. */}
        <div
          ref={list}
          className={css["list"]}
          role="tree"
          aria-label="Spans"
          aria-activedescendant={chosen >= 0 ? `span-${chosen}` : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          {...mouse}
        >
          <canvas ref={canvas} style={{ width, height, marginBottom: -height }} aria-hidden />
          <Rows view={view} list={list} rowPx={rowPx} />
        </div>
        <Divider
          label="Width of the names"
          value={{ now: (100 * nameWidth) / Math.max(1, width), min: NAME_SHARE.min * 100, max: NAME_SHARE.max * 100 }}
          onMove={(px) => setPlaces({ nameShare: usePlaces.getState().nameShare + px / Math.max(1, width) })}
          style={{ left: nameWidth }}
        />
        <Tip ref={tip} trace={trace} />
      </div>
    </div>
  );
}

/** Without scroll bars, as it is and as it becomes. */
function useInnerSize(element: React.RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => setSize({ width: current.clientWidth, height: current.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(current);
    measure();
    return () => watcher.disconnect();
  }, [element]);
  return size;
}

/** Rows that can be scrolled to: browsers cut what is taller than some tens of millions of pixels, zoomed ones sooner. */
function useReach(listRef: React.RefObject<HTMLElement | null>, rows: number, rowPx: number): number {
  const [reach, setReach] = useState(rows);
  useLayoutEffect(() => {
    const tallest = listRef.current?.scrollHeight ?? 0;
    setReach(tallest + rowPx < rows * rowPx ? Math.floor(tallest / rowPx) : rows);
  }, [listRef, rows, rowPx]);
  return reach;
}

/** The chosen span is brought into sight when it is chosen, not when the list around it changes. */
function useInSight(
  listRef: React.RefObject<HTMLElement | null>,
  now: { rows: Int32Array; chosen: number },
  spanId: string | undefined,
  rowPx: number,
): void {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  useEffect(() => {
    const { current } = listRef;
    const place = placeOf(latest.current.rows, latest.current.chosen);
    if (current === null || place < 0) return;
    const top = place * rowPx;
    if (top < current.scrollTop) current.scrollTo(0, top - 3 * rowPx);
    else if (top + rowPx > current.scrollTop + current.clientHeight)
      current.scrollTo(0, top - current.clientHeight + 4 * rowPx);
  }, [listRef, spanId, rowPx]);
}
