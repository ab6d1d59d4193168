import { useMemo } from "react";

import { lettersOn, serviceColours } from "../draw/palette";
import { at } from "../tree/skeleton";
import { ticks } from "../tree/ticks";
import { usePalette } from "../usePalette";
import type { View } from "../useView";
import type { FlameScene } from "./draw";
import { lanesOf } from "./layout";

const TICK_PX = 110;

/** What a frame shows, another one only when something of it is another. */
export function useFlameScene(view: View, width: number, height: number): FlameScene {
  const { trace, window, chosen, focus, found, wanted } = view;
  const palette = usePalette();
  const lanes = useMemo(() => {
    const from = Math.max(0, focus);
    return lanesOf(trace, from, focus < 0 ? trace.rows : focus + at(trace.subtree, focus));
  }, [trace, focus]);
  const marks = useMemo(() => ticks(window, Math.max(1, width / TICK_PX)), [window, width]);
  const colours = useMemo(() => serviceColours(trace.services, palette), [trace, palette]);
  const letters = useMemo(() => colours.map(lettersOn), [colours]);
  return useMemo(
    () => ({ trace, lanes, window, ticks: marks, chosen, found, wanted, palette, colours, letters, width, height }),
    [trace, lanes, window, marks, chosen, found, wanted, palette, colours, letters, width, height],
  );
}
