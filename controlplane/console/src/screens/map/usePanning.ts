import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";

import type { Point } from "./layout";
import type { Viewport } from "./useViewport";

// Less is a click by a hand that shakes.
const DRAG_PX_MIN = 4;
// Per px of the wheel; a notch of a mouse is about 100.
const WHEEL_PER_PX = 0.0015;
const PINCH_PER_PX = 0.01;
const LINE_PX = 16;

/** The drawing under the hand: dragged, zoomed by the wheel and by two fingers. Give the place all that it returns. */
export function usePanning(place: RefObject<HTMLElement | null>, { zoom, move }: Viewport) {
  const fingers = useRef(new Map<number, Point>());
  const wasDragged = useRef(false);

  useEffect(() => {
    const { current } = place;
    // React's own listener cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
      if (event.shiftKey) move({ x: -(event.deltaX || px), y: 0 });
      else zoom(Math.exp(-px * (event.ctrlKey ? PINCH_PER_PX : WHEEL_PER_PX)), within(current, event));
    };
    current?.addEventListener("wheel", onWheel, { passive: false });
    return () => current?.removeEventListener("wheel", onWheel);
  }, [place, zoom, move]);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (fingers.current.size === 0) wasDragged.current = false;
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = fingers.current.get(event.pointerId);
    if (from === undefined) return;
    const to = { x: event.clientX, y: event.clientY };
    if (!wasDragged.current && Math.hypot(to.x - from.x, to.y - from.y) < DRAG_PX_MIN) return;
    if (!wasDragged.current) event.currentTarget.setPointerCapture(event.pointerId);
    wasDragged.current = true;
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, to);
    if (other === undefined) move({ x: to.x - from.x, y: to.y - from.y });
    else {
      const apart = (a: Point) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
      const middle = { clientX: (to.x + other.x) / 2, clientY: (to.y + other.y) / 2 };
      zoom(apart(to) / apart(from), within(place.current, middle));
    }
  };
  const onPointerEnd = (event: PointerEvent) => void fingers.current.delete(event.pointerId);
  // The click after a drag is the drag's end.
  const onClickCapture = (event: MouseEvent) => {
    if (wasDragged.current) event.stopPropagation();
    wasDragged.current = false;
  };
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: onPointerEnd,
    onPointerCancel: onPointerEnd,
    // Not sent while a drag holds the pointer.
    onPointerLeave: onPointerEnd,
    onClickCapture,
  };
}

function within(place: HTMLElement | null, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const box = place?.getBoundingClientRect();
  return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
}
