import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";

import { CARET_PX, caretAt } from "../draw/layout";
import { indentOfScene, nsAt, type Pointing, type Scene } from "../draw/scene";
import { at } from "../tree/skeleton";
import type { Window } from "../tree/zoom";

// A hand that clicks moves a little.
const DRAG_PX = 4;

export interface Acts {
  choose: (row: number) => void;
  setOpen: (row: number, open: boolean) => void;
  setWindow: (window: Window) => void;
  /** A row to tell about, and where; undefined: none. */
  onHover: (row: number | undefined, x: number, y: number) => void;
}

/** The mouse over the waterfall: rows are found by arithmetic, a drag over the time zooms. */
export function usePointing(
  listRef: RefObject<HTMLElement | null>,
  scene: Scene,
  acts: Acts,
  pointingRef: RefObject<Pointing | undefined>,
  request: () => void,
) {
  const drag = useRef<{ from: number; isDragged: boolean } | undefined>(undefined);
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });

  const placeOf = (event: MouseEvent): { x: number; y: number; row: number } => {
    const bounds = listRef.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (bounds?.left ?? 0), event.clientY - (bounds?.top ?? 0)];
    const place = Math.floor((y + (listRef.current?.scrollTop ?? 0)) / scene.rowPx);
    return { x, y, row: place < scene.rows.length ? at(scene.rows, place) : -1 };
  };

  const onPointerMove = (event: PointerEvent) => {
    const { x, y, row } = placeOf(event);
    if (drag.current !== undefined && Math.abs(x - drag.current.from) > DRAG_PX) drag.current.isDragged = true;
    const from = drag.current?.isDragged ? { draggedFrom: drag.current.from } : {};
    pointingRef.current = { x: Math.min(x, scene.width - 1), y, ...from };
    if (listRef.current !== null) listRef.current.style.cursor = x > scene.nameWidth ? "crosshair" : "pointer";
    acts.onHover(row >= 0 && drag.current === undefined ? row : undefined, x, y);
    request();
  };
  const onPointerDown = (event: PointerEvent) => {
    const { x } = placeOf(event);
    if (event.button !== 0 || x <= scene.nameWidth || x > scene.width) return;
    drag.current = { from: x, isDragged: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerUp = (event: PointerEvent) => {
    const { x, y } = placeOf(event);
    if (drag.current?.isDragged) {
      const [a, b] = [drag.current.from, x].map((each) => nsAt(scene, Math.max(scene.nameWidth, each)));
      const { start, end } = scene.window;
      acts.setWindow({
        start: Math.max(start, Math.min(a ?? 0, b ?? 0)),
        end: Math.min(end, Math.max(a ?? 0, b ?? 0)),
      });
    }
    pointingRef.current = { x, y };
    request();
    // The click that follows is the drag's own.
    setTimeout(() => {
      drag.current = undefined;
    });
  };
  const onPointerLeave = () => {
    pointingRef.current = undefined;
    acts.onHover(undefined, 0, 0);
    request();
  };
  const onClick = (event: MouseEvent) => {
    if (drag.current?.isDragged) return;
    const { row, x } = placeOf(event);
    if (row < 0) return;
    const caret = caretAt(at(scene.trace.depth, row), indentOfScene(scene, listRef.current?.scrollTop ?? 0));
    const isCaret = x >= caret - 4 && x < caret + CARET_PX && at(scene.trace.subtree, row) > 1;
    if (isCaret) acts.setOpen(row, scene.collapsed.has(row));
    else acts.choose(row);
  };

  useEffect(() => {
    const element = listRef.current;
    const onScroll = () => latest.current.onHover(undefined, 0, 0);
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, [listRef]);

  return { onPointerMove, onPointerDown, onPointerUp, onPointerLeave, onClick };
}
