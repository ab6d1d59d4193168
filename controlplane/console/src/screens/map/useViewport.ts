import { getRouteApi } from "@tanstack/react-router";
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";

import { useAhead } from "@/app/address";

import type { Point } from "./layout";
import { fitted, moved, opened, parseView, revealing, type Size, type View, writeView, zoomed } from "./viewport";

const route = getRouteApi("/service-map");

export interface Viewport {
  view: View;
  screen: Size;
  zoom: (factor: number, at?: Point) => void;
  move: (by: Point) => void;
  /** Brings a box around the point into sight, beside the panel. */
  reveal: (point: Point, box: Size) => void;
  fit: () => void;
}

interface Shown {
  drawing: Size;
  /** The place in the drawing that a map too large to be read opens with. */
  heart: Point;
  /** px at the right that lie under the panel. */
  covered: number;
}

/**
 * What is in sight: all of it, or what can be read of it, until one moves or zooms; then the address has it. What is
 * fitted while the panel is open is beside it, but its opening and closing move nothing.
 */
export function useViewport(place: RefObject<HTMLElement | null>, { drawing, heart, covered }: Shown): Viewport {
  const { at } = route.useSearch();
  const screen = useSize(place);
  const [own, setOwn] = useOwnView(at);
  const [basis, setBasis] = useState({ drawing, heart, covered, isWhole: false });
  const { width, height } = drawing;
  if (basis.drawing.width !== width || basis.drawing.height !== height) {
    setBasis({ drawing, heart, covered, isWhole: false });
    // A place of the last drawing that the address does not have yet.
    if (at === undefined) setOwn(undefined);
  }
  const all = useMemo(() => beside(basis, screen), [basis, screen]);
  const latest = useRef({ all, screen, drawing, covered });
  useLayoutEffect(() => {
    latest.current = { all, screen, drawing, covered };
  });
  const change = useCallback(
    (to: (view: View, now: typeof latest.current) => View) =>
      setOwn((view) => to(view ?? latest.current.all, latest.current)),
    [setOwn],
  );
  const zoom = useCallback(
    (factor: number, where?: Point) =>
      change((view, now) =>
        zoomed(view, factor, where ?? { x: now.screen.width / 2, y: now.screen.height / 2 }, now.screen),
      ),
    [change],
  );
  const move = useCallback((by: Point) => change((view, now) => moved(view, by, now.drawing)), [change]);
  const reveal = useCallback(
    (point: Point, box: Size) =>
      setOwn((view) => {
        const { all: whole, screen: size, covered: under } = latest.current;
        const from = view ?? whole;
        // In the coordinates of the free part, whose middle is further left.
        const aside = under / 2 / from.scale;
        const inFree = { ...from, x: from.x - aside };
        const to = revealing(inFree, point, box, { ...size, width: size.width - under });
        return to.x === inFree.x && to.y === inFree.y ? view : { ...to, x: to.x + aside };
      }),
    [setOwn],
  );
  const fit = useCallback(() => {
    const { drawing: now, covered: under } = latest.current;
    setBasis((old) => ({ ...old, drawing: now, covered: under, isWhole: true }));
    setOwn(undefined);
  }, [setOwn]);
  return { view: own ?? all, screen, zoom, move, reveal, fit };
}

/** As it was when the drawing came or was fitted: what changes later with the numbers moves nothing. */
interface Basis extends Shown {
  /** All of it, however small: that was asked for. */
  isWhole: boolean;
}

function beside({ drawing, heart, covered, isWhole }: Basis, screen: Size): View {
  const free = { ...screen, width: screen.width - covered };
  const view = isWhole ? fitted(drawing, free) : opened(drawing, free, heart);
  return { ...view, x: view.x + covered / 2 / view.scale };
}

/** Moves at once; the address follows. What comes by the address (a link, back) counts. */
function useOwnView(at: string | undefined) {
  const navigate = route.useNavigate();
  return useAhead<View | undefined, string | undefined>(at, {
    read: parseView,
    spell: (view) => view && writeView(view),
    write: (written) =>
      void navigate({ search: (old) => ({ ...old, at: written }), replace: true, resetScroll: false }),
  });
}

function useSize(place: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return;
    const measure = () =>
      setSize((last) =>
        last.width === current.clientWidth && last.height === current.clientHeight
          ? last
          : { width: current.clientWidth, height: current.clientHeight },
      );
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
