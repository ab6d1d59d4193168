/** How a heat map is drawn on its canvas. */
import { resolved } from "@/kit/colours";
import { formatDuration } from "@/time/formats";
import type { Zone } from "@/time/zones";

import { durationTicks, timeLabels } from "./axis";
import { type Box, colourOf, type Heat, HEAT_COLOURS, highest } from "./heat";

/** Room for the labels of the axes. */
export const LEFT_PX = 52;
export const BOTTOM_PX = 20;
export const TOP_PX = 6;

export function drawCells(context: CanvasRenderingContext2D, heat: Heat, width: number, height: number): void {
  const colours = Array.from({ length: HEAT_COLOURS }, (_, index) => resolved(`--heat-${index}`));
  const error = resolved("--error-fill");
  const max = highest(heat.counts);
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  const right = (step: number) => LEFT_PX + Math.round((step / steps) * width);
  const down = (band: number) => TOP_PX + Math.round((1 - band / bands) * height);
  for (let step = 0; step < steps; step += 1) {
    for (let band = 0; band < bands; band += 1) {
      const colour = colours[colourOf(heat.counts[step]?.[band] ?? 0, max)];
      if (colour === undefined) continue;
      const x = right(step);
      const y = down(band + 1);
      const cellWidth = Math.max(1, right(step + 1) - x - 1);
      const cellHeight = Math.max(1, down(band) - y - 1);
      context.fillStyle = colour;
      context.fillRect(x, y, cellWidth, cellHeight);
      if ((heat.errors?.[step]?.[band] ?? 0) > 0 && cellWidth >= 3 && cellHeight >= 3) {
        // A corner, so that errors are seen by shape too, and the cell keeps its colour.
        const size = Math.min(5, cellWidth, cellHeight);
        context.fillStyle = error;
        context.beginPath();
        context.moveTo(x + cellWidth - size, y);
        context.lineTo(x + cellWidth, y);
        context.lineTo(x + cellWidth, y + size);
        context.fill();
      }
    }
  }
}

export function drawAxes(
  context: CanvasRenderingContext2D,
  heat: Heat,
  zone: Zone,
  width: number,
  height: number,
): void {
  context.font = `11px ${resolved("--font")}`;
  context.fillStyle = resolved("--ink-3");
  const [lowest = 1, highestNs = 1] = [heat.boundsNs[0], heat.boundsNs.at(-1)];
  const bands = heat.boundsNs.length - 1;
  const place = (ns: number) => {
    // Bands have one height each: a length lies within its band by the logarithm.
    const band = Math.min(
      Math.max(
        heat.boundsNs.findLastIndex((bound) => bound <= ns),
        0,
      ),
      bands - 1,
    );
    const [from = 1, to = 1] = [heat.boundsNs[band], heat.boundsNs[band + 1]];
    const share = to > from ? Math.log(Math.max(1, ns) / Math.max(1, from)) / Math.log(to / Math.max(1, from)) : 0;
    return TOP_PX + (1 - (band + Math.min(Math.max(share, 0), 1)) / bands) * height;
  };
  context.textAlign = "right";
  context.textBaseline = "middle";
  let above = Number.POSITIVE_INFINITY;
  for (const ns of durationTicks(lowest, highestNs, Math.floor(height / 26))) {
    const y = place(ns);
    if (above - y < 16) continue;
    above = y;
    context.fillText(formatDuration(ns), LEFT_PX - 8, Math.min(Math.max(y, TOP_PX + 5), TOP_PX + height - 5));
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const stepS = Number(heat.grid.stepNs) / 1e9;
  const startS = Number(heat.grid.startNs / 1_000n) / 1e6;
  const totalS = stepS * heat.counts.length;
  const every = NICE_S.find((each) => (each / totalS) * width >= 72) ?? Math.ceil(totalS / 86_400) * 86_400;
  const splits: number[] = [];
  for (let at = Math.ceil(startS / every) * every; at <= startS + totalS; at += every) splits.push(at);
  for (const [index, text] of timeLabels(splits, every, zone).entries()) {
    const x = LEFT_PX + (((splits[index] ?? 0) - startS) / totalS) * width;
    if (x > LEFT_PX + 14 && x < LEFT_PX + width - 14) context.fillText(text, x, TOP_PX + height + 6);
  }
}

const NICE_S = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
  43_200, 86_400, 172_800, 604_800,
];

export function drawBox(context: CanvasRenderingContext2D, heat: Heat, box: Box, width: number, height: number): void {
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  const x = LEFT_PX + (box.fromStep / steps) * width;
  const y = TOP_PX + (1 - (box.toBand + 1) / bands) * height;
  const boxWidth = ((box.toStep + 1 - box.fromStep) / steps) * width;
  const boxHeight = ((box.toBand + 1 - box.fromBand) / bands) * height;
  context.fillStyle = resolved("--surface");
  // What is not chosen steps back; while one only looks around, nothing does.
  const isOneCell = box.fromStep === box.toStep && box.fromBand === box.toBand;
  context.globalAlpha = isOneCell ? 0 : 0.55;
  context.fillRect(LEFT_PX, TOP_PX, width, y - TOP_PX);
  context.fillRect(LEFT_PX, y + boxHeight, width, TOP_PX + height - y - boxHeight);
  context.fillRect(LEFT_PX, y, x - LEFT_PX, boxHeight);
  context.fillRect(x + boxWidth, y, LEFT_PX + width - x - boxWidth, boxHeight);
  context.globalAlpha = 1;
  context.strokeStyle = resolved("--ink");
  context.lineWidth = 1.5;
  context.strokeRect(x - 0.5, y - 0.5, boxWidth, boxHeight);
}
