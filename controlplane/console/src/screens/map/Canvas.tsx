import { useEffect, useRef, useState } from "react";

import { useShortcut } from "@/app/shortcuts";
import { counted } from "@/time/formats";

import { Drawing } from "./Drawing";
import { callKey, type Choice, choiceKey } from "./estate";
import type { Units } from "./figures";
import { BOX, type Point } from "./layout";
import { middleOf } from "./lines";
import css from "./Drawing.module.css";
import { SaveImage } from "./SaveImage";
import { Tip } from "./Tip";
import { type Drawn, useDrawn } from "./useDrawn";
import { partOf, useGraphKeys } from "./useGraphKeys";
import type { MapState } from "./useMap";
import { usePanning } from "./usePanning";
import { useViewport, type Viewport } from "./useViewport";
import { placeOf, transformOf } from "./viewport";
import { ZoomTools } from "./ZoomTools";

// 23 rem, which lie over the map.
const PANEL_PX = 368;
// Smaller, and letters of the usual size cannot be read: names alone are shown, in larger ones.
const FAR_BELOW = 0.6;

/** The map: dragged, zoomed, walked by arrow keys; a click or Enter chooses. */
export function Canvas({ map: { shown, units, chosen, choose } }: { map: MapState }) {
  const drawn = useDrawn(shown);
  const place = useRef<HTMLDivElement>(null);
  const heart = busiest(drawn);
  const viewport = useViewport(place, { drawing: drawn, heart, covered: chosen === undefined ? 0 : PANEL_PX });
  const panning = usePanning(place, viewport);
  const keys = useGraphKeys(drawn, chosen, viewport);
  const [pointed, setPointed] = useState<string>();
  useReveal(drawn, chosen, viewport);
  useShortcut("Escape", "Choose nothing", "Service map", () => {
    if (chosen !== undefined) choose(undefined);
  });
  const { view, screen } = viewport;
  return (
    <div ref={place} className={css["canvas"]} {...panning}>
      {/* Its parts take the focus and the keys; what is heard here comes from them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <svg
        role="group"
        aria-label={`Service map: ${counted(shown.services.length, "service")}, ${counted(shown.calls.length, "dependency", "dependencies")}`}
        width={screen.width}
        height={screen.height}
        data-far={view.scale < FAR_BELOW || undefined}
        onKeyDown={keys.onKeyDown}
        onPointerOver={(event) => setPointed(partOf(event.target)?.dataset["key"])}
        onPointerLeave={() => setPointed(undefined)}
        onFocus={(event) => {
          keys.onFocus(event);
          if (event.target.matches(":focus-visible")) setPointed(partOf(event.target)?.dataset["key"]);
        }}
        onBlur={() => setPointed(undefined)}
        onClick={(event) => {
          if (partOf(event.target) === undefined && chosen !== undefined) choose(undefined);
        }}
      >
        <g transform={transformOf(view, screen)} data-drawing>
          <Drawing drawn={drawn} units={units} chosen={chosen} pointed={pointed} current={keys.current} onChoose={choose} />
        </g>
      </svg>
      {pointed !== undefined && pointed !== (chosen && choiceKey(chosen)) && <Pointed drawn={drawn} units={units} pointed={pointed} viewport={viewport} />}
      <ZoomTools viewport={viewport} isBesidePanel={chosen !== undefined}>
        <SaveImage place={place} size={drawn} />
      </ZoomTools>
    </div>
  ); // prettier-ignore
}

/** The numbers of what the pointer or the focus is at. */
function Pointed(props: { drawn: Drawn; units: Units; pointed: string; viewport: Viewport }) {
  const { drawn, units, pointed, viewport } = props;
  const service = drawn.places.find((each) => each.service === pointed);
  const way = drawn.ways.find(({ call }) => callKey(call) === pointed);
  const at = service ? { x: service.x, y: service.y + BOX.height / 2 } : way && middleOf(way.points);
  const of = service?.of ?? way?.call;
  if (at === undefined || of === undefined) return null;
  return <Tip of={of} units={units} at={placeOf(viewport.view, at, viewport.screen)} screen={viewport.screen} />;
}

/** The service that is called most: a large map opens around it. */
function busiest({ places }: Drawn): Point {
  const [first, ...others] = places;
  return others.reduce((most, each) => (each.of.calls > (most?.of.calls ?? 0) ? each : most), first) ?? { x: 0, y: 0 };
}

/** What is chosen, by whatever means, comes into sight beside the panel. */
function useReveal(drawn: Drawn, chosen: Choice | undefined, { reveal, screen }: Viewport): void {
  const { service, callee } = chosen ?? {};
  const latest = useRef(drawn);
  useEffect(() => {
    latest.current = drawn;
  });
  const hasSize = screen.width > 0;
  useEffect(() => {
    const place = latest.current.places.find((each) => each.service === (callee ?? service));
    if (hasSize && place !== undefined) reveal(place, BOX);
  }, [service, callee, hasSize, reveal]);
}
