/** The whole trace as a picture: each line of pixels is a stretch of rows, each pixel the colour of the first of them. */
import { at, FAILED, has, STUB, type Skeleton } from "../tree/skeleton";
import type { Window } from "../tree/zoom";

/** Rows `first` … `last` - 1 over a window of time; 0 … is no colour. */
export interface Picture {
  width: number;
  height: number;
  /** For each pixel the service's place + 1, or `FAILED_PIXEL`; 0 where nothing is. */
  pixels: Uint16Array;
}

export const FAILED_PIXEL = 0xff_ff;

/**
 * Costs what rows and pixels cost, however long the bars are: a pixel that is taken is passed over at once. What failed
 * is drawn last and is seen whatever lies around it.
 */
export function pictureOf(
  trace: Skeleton,
  rows: { first: number; last: number },
  window: Window,
  width: number,
  height: number,
): Picture {
  const pixels = new Uint16Array(width * height);
  const count = Math.max(1, rows.last - rows.first);
  const scale = width / (window.end - window.start);
  // next[x]: the first pixel from x on that is free, within the line that is being filled.
  const next = new Int32Array(width + 1);
  const rowPx = Math.max(1, Math.min(3, Math.floor(height / count)));
  let line = -1;
  for (let row = rows.first; row < rows.last; row += 1) {
    const top = Math.min(height - 1, Math.floor(((row - rows.first) * height) / count));
    if (top !== line) {
      line = top;
      for (let x = 0; x <= width; x += 1) next[x] = x;
    }
    if (has(trace, row, STUB)) continue;
    const start = at(trace.start, row);
    const from = Math.max(0, Math.floor((start - window.start) * scale));
    const to = Math.min(width, Math.max(from + 1, Math.ceil((start + at(trace.duration, row) - window.start) * scale)));
    const colour = at(trace.service, row) + 1;
    for (let x = free(next, from); x < to; x = free(next, x)) {
      next[x] = x + 1;
      for (let y = top; y < Math.min(height, top + rowPx); y += 1) pixels[y * width + x] = colour;
    }
  }
  drawFailed(trace, rows, window, { width, height, pixels });
  return { width, height, pixels };
}

/** Follows to the first free pixel and remembers the way. */
function free(next: Int32Array, from: number): number {
  let end = from;
  while (at(next, end) !== end) end = at(next, end);
  for (let x = from; at(next, x) !== end && x !== end;) {
    const after = at(next, x);
    next[x] = end;
    x = after;
  }
  return end;
}

function drawFailed(
  trace: Skeleton,
  rows: { first: number; last: number },
  window: Window,
  { width, height, pixels }: Picture,
): void {
  const count = Math.max(1, rows.last - rows.first);
  const scale = width / (window.end - window.start);
  for (let row = rows.first; row < rows.last; row += 1) {
    if (!has(trace, row, FAILED)) continue;
    const top = Math.min(height - 2, Math.floor(((row - rows.first) * height) / count));
    const x = Math.floor((at(trace.start, row) - window.start) * scale);
    // Two by two: one pixel alone is not seen.
    for (const [right, down] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      if (x + right >= 0 && x + right < width && top + down >= 0)
        pixels[(top + down) * width + x + right] = FAILED_PIXEL;
    }
  }
}

/** As a canvas takes it. Colours are `#rrggbb`. */
export function painted({ width, height, pixels }: Picture, services: readonly string[], failed: string): ImageData {
  const image = new ImageData(width, height);
  const target = new Uint32Array(image.data.buffer);
  const colours = Uint32Array.from(["#00000000", ...services], (colour, index) => (index === 0 ? 0 : packed(colour)));
  const red = packed(failed);
  for (let i = 0; i < pixels.length; i += 1) {
    const pixel = pixels[i] ?? 0;
    if (pixel !== 0) target[i] = pixel === FAILED_PIXEL ? red : (colours[pixel] ?? 0);
  }
  return image;
}

/** Little-endian RGBA, as every browser has it. */
function packed(colour: string): number {
  const rgb = Number.parseInt(colour.slice(1, 7), 16);
  return (0xff_00_00_00 | ((rgb & 0xff) << 16) | (rgb & 0xff_00) | (rgb >>> 16)) >>> 0;
}
