import { expect, test } from "vitest";

import { fitted, moved, opened, parseView, placeOf, pointAt, revealing, SCALE, writeView, zoomed } from "./viewport";

const SCREEN = { width: 1_000, height: 600 };
const DRAWING = { width: 4_000, height: 500 };

test("all of a drawing is in sight, and a small one is not blown up", () => {
  const view = fitted(DRAWING, SCREEN);
  expect(placeOf(view, { x: 0, y: 0 }, SCREEN).x).toBeCloseTo(24);
  expect(placeOf(view, { x: 4_000, y: 500 }, SCREEN).x).toBeCloseTo(976);
  expect(fitted({ width: 100, height: 50 }, SCREEN)).toEqual({ x: 50, y: 25, scale: 1 });
  expect(fitted({ width: 0, height: 0 }, { width: 0, height: 0 }).scale).toBe(SCALE.min);
});

test("a large map opens so that it can be read, around its heart, without an empty side", () => {
  expect(opened({ width: 900, height: 500 }, SCREEN, { x: 0, y: 0 })).toEqual(
    fitted({ width: 900, height: 500 }, SCREEN),
  );
  const view = opened({ width: 9_000, height: 500 }, SCREEN, { x: 4_000, y: 10 });
  expect(view).toEqual({ x: 4_000, y: 250, scale: 0.45 });
  const atRim = opened({ width: 9_000, height: 500 }, SCREEN, { x: 8_990, y: 10 });
  expect(placeOf(atRim, { x: 9_000, y: 0 }, SCREEN).x).toBeCloseTo(SCREEN.width - 24);
});

test("what is below the pointer stays there while one zooms", () => {
  const at = { x: 130, y: 470 };
  const view = fitted(DRAWING, SCREEN);
  for (const factor of [1.3, 0.5, 1_000, 0.000_1]) {
    const next = zoomed(view, factor, at, SCREEN);
    const before = pointAt(view, at, SCREEN);
    const after = pointAt(next, at, SCREEN);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(next.scale).toBeGreaterThanOrEqual(SCALE.min);
    expect(next.scale).toBeLessThanOrEqual(SCALE.max);
  }
});

test("a drag moves the drawing with the pointer, and never out of sight", () => {
  const view = { x: 2_000, y: 250, scale: 0.5 };
  expect(moved(view, { x: 100, y: 0 }, DRAWING)).toEqual({ x: 1_800, y: 250, scale: 0.5 });
  expect(moved(view, { x: 1e9, y: -1e9 }, DRAWING)).toEqual({ x: 0, y: 500, scale: 0.5 });
});

test("what is in sight moves nothing; what is not comes in by the shortest way", () => {
  const view = { x: 500, y: 300, scale: 1 };
  const box = { width: 208, height: 48 };
  expect(revealing(view, { x: 500, y: 300 }, box, SCREEN)).toEqual(view);
  const next = revealing(view, { x: 1_500, y: 300 }, box, SCREEN);
  expect(placeOf(next, { x: 1_500 + 104, y: 300 }, SCREEN)).toEqual({ x: 1_000 - 24, y: 300 });
  expect(revealing(view, { x: 900, y: 300 }, { width: 5_000, height: 1 }, SCREEN).x).toBe(900);
});

test("a view in an address is read as it was written; anything else is none", () => {
  expect(parseView(writeView({ x: 12.4, y: -3, scale: 0.333_333 }))).toEqual({ x: 12, y: -3, scale: 0.333 });
  for (const view of [0.05, 0.1, 1, 2.5].map((scale) => ({ x: 1, y: 2, scale })))
    expect(parseView(writeView(view))).toEqual(view);
  for (const text of [undefined, "", "1,2", "a,b,c", "1,2,0", "1,2,1e9", "1,2,3,4"])
    expect(parseView(text)).toBeUndefined();
});
