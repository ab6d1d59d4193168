import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";

import { prepared } from "../draw/palette";
import { drawRows } from "../draw/rows";
import type { Pointing, Scene } from "../draw/scene";

/**
 * Draws the scene whenever it changes, is scrolled or pointed at, at most once a frame. React has no part in scrolling
 * and hovering: `request` draws what the references hold.
 */
export function useDrawing(
  canvasRef: RefObject<HTMLCanvasElement | null>,
  listRef: RefObject<HTMLElement | null>,
  scene: Scene,
  pointingRef: RefObject<Pointing | undefined>,
): () => void {
  const latest = useRef(scene);
  const frame = useRef(0);
  const draw = useCallback(() => {
    const { width, height } = latest.current;
    const context = canvasRef.current === null ? undefined : prepared(canvasRef.current, width, height);
    if (context !== undefined) drawRows(context, latest.current, listRef.current?.scrollTop ?? 0, pointingRef.current);
  }, [canvasRef, listRef, pointingRef]);
  const request = useCallback(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      draw();
    });
  }, [draw]);
  useLayoutEffect(() => {
    latest.current = scene;
    draw();
  }, [scene, draw]);
  useEffect(() => {
    const element = listRef.current;
    element?.addEventListener("scroll", request, { passive: true });
    return () => {
      element?.removeEventListener("scroll", request);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [listRef, request]);
  return request;
}
