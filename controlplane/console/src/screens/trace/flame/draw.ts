import { visible } from "@/kit/values";

import { inSight } from "../draw/layout";
import { diamond, type Palette } from "../draw/palette";
import type { Bits } from "../tree/bits";
import { at, FAILED, has, nameOf, STUB, type Skeleton } from "../tree/skeleton";
import type { Tick } from "../tree/ticks";
import { shareOf, type Window } from "../tree/zoom";
import { type Lanes, placeBefore } from "./layout";

export const LANE_PX = 20;
// A bar has room for letters from here on.
const LETTERS_PX = 34;
const NAME_CHARACTERS_MAX = 200;

export interface FlameScene {
  trace: Skeleton;
  lanes: Lanes;
  window: Window;
  ticks: readonly Tick[];
  chosen: number;
  found: Bits | undefined;
  wanted: Bits | undefined;
  palette: Palette;
  colours: readonly string[];
  /** The colour of letters on each of them. */
  letters: readonly string[];
  width: number;
  height: number;
}

/** The lanes in sight. Bars below a pixel are drawn once a pixel: a lane costs what its width costs. */
export function drawFlame(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  scrollTop: number,
  hovered: number,
): void {
  const { lanes, palette, ticks, window, width, height } = scene;
  context.fillStyle = palette.line;
  for (const { ns } of ticks) context.fillRect(Math.round(shareOf(ns, window) * width), 0, 1, height);
  context.textBaseline = "middle";
  context.font = `500 ${palette.smallPx}px ${palette.font}`;
  const { first, last } = inSight(scrollTop, height, LANE_PX, lanes.lanes);
  for (let lane = first; lane < last; lane += 1) drawLane(context, scene, lane, lane * LANE_PX - scrollTop);
  for (const row of [hovered, scene.chosen]) outline(context, scene, row, scrollTop, row === scene.chosen);
}

function drawLane(context: CanvasRenderingContext2D, scene: FlameScene, lane: number, y: number): void {
  const { trace, lanes, window, width, palette, colours } = scene;
  const scale = width / (window.end - window.start);
  const end = at(lanes.first, lane + 1);
  let drawnTo = -1;
  for (let place = placeBefore(trace, lanes, lane, window.start); place < end; place += 1) {
    const row = at(lanes.rows, place);
    const start = at(trace.start, row);
    if (start > window.end) break;
    const left = Math.max(0, (start - window.start) * scale);
    const right = Math.min(width, (start + at(trace.duration, row) - window.start) * scale);
    const failed = has(trace, row, FAILED);
    if (right < 0 || (right <= drawnTo && !failed)) continue;
    const wide = Math.max(1, right - left - 0.5);
    drawnTo = Math.max(drawnTo, Math.ceil(left + wide));
    const isDim =
      scene.wanted !== undefined ? !scene.wanted.has(row) : scene.found !== undefined && !scene.found.has(row);
    context.globalAlpha = isDim ? 0.25 : 1;
    context.fillStyle = has(trace, row, STUB) ? palette.lineStrong : (colours[at(trace.service, row)] ?? palette.ink3);
    context.fillRect(left, y + 1, wide, LANE_PX - 2);
    if (wide >= LETTERS_PX) drawLetters(context, scene, row, { left, wide, y }, { failed, isDim });
    else if (failed) {
      context.fillStyle = palette.error;
      diamond(context, left + wide / 2, y + LANE_PX / 2, 4);
    }
  }
  context.globalAlpha = 1;
}

function drawLetters(
  context: CanvasRenderingContext2D,
  { trace, palette, letters }: FlameScene,
  row: number,
  { left, wide, y }: { left: number; wide: number; y: number },
  { failed, isDim }: { failed: boolean; isDim: boolean },
): void {
  const middle = y + LANE_PX / 2;
  context.save();
  context.beginPath();
  context.rect(left + 3, y + 1, wide - 4, LANE_PX - 2);
  context.clip();
  let x = left + 5;
  // On a bar that steps back the letters are as on the ground, and stay to be read.
  context.globalAlpha = 1;
  const ink = isDim
    ? palette.ink2
    : has(trace, row, STUB)
      ? palette.ink
      : (letters[at(trace.service, row)] ?? palette.ink);
  if (failed) {
    context.fillStyle = palette.surface;
    context.beginPath();
    context.arc(x + 5, middle, 7, 0, 7);
    context.fill();
    context.fillStyle = palette.error;
    diamond(context, x + 5, middle, 5);
    x += 16;
  }
  context.fillStyle = ink;
  context.fillText(visible(nameOf(trace, row).slice(0, NAME_CHARACTERS_MAX)), x, middle + 0.5);
  context.restore();
}

function outline(
  context: CanvasRenderingContext2D,
  { trace, lanes, window, width, palette }: FlameScene,
  row: number,
  scrollTop: number,
  isChosen: boolean,
): void {
  const lane = row < 0 ? -1 : at(lanes.lane, row);
  if (lane < 0) return;
  const scale = width / (window.end - window.start);
  const left = (at(trace.start, row) - window.start) * scale;
  const wide = Math.max(2, at(trace.duration, row) * scale);
  context.strokeStyle = palette.ink;
  context.lineWidth = isChosen ? 2 : 1;
  context.strokeRect(left, lane * LANE_PX - scrollTop + 1, wide, LANE_PX - 2);
  context.lineWidth = 1;
}
