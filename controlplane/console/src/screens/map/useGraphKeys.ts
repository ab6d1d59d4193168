import { type FocusEvent, type KeyboardEvent, useMemo, useState } from "react";

import { callKey, type Choice } from "./estate";
import { BOX, type Point } from "./layout";
import { middleOf } from "./lines";
import type { Drawn } from "./useDrawn";
import type { Viewport } from "./useViewport";
import { nextPlace } from "./walk";

// A press of an arrow with Shift, px of the screen.
const STEP_PX = 80;
const STEPS: Record<string, Point> = {
  ArrowLeft: { x: STEP_PX, y: 0 },
  ArrowRight: { x: -STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: STEP_PX },
  ArrowDown: { x: 0, y: -STEP_PX },
};

/** Which service and which call take the focus when it comes by Tab. */
export interface Current {
  service: string | undefined;
  call: string | undefined;
}

/**
 * The map by keys: two stops of Tab, services and calls. Arrows walk from service to service as they stand, and from
 * call to call, most calls first; Enter or the space bar chooses; Shift with an arrow moves the map.
 */
export function useGraphKeys(drawn: Drawn, chosen: Choice | undefined, { move, reveal }: Viewport) {
  const [last, setLast] = useState<Current>({ service: undefined, call: undefined });
  const calls = useMemo(() => drawn.ways.toSorted((a, b) => b.call.calls - a.call.calls), [drawn]);
  const current = useMemo<Current>(() => {
    const wanted = [last.service, chosen?.service].find((name) => drawn.places.some(({ service }) => service === name));
    const isThere = calls.some(({ call }) => callKey(call) === last.call);
    return {
      service: wanted ?? drawn.places[0]?.service,
      call: isThere ? last.call : calls[0] && callKey(calls[0].call),
    };
  }, [drawn, calls, chosen, last]);

  const next = (part: SVGElement, key: string): [string, Point] | undefined => {
    const at = part.dataset["key"] ?? "";
    if (part.dataset["part"] === "service") {
      const place = nextPlace(drawn.places, at, key);
      return place && [place.service, place];
    }
    const index = calls.findIndex(({ call }) => callKey(call) === at);
    const forward = key === "ArrowDown" || key === "ArrowRight";
    const to = key === "Home" ? 0 : key === "End" ? calls.length - 1 : index + (forward ? 1 : -1);
    const way = calls[to];
    return way && [callKey(way.call), middleOf(way.points)];
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const part = partOf(event.target);
    if (part === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? STEPS[event.key] : undefined;
    if (step !== undefined) move(step);
    else if (event.key === "Enter" || event.key === " ") part.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    else if (event.key in STEPS || event.key === "Home" || event.key === "End") {
      const to = next(part, event.key);
      if (to !== undefined) {
        partsOf(event.currentTarget)
          .find(({ dataset }) => dataset["key"] === to[0])
          ?.focus();
        reveal(to[1], BOX);
      }
    } else return;
    event.preventDefault();
  };
  const onFocus = (event: FocusEvent<SVGSVGElement>) => {
    const part = partOf(event.target);
    const key = part?.dataset["key"];
    if (key === undefined) return;
    setLast((old) => (part?.dataset["part"] === "service" ? { ...old, service: key } : { ...old, call: key }));
  };
  return { current, onKeyDown, onFocus };
}

const partsOf = (svg: SVGSVGElement) => [...svg.querySelectorAll<SVGElement>("[data-key]")];

/** The service or call that an element of the drawing belongs to. */
export function partOf(target: EventTarget): SVGElement | undefined {
  return target instanceof Element ? (target.closest<SVGElement>("[data-key]") ?? undefined) : undefined;
}
