import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef } from "react";

import { Notice } from "@/kit/states";
import { counted } from "@/time/formats";

import { prepared } from "../draw/palette";
import { spoken } from "../draw/spoken";
import css from "../Trace.module.css";
import { at } from "../tree/skeleton";
import { shareOf } from "../tree/zoom";
import { useTimeWheel } from "../useTimeWheel";
import type { View } from "../useView";
import { Tip, type TipHandle } from "../waterfall/Tip";
import { drawFlame, LANE_PX } from "./draw";
import { rowAt } from "./layout";
import { useFlameScene } from "./useFlameScene";

// Around a span too short to be met.
const SLACK_PX = 2;

/** All spans over time in lanes: what ran at once, how deep, and where the long ones are. */
export function Flame({ view }: { view: View }) {
  const { trace, window, chosen, choose, setWindow } = view;
  const { ref, width, height } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<TipHandle>(null);
  const hovered = useRef(-1);
  const frame = useRef(0);
  const scene = useFlameScene(view, width, height);
  const { lanes, ticks } = scene;
  const latest = useRef(scene);
  const draw = useCallback(() => {
    frame.current = 0;
    const now = latest.current;
    const context = canvas.current === null ? undefined : prepared(canvas.current, now.width, now.height);
    if (context !== undefined) drawFlame(context, now, box.current?.scrollTop ?? 0, hovered.current);
  }, []);
  const request = () => {
    if (frame.current === 0) frame.current = requestAnimationFrame(draw);
  };
  useLayoutEffect(() => {
    latest.current = scene;
    draw();
  }, [scene, draw]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  useTimeWheel(box, { left: 0, width, shown: window }, view);

  const rowOfMouse = (event: MouseEvent): { row: number; x: number; y: number } => {
    const bounds = box.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (bounds?.left ?? 0), event.clientY - (bounds?.top ?? 0)];
    const nsPerPx = (window.end - window.start) / Math.max(1, width);
    const lane = Math.floor((y + (box.current?.scrollTop ?? 0)) / LANE_PX);
    return { row: rowAt(trace, lanes, lane, window.start + x * nsPerPx, SLACK_PX * nsPerPx), x, y };
  };
  const onMove = (event: MouseEvent) => {
    const { row, x, y } = rowOfMouse(event);
    tip.current?.show(row < 0 ? undefined : row, x, y);
    if (row === hovered.current) return;
    hovered.current = row;
    request();
  };
  const onLeave = () => {
    hovered.current = -1;
    tip.current?.show(undefined, 0, 0);
    request();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = neighbour(view, lanes.lane, event.key);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  return (
    <div className={css["chart"]}>
      {lanes.crowded > 0 && (
        <Notice tone="info">
          {counted(lanes.crowded, "span")} that ran beside thousands of others {lanes.crowded === 1 ? "is in" : "share"}{" "}
          the last lane; the waterfall has each in a row.
        </Notice>
      )}
      <div className={css["axis"]} aria-hidden>
        {ticks.map(({ ns, label }) => (
          <span key={ns} style={{ left: shareOf(ns, window) * width }}>
            {label}
          </span>
        ))}
      </div>
      <div ref={ref} className={css["rows"]}>
        {/* What is drawn takes the focus and says with each arrow which span it is at. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={box}
          className={css["flame"]}
          role="application"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={`Flame graph of ${counted(trace.rows, "span")}. Arrows go from span to span; the waterfall has the same as a list. ${chosen < 0 ? "" : spoken(trace, chosen)}`}
          onKeyDown={onKeyDown}
          onScroll={request}
          onMouseMove={onMove}
          onMouseLeave={onLeave}
          onClick={(event) => choose(rowOfMouse(event).row)}
          onDoubleClick={(event) => {
            const { row } = rowOfMouse(event);
            if (row >= 0)
              setWindow({
                start: at(trace.start, row),
                end: at(trace.start, row) + Math.max(10, at(trace.duration, row)),
              });
          }}
        >
          <canvas ref={canvas} style={{ width, height, marginBottom: -height }} aria-hidden />
          <div style={{ height: Math.max(lanes.lanes * LANE_PX, 1) }} />
        </div>
        <Tip ref={tip} trace={trace} />
      </div>
    </div>
  );
}

/** Down to the first child, up to the parent, left and right among those below one parent. */
function neighbour({ trace, chosen }: View, lane: Int32Array, key: string): number | undefined {
  if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"].includes(key)) return undefined;
  if (chosen < 0) return lane.findIndex((each) => each >= 0);
  const parent = at(trace.parent, chosen);
  if (key === "ArrowDown") return at(trace.subtree, chosen) > 1 ? chosen + 1 : chosen;
  if (key === "ArrowUp") return parent < 0 ? chosen : parent;
  if (key === "ArrowRight") {
    const after = chosen + at(trace.subtree, chosen);
    return after < trace.rows && at(trace.parent, after) === parent ? after : chosen;
  }
  let before = chosen - 1;
  while (before > parent && before >= 0 && at(trace.parent, before) !== parent) before = at(trace.parent, before);
  return before > parent && before >= 0 ? before : chosen;
}
