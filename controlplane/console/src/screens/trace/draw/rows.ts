/**
 * A frame of the waterfall: the rows in sight, drawn anew. Names are cut by a fade, bars by the window; nothing is
 * measured or allocated for rows that are out of sight.
 */
import { visible } from "@/kit/values";
import { formatExactCount } from "@/time/formats";

import { at, FAILED, has, nameOf, serviceOf, STUB } from "../tree/skeleton";
import { drawBar } from "./bars";
import { CARET_PX, caretAt, type Indent, inSight } from "./layout";
import { diamond, type Palette, widthOf } from "./palette";
import { indentOfScene, isDim, type Pointing, type Scene, timeAt } from "./scene";

// Where a name ends at the border of its column.
const FADE_PX = 28;
// Longer names are cut before they are measured.
const NAME_CHARACTERS_MAX = 300;
// The span's name has the rest of the column; the whole name is in the tip.
const SERVICE_CHARACTERS_MAX = 32;

export function drawRows(
  context: CanvasRenderingContext2D,
  scene: Scene,
  scrollTop: number,
  pointing: Pointing | undefined,
): void {
  const { rows, rowPx, height, width, nameWidth, palette } = scene;
  const { first, last } = inSight(scrollTop, height, rowPx, rows.length);
  const indent = indentOfScene(scene, scrollTop);
  context.textBaseline = "middle";
  for (let place = first; place < last; place += 1)
    drawName(context, scene, indent, at(rows, place), place * rowPx - scrollTop);
  fade(context, nameWidth, height);
  context.clearRect(nameWidth, 0, width - nameWidth, height);
  context.font = `400 ${palette.smallPx}px ${palette.font}`;
  for (let place = first; place < last; place += 1) drawBar(context, scene, at(rows, place), place * rowPx - scrollTop);
  // What lies behind is drawn last: the fade above takes away whatever is there.
  context.globalCompositeOperation = "destination-over";
  drawBehind(context, scene, first, last, scrollTop, pointing);
  context.globalCompositeOperation = "source-over";
  if (pointing !== undefined) drawPointing(context, scene, pointing);
}

function drawName(context: CanvasRenderingContext2D, scene: Scene, indent: Indent, row: number, y: number): void {
  const { trace, palette, rowPx, colours, collapsed } = scene;
  const middle = y + rowPx / 2;
  const depth = at(trace.depth, row);
  const dim = isDim(scene, row);
  let x = caretAt(depth, indent);
  drawGuides(context, scene, indent, depth, y);
  if (at(trace.subtree, row) > 1) drawCaret(context, palette, x + CARET_PX / 2 - 2, middle, collapsed.has(row));
  x += CARET_PX;
  context.globalAlpha = dim ? 0.45 : 1;
  const service = at(trace.service, row);
  if (has(trace, row, STUB)) {
    context.strokeStyle = palette.ink3;
    context.setLineDash([2, 2]);
    context.strokeRect(x + 0.5, middle - 4.5, 8, 9);
    context.setLineDash([]);
    x += 15;
  } else {
    context.fillStyle = colours[service] ?? palette.ink3;
    context.fillRect(x, middle - 7, 3, 14);
    x += 9;
  }
  if (has(trace, row, FAILED)) {
    context.fillStyle = palette.error;
    diamond(context, x + 5, middle, 5);
    x += 15;
  }
  const above = at(trace.parent, row);
  if (!has(trace, row, STUB) && (above < 0 || at(trace.service, above) !== service || row === at(scene.rows, 0))) {
    context.font = `600 ${palette.textPx}px ${palette.font}`;
    context.fillStyle = palette.ink2;
    const whole = serviceOf(trace, row);
    const name = whole.length > SERVICE_CHARACTERS_MAX ? `${whole.slice(0, SERVICE_CHARACTERS_MAX - 1)}…` : whole;
    context.fillText(name, x, middle);
    x += widthOf(context, name) + 7;
  }
  if (x < scene.nameWidth) {
    const isFound = scene.found?.has(row) ?? false;
    context.font = `${has(trace, row, STUB) ? "italic 400" : isFound ? "600" : "400"} ${palette.textPx}px ${palette.font}`;
    context.fillStyle = isFound ? palette.accent : has(trace, row, STUB) ? palette.ink3 : palette.ink;
    const name = visible(nameOf(trace, row).slice(0, NAME_CHARACTERS_MAX));
    context.fillText(name, x, middle);
    if (collapsed.has(row)) drawInside(context, scene, row, x + widthOf(context, name) + 8, middle);
  }
  context.globalAlpha = 1;
}

/** How many rows a collapsed one holds. */
function drawInside(context: CanvasRenderingContext2D, scene: Scene, row: number, x: number, middle: number): void {
  const { palette, trace } = scene;
  context.font = `400 ${palette.smallPx}px ${palette.font}`;
  context.fillStyle = palette.ink3;
  context.fillText(`+${formatExactCount(at(trace.subtree, row) - 1)}`, x, middle);
}

function drawGuides(
  context: CanvasRenderingContext2D,
  { palette, rowPx }: Scene,
  indent: Indent,
  depth: number,
  y: number,
): void {
  context.fillStyle = palette.line;
  for (let level = indent.base; level < depth; level += 1)
    context.fillRect(Math.round(caretAt(level, indent) + CARET_PX / 2 - 2), y, 1, rowPx);
}

function drawCaret(
  context: CanvasRenderingContext2D,
  palette: Palette,
  x: number,
  middle: number,
  isCollapsed: boolean,
): void {
  context.clearRect(x - 5, middle - 6, 11, 12);
  context.fillStyle = palette.ink2;
  context.beginPath();
  if (isCollapsed) {
    context.moveTo(x - 2, middle - 4);
    context.lineTo(x + 3, middle);
    context.lineTo(x - 2, middle + 4);
  } else {
    context.moveTo(x - 4, middle - 2);
    context.lineTo(x + 4, middle - 2);
    context.lineTo(x, middle + 3);
  }
  context.closePath();
  context.fill();
}

/** Takes away what is there, more and more to the border: a name ends softly, whatever lies behind it. */
function fade(context: CanvasRenderingContext2D, right: number, height: number): void {
  const gone = context.createLinearGradient(right - FADE_PX, 0, right - 4, 0);
  gone.addColorStop(0, "rgb(0 0 0 / 0)");
  gone.addColorStop(1, "rgb(0 0 0 / 1)");
  context.globalCompositeOperation = "destination-out";
  context.fillStyle = gone;
  context.fillRect(right - FADE_PX, 0, FADE_PX, height);
  context.globalCompositeOperation = "source-over";
}

function drawBehind(
  context: CanvasRenderingContext2D,
  scene: Scene,
  first: number,
  last: number,
  scrollTop: number,
  pointing: Pointing | undefined,
): void {
  const { rows, rowPx, palette, width, height, nameWidth, ticks, chosen } = scene;
  // Rows move below a mouse that rests: where it is counts, not where it was.
  const hovered = pointing === undefined ? -1 : Math.floor((pointing.y + scrollTop) / rowPx);
  context.fillStyle = palette.line;
  context.fillRect(nameWidth, 0, 1, height);
  for (const { ns } of ticks) {
    const x = Math.round(timeAt(scene, ns));
    if (x > nameWidth) context.fillRect(x, 0, 1, height);
  }
  for (let place = first; place < last; place += 1) {
    const row = at(rows, place);
    const y = place * rowPx - scrollTop;
    const isFound = scene.found?.has(row) ?? false;
    if (row === chosen || isFound) {
      context.fillStyle = row === chosen ? palette.accent : palette.accentLine;
      context.fillRect(0, y, 3, rowPx);
    }
    if (row !== chosen && place !== hovered) continue;
    context.fillStyle = row === chosen ? palette.accentSoft : palette.hover;
    context.fillRect(0, y, width, rowPx);
  }
}

/** The moment under the mouse, or the stretch that is being dragged over. */
function drawPointing(context: CanvasRenderingContext2D, scene: Scene, { x, draggedFrom }: Pointing): void {
  const { palette, height, nameWidth } = scene;
  if (draggedFrom !== undefined) {
    const [left, right] = [Math.max(nameWidth, Math.min(x, draggedFrom)), Math.max(x, draggedFrom)];
    context.globalAlpha = 0.18;
    context.fillStyle = palette.accent;
    context.fillRect(left, 0, right - left, height);
    context.globalAlpha = 1;
    context.fillRect(left, 0, 1, height);
    context.fillRect(right, 0, 1, height);
  } else if (x > nameWidth) {
    context.fillStyle = palette.lineStrong;
    context.fillRect(Math.round(x), 0, 1, height);
  }
}
