import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";

import { formatDuration } from "@/time/formats";

import { painted, pictureOf } from "../draw/minimap";
import { serviceColours } from "../draw/palette";
import css from "../Trace.module.css";
import { at } from "../tree/skeleton";
import { bounded, panned, shareOf, type Window, zoomed } from "../tree/zoom";
import { usePalette } from "../usePalette";
import { useTimeWheel } from "../useTimeWheel";
import type { View } from "../useView";

const HEIGHT_PX = 44;
// A hand that clicks moves a little.
const DRAG_PX = 3;

type Drag = { kind: "new" | "start" | "end"; from: number; to: number };

/** The whole duration at a glance. A drag over it, its handles, or the wheel choose what the bars fill. */
export function Minimap({ view }: { view: View }) {
  const { facts, window, setWindow } = view;
  const duration = Math.max(1, facts.duration_ns);
  const box = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const canvas = usePicture(view, duration, width);
  const [drag, setDrag] = useState<Drag | undefined>();
  const shareAt = (event: { clientX: number }) => {
    const bounds = canvas.current?.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - (bounds?.left ?? 0)) / Math.max(1, bounds?.width ?? 1)));
  };
  const shown = drag === undefined ? window : dragged(drag, window, duration);
  const [left, right] = [
    shareOf(shown.start, { start: 0, end: duration }),
    shareOf(shown.end, { start: 0, end: duration }),
  ];
  const begin = (kind: Drag["kind"]) => (event: PointerEvent) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ kind, from: shareAt(event), to: shareAt(event) });
  };
  const move = (event: PointerEvent) => {
    if (drag !== undefined) setDrag({ ...drag, to: shareAt(event) });
  };
  const finish = () => {
    if (drag !== undefined && Math.abs(drag.to - drag.from) * width > DRAG_PX) setWindow(bounded(shown, duration));
    setDrag(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: panned(window, -0.1, duration),
      ArrowRight: panned(window, 0.1, duration),
      ArrowUp: zoomed(window, 0.8, 0.5, duration),
      ArrowDown: zoomed(window, 1.25, 0.5, duration),
      Home: { start: 0, end: duration },
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setWindow(next);
  };
  useTimeWheel(box, { left: 0, width, shown: { start: 0, end: duration } }, view, true);
  const isWhole = window.start <= 0 && window.end >= duration;
  return (
    <div
      ref={box}
      className={css["minimap"]}
      style={{ height: HEIGHT_PX }}
      role="slider"
      tabIndex={0}
      aria-label="Time that is shown"
      aria-valuemin={0}
      aria-valuemax={duration}
      aria-valuenow={Math.round(window.start)}
      aria-valuetext={
        isWhole ? "the whole duration" : `${formatDuration(window.start)} to ${formatDuration(window.end)}`
      }
      onKeyDown={onKeyDown}
      onPointerDown={begin("new")}
      onPointerMove={move}
      onPointerUp={finish}
      onDoubleClick={() => setWindow({ start: 0, end: duration })}
    >
      <div ref={ref} className={css["whole"]}>
        <canvas ref={canvas} aria-hidden />
      </div>
      <div className={css["away"]} style={{ left: 0, width: `${left * 100}%` }} />
      <div className={css["away"]} style={{ right: 0, width: `${(1 - right) * 100}%` }} />
      <div className={css["handle"]} style={{ left: `${left * 100}%` }} onPointerDown={begin("start")} />
      <div className={css["handle"]} style={{ left: `${right * 100}%` }} onPointerDown={begin("end")} />
    </div>
  );
}

function dragged({ kind, from, to }: Drag, window: Window, duration: number): Window {
  const [a, b] = [from * duration, to * duration];
  if (kind === "new") return { start: Math.min(a, b), end: Math.max(a, b) };
  return kind === "start"
    ? { start: Math.min(b, window.end - 1), end: window.end }
    : { start: window.start, end: Math.max(b, window.start + 1) };
}

/** Draws all rows, or those of the focus, whenever they or the width change. */
function usePicture(
  { trace, focus }: View,
  duration: number,
  width: number,
): React.RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const rows = useMemo(
    () => ({
      first: Math.max(0, focus),
      last: focus < 0 ? trace.rows : focus + at(trace.subtree, focus),
    }),
    [trace, focus],
  );
  const picture = useMemo(
    () => (width === 0 ? undefined : pictureOf(trace, rows, { start: 0, end: duration }, Math.round(width), HEIGHT_PX)),
    [trace, rows, duration, width],
  );
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || canvas.current === null || picture === undefined) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    context.putImageData(painted(picture, serviceColours(trace.services, palette), palette.error), 0, 0);
  }, [trace, picture, palette]);
  return canvas;
}
