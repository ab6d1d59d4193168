/** Which part of the drawing is in sight. Pure: what a wheel, a drag and a key do to it. */
import type { Point } from "./layout";

export interface Size {
  width: number;
  height: number;
}

/** The point of the drawing in the middle of the screen, and px of the screen per px of the drawing. */
export interface View extends Point {
  scale: number;
}

// Beyond, letters are larger than any on the screen, or a thousand services smaller than a thumbnail.
export const SCALE = { min: 0.05, max: 2.5 };
// Around the drawing when all of it is in sight.
const EDGE_PX = 24;

/** All of it in sight and in the middle; never larger than it is drawn. */
export function fitted(drawing: Size, screen: Size): View {
  const scale = Math.min(
    (screen.width - 2 * EDGE_PX) / Math.max(1, drawing.width),
    (screen.height - 2 * EDGE_PX) / Math.max(1, drawing.height),
    1,
  );
  return { x: drawing.width / 2, y: drawing.height / 2, scale: bounded(scale) };
}

// Names are read down to here: a map opens no smaller, and shows a part of itself instead.
const READABLE = 0.45;

/** What a map opens with: all of it, or as much as can be read, around `heart`. */
export function opened(drawing: Size, screen: Size, heart: Point): View {
  const all = fitted(drawing, screen);
  if (all.scale >= READABLE) return all;
  // Of a side that has no room for all, no more than the edge is empty.
  const middle = (at: number, length: number, room: number) => {
    const half = (room / 2 - EDGE_PX) / READABLE;
    return 2 * half >= length ? length / 2 : between(at, half, length - half);
  };
  return {
    x: middle(heart.x, drawing.width, screen.width),
    y: middle(heart.y, drawing.height, screen.height),
    scale: READABLE,
  };
}

/** The point of the drawing that is at a place of the screen. */
export function pointAt(view: View, at: Point, screen: Size): Point {
  return {
    x: view.x + (at.x - screen.width / 2) / view.scale,
    y: view.y + (at.y - screen.height / 2) / view.scale,
  };
}

/** Where on the screen a point of the drawing is. */
export function placeOf(view: View, point: Point, screen: Size): Point {
  return {
    x: (point.x - view.x) * view.scale + screen.width / 2,
    y: (point.y - view.y) * view.scale + screen.height / 2,
  };
}

/** Larger by `factor`; what is at `at` on the screen stays there. */
export function zoomed(view: View, factor: number, at: Point, screen: Size): View {
  const scale = bounded(view.scale * factor);
  const fixed = pointAt(view, at, screen);
  return {
    x: fixed.x - (at.x - screen.width / 2) / scale,
    y: fixed.y - (at.y - screen.height / 2) / scale,
    scale,
  };
}

/** The drawing moved by px of the screen; its rim gets as far as the middle. */
export function moved(view: View, by: Point, drawing: Size): View {
  return {
    ...view,
    x: between(view.x - by.x / view.scale, 0, drawing.width),
    y: between(view.y - by.y / view.scale, 0, drawing.height),
  };
}

/** Moved as little as possible so that a box around the point is in sight. */
export function revealing(view: View, point: Point, box: Size, screen: Size): View {
  const place = placeOf(view, point, screen);
  const dx = along(place.x, (box.width / 2) * view.scale + EDGE_PX, screen.width);
  const dy = along(place.y, (box.height / 2) * view.scale + EDGE_PX, screen.height);
  return { ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale };
}

/** What it is in SVG: drawn, then moved and scaled so. */
export function transformOf(view: View, screen: Size): string {
  const origin = placeOf(view, { x: 0, y: 0 }, screen);
  return `translate(${origin.x} ${origin.y}) scale(${view.scale})`;
}

export function writeView({ x, y, scale }: View): string {
  return `${Math.round(x)},${Math.round(y)},${Number(scale.toPrecision(3))}`;
}

/** What `writeView` wrote; undefined for anything else. */
export function parseView(text: string | undefined): View | undefined {
  const found = /^(-?\d{1,6}),(-?\d{1,6}),(\d(?:\.\d{1,5})?)$/.exec(text ?? "");
  if (found === null) return undefined;
  const scale = Number(found[3]);
  return scale > 0 ? { x: Number(found[1]), y: Number(found[2]), scale: bounded(scale) } : undefined;
}

/** px to move, so that what reaches `half` to both sides of `at` is within `length`. */
function along(at: number, half: number, length: number): number {
  return 2 * half >= length ? at - length / 2 : Math.max(0, at + half - length) + Math.min(0, at - half);
}

const bounded = (scale: number) => between(scale, SCALE.min, SCALE.max);
const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
