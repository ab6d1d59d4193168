/** What a frame of the waterfall shows, and where in it moments and rows are. */
import type { Bits } from "../tree/bits";
import type { Skeleton } from "../tree/skeleton";
import type { Tick } from "../tree/ticks";
import type { Window } from "../tree/zoom";
import { type Indent, indentOf, inSight } from "./layout";
import type { Palette } from "./palette";

// The space right of the window, for the durations of bars that end there.
export const RIGHT_PX = 72;
export interface Scene {
  trace: Skeleton;
  /** The rows that are shown, in order. */
  rows: Int32Array;
  focusDepth: number;
  collapsed: Bits;
  found: Bits | undefined;
  /** What a filter asks for; rows that are shown for what lies in them alone step back. */
  wanted: Bits | undefined;
  chosen: number;
  /** When the events of the chosen span happened. */
  events: readonly number[];
  window: Window;
  ticks: readonly Tick[];
  showCritical: boolean;
  palette: Palette;
  /** By a row's service; the last is a stub's. */
  colours: readonly string[];
  width: number;
  height: number;
  nameWidth: number;
  rowPx: number;
}

/** What the mouse is at. */
export interface Pointing {
  x: number;
  y: number;
  /** Where a drag over time began. */
  draggedFrom?: number;
}

/** Pixels from the left for a moment: the timeline lies between the names and the right border. */
export function timeAt(scene: Scene, ns: number): number {
  const { start, end } = scene.window;
  return scene.nameWidth + ((ns - start) / (end - start)) * (scene.width - scene.nameWidth - RIGHT_PX);
}

export function nsAt(scene: Scene, x: number): number {
  const { start, end } = scene.window;
  return start + ((x - scene.nameWidth) / (scene.width - scene.nameWidth - RIGHT_PX)) * (end - start);
}

export function indentOfScene(scene: Scene, scrollTop: number): Indent {
  const sight = inSight(scrollTop, scene.height, scene.rowPx, scene.rows.length);
  return indentOf(scene.trace, scene.rows, sight, scene.focusDepth, scene.nameWidth);
}

/** Whether the row steps back: something is looked for and it is not that. */
export function isDim({ found, wanted }: Scene, row: number): boolean {
  if (wanted !== undefined) return !wanted.has(row);
  return found !== undefined && !found.has(row);
}
