import { expect, it } from "vitest";

import { ticks } from "./ticks";

const labels = (start: number, end: number, most: number) =>
  ticks({ start, end }, most).map(({ label }) => label.replace("\u00A0", " "));

it("stands at round moments, in the unit of the window's end", () => {
  expect(labels(0, 1_000_000, 5)).toEqual(["0", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms", "1.0 ms"]);
  expect(labels(0, 412e6, 4)).toEqual(["0", "200 ms", "400 ms"]);
  expect(labels(0, 7, 4)).toEqual(["0", "2 ns", "4 ns", "6 ns"]);
});

it("has the digits that tell two marks apart", () => {
  expect(labels(1_000_000_000, 1_000_000_030, 3)).toEqual([
    "1.00000000 s",
    "1.00000001 s",
    "1.00000002 s",
    "1.00000003 s",
  ]);
});
