import { expect, test } from "vitest";

import { arrowOf, lineOf, middleOf, strokeOf } from "./lines";

test("more calls, a wider line, within bounds", () => {
  const widths = [0, 1, 10, 1e6, 1e9].map((calls) => strokeOf(calls, 1e9));
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect([widths[0], widths.at(-1), strokeOf(1, 0)]).toEqual([1.25, 6, 1.25]);
});

test("a line leaves and arrives level, and ends where its arrow begins", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 100, y: 40 },
    { x: 200, y: 40 },
  ];
  expect(lineOf(points)).toBe("M0 0C50 0 50 40 100 40H193");
  expect(arrowOf(points, 1)).toBe("M200 40L193 36L193 44Z");
  expect(middleOf(points)).toEqual({ x: 50, y: 20 });
});

test("backwards the arrow points to the left, of a call to itself downwards", () => {
  const back = [
    { x: 100, y: 0 },
    { x: 0, y: 0 },
  ];
  expect(lineOf(back)).toBe("M100 0H7");
  const loop = [
    { x: 10, y: 20 },
    { x: 10, y: 0 },
    { x: 0, y: 0 },
    { x: 0, y: 20 },
  ];
  expect(lineOf(loop)).toMatch(/^M10 20.*0 13$/);
  expect(arrowOf(loop, 1)).toBe("M0 20L-4 13L4 13Z");
});
