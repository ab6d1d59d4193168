/** The bar of one row: when and how long, what failed, what the trace's duration consists of. */
import { formatDuration } from "@/time/formats";

import { at, CRITICAL, FAILED, has, START_SET_RIGHT, STUB } from "../tree/skeleton";
import { diamond, widthOf } from "./palette";
import { isDim, RIGHT_PX, type Scene, timeAt } from "./scene";

const BAR_PX = 11;
// What is shorter is still seen.
const NARROWEST_PX = 2;
const CRITICAL_PX = 3;
const BESIDE_PX = 6;

export function drawBar(context: CanvasRenderingContext2D, scene: Scene, row: number, y: number): void {
  const { trace, palette, nameWidth, width, colours, rowPx } = scene;
  const middle = y + rowPx / 2;
  const start = at(trace.start, row);
  const [left, right] = [nameWidth + 1, width - RIGHT_PX];
  const from = timeAt(scene, start);
  const to = Math.max(from + NARROWEST_PX, timeAt(scene, start + at(trace.duration, row)));
  if (to < left || from > right) {
    drawElsewhere(context, scene, to < left ? left + 6 : width - 8, middle, to < left ? -1 : 1);
    return;
  }
  // A bar a million times wider than the page is drawn as wide as the page.
  const [x, end] = [Math.max(left, from), Math.min(right + RIGHT_PX - 1, to)];
  const dim = isDim(scene, row);
  context.globalAlpha = dim ? 0.35 : 1;
  if (has(trace, row, STUB)) drawStub(context, scene, x, end, middle);
  else {
    if (has(trace, row, START_SET_RIGHT)) drawAsSent(context, scene, row, middle);
    context.fillStyle = colours[at(trace.service, row)] ?? palette.ink3;
    context.beginPath();
    context.roundRect(x, middle - BAR_PX / 2, end - x, BAR_PX, Math.min(2, (end - x) / 2));
    context.fill();
    if (scene.showCritical && has(trace, row, CRITICAL)) drawCritical(context, scene, row, middle);
    if (row === scene.chosen) drawEvents(context, scene, middle);
    drawLength(context, scene, row, x, end, middle);
  }
  context.globalAlpha = 1;
}

/** The duration beside the bar: at its right where there is room, else at its left, else on it. */
function drawLength(
  context: CanvasRenderingContext2D,
  { trace, palette, width, nameWidth }: Scene,
  row: number,
  x: number,
  end: number,
  middle: number,
): void {
  const text = formatDuration(at(trace.duration, row));
  const failed = has(trace, row, FAILED);
  const room = widthOf(context, text) + BESIDE_PX + (failed ? 14 : 0);
  let at0 = end + BESIDE_PX;
  if (at0 + room > width) at0 = x - room - 2;
  if (at0 < nameWidth + 4) {
    at0 = end - room - 2;
    context.fillStyle = palette.surface;
    context.fillRect(at0 - 5, middle - 8, width - at0 + 5, 16);
  }
  if (failed) {
    context.fillStyle = palette.error;
    diamond(context, at0 + 5, middle, 5);
    at0 += 14;
  }
  context.fillStyle = palette.ink2;
  context.fillText(text, at0, middle + 0.5);
}

function drawCritical(context: CanvasRenderingContext2D, scene: Scene, row: number, middle: number): void {
  const { trace, palette, nameWidth, width } = scene;
  context.fillStyle = palette.ink;
  for (let i = at(trace.criticalFirst, row); i < at(trace.criticalFirst, row + 1); i += 1) {
    const from = Math.max(nameWidth + 1, timeAt(scene, at(trace.criticalStart, i)));
    const to = Math.min(width - 1, timeAt(scene, at(trace.criticalEnd, i)));
    if (to > nameWidth && to >= from)
      context.fillRect(from, middle + BAR_PX / 2 + 1, Math.max(1, to - from), CRITICAL_PX - 1);
  }
}

/** A pin for each event. */
function drawEvents(context: CanvasRenderingContext2D, scene: Scene, middle: number): void {
  const { palette, nameWidth, width } = scene;
  for (const ns of scene.events) {
    const x = timeAt(scene, ns);
    if (x <= nameWidth || x >= width) continue;
    context.fillStyle = palette.ink;
    context.fillRect(x - 0.75, middle - BAR_PX / 2 - 3, 1.5, BAR_PX + 3);
    context.beginPath();
    context.arc(x, middle - BAR_PX / 2 - 3, 2.25, 0, 2 * Math.PI);
    context.fill();
  }
}

/** A span that did not arrive: where those that name it as their parent lie. */
function drawStub(context: CanvasRenderingContext2D, { palette }: Scene, x: number, end: number, middle: number): void {
  context.strokeStyle = palette.ink3;
  context.setLineDash([3, 3]);
  context.strokeRect(Math.round(x) + 0.5, Math.round(middle - 5) + 0.5, Math.max(1, end - x - 1), BAR_PX - 2);
  context.setLineDash([]);
}

/** Where the span's own clock had put it: a line from there to its bar. */
function drawAsSent(context: CanvasRenderingContext2D, scene: Scene, row: number, middle: number): void {
  const { trace, palette, nameWidth, width } = scene;
  const start = at(trace.start, row);
  const clamp = (x: number) => Math.min(width - 1, Math.max(nameWidth + 1, x));
  const sent = clamp(timeAt(scene, start - at(trace.shift, row)));
  const bar = clamp(timeAt(scene, start));
  context.strokeStyle = palette.ink3;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(sent, middle);
  context.lineTo(bar, middle);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = palette.ink3;
  context.fillRect(sent, middle - 4, 1, 9);
}

/** The span lies before or after what is shown. */
function drawElsewhere(
  context: CanvasRenderingContext2D,
  { palette }: Scene,
  x: number,
  middle: number,
  way: 1 | -1,
): void {
  context.strokeStyle = palette.ink3;
  context.beginPath();
  context.moveTo(x - 2 * way, middle - 4);
  context.lineTo(x + 2 * way, middle);
  context.lineTo(x - 2 * way, middle + 4);
  context.stroke();
}
