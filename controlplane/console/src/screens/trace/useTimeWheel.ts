import { type RefObject, useEffect, useRef } from "react";

import { panned, type Window, zoomed } from "./tree/zoom";

const ZOOM_PER_PX = 0.002;

/** Where time is drawn in an element: px from its left, and the stretch that fills the width. */
export interface TimeArea {
  left: number;
  width: number;
  shown: Window;
}

/**
 * The wheel over time: with Ctrl it zooms around the moment below the mouse, with Shift (or sideways) it moves.
 * `isAlone`: nothing scrolls there, so it zooms without Ctrl too.
 */
export function useTimeWheel(
  elementRef: RefObject<HTMLElement | null>,
  area: TimeArea,
  view: { window: Window; setWindow: (window: Window) => void; facts: { duration_ns: number } },
  isAlone = false,
): void {
  const latest = useRef({ area, view });
  useEffect(() => {
    latest.current = { area, view };
  });
  useEffect(() => {
    const element = elementRef.current;
    const onWheel = (event: WheelEvent) => {
      const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!isAlone && !isPan && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, width, shown } = latest.current.area;
      const { window, setWindow, facts } = latest.current.view;
      const x = event.clientX - (element?.getBoundingClientRect().left ?? 0) - left;
      const ns = shown.start + (x / Math.max(1, width)) * (shown.end - shown.start);
      const around = Math.min(1, Math.max(0, (ns - window.start) / (window.end - window.start)));
      setWindow(
        isPan
          ? panned(window, (event.deltaX || event.deltaY) / Math.max(1, width), facts.duration_ns)
          : zoomed(window, Math.exp(event.deltaY * ZOOM_PER_PX), around, facts.duration_ns),
      );
    };
    // Only a listener that may prevent keeps the browser's own zoom and scrolling away.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [elementRef, isAlone]);
}
