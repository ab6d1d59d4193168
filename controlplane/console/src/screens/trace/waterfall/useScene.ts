import { useMemo } from "react";

import { usePreferences } from "@/app/preferences";

import { serviceColours } from "../draw/palette";
import { RIGHT_PX, type Scene } from "../draw/scene";
import { at } from "../tree/skeleton";
import { ticks } from "../tree/ticks";
import { usePalette } from "../usePalette";
import { usePlaces } from "../usePlaces";
import { useEventTimes } from "../useSpan";
import type { View } from "../useView";

// A million rows are 24 M px: browsers lay out up to 33 M.
const ROW_PX = { comfortable: 24, compact: 20 };
const TICK_PX = 110;

/** What a frame shows, another one only when something of it is another. */
export function useScene(view: View, { width, height }: { width: number; height: number }): Scene {
  const { trace, visible, focus, collapsed, found, wanted, chosen, window, search } = view;
  const rowPx = ROW_PX[usePreferences((preferences) => preferences.density)];
  const nameWidth = Math.round(width * usePlaces((places) => places.nameShare));
  const palette = usePalette();
  const events = useEventTimes(view);
  const most = Math.max(1, (width - nameWidth - RIGHT_PX) / TICK_PX);
  const marks = useMemo(() => ticks(window, most), [window, most]);
  const colours = useMemo(() => serviceColours(trace.services, palette), [trace, palette]);
  const focusDepth = focus < 0 ? 0 : at(trace.depth, focus);
  const showCritical = search.path !== "off";
  const { rows } = visible;
  return useMemo(
    () => ({
      trace, rows, focusDepth, collapsed, found, wanted, chosen, events, window, ticks: marks, showCritical,
      palette, colours, width, height, nameWidth, rowPx,
    }), // prettier-ignore
    [
      trace, rows, focusDepth, collapsed, found, wanted, chosen, events, window, marks, showCritical,
      palette, colours, width, height, nameWidth, rowPx,
    ], // prettier-ignore
  );
}
