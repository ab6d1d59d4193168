import { describe, expect, test } from "vitest";

import { boxFor, boxOf, cellAt, colourOf, type Heat, HEAT_COLOURS, selectionOf, sumOf } from "./heat";

const heat: Heat = {
  grid: { startNs: 1_000n, stepNs: 10n },
  boundsNs: [1, 10, 100, 1_000],
  counts: [
    [1, 2, 3],
    [4, 5, 6],
  ],
};

describe("boxes", () => {
  test("go from any corner to any other", () => {
    expect(boxOf({ step: 1, band: 0 }, { step: 0, band: 2 })).toEqual({
      fromStep: 0,
      toStep: 1,
      fromBand: 0,
      toBand: 2,
    });
  });
  test("are times and durations, and come back from them", () => {
    for (const box of [
      { fromStep: 0, toStep: 0, fromBand: 0, toBand: 0 },
      { fromStep: 0, toStep: 1, fromBand: 1, toBand: 2 },
      { fromStep: 1, toStep: 1, fromBand: 2, toBand: 2 },
    ]) {
      expect(boxFor(heat, selectionOf(heat, box))).toEqual(box);
    }
    expect(selectionOf(heat, { fromStep: 1, toStep: 1, fromBand: 1, toBand: 2 })).toEqual({
      startNs: 1_010n,
      endNs: 1_020n,
      durationMinNs: 10,
      durationMaxNs: 1_000,
    });
  });
  test("of another time are not drawn", () => {
    const selection = { startNs: 0n, endNs: 900n, durationMinNs: 1, durationMaxNs: 10 };
    expect(boxFor(heat, selection)).toBeUndefined();
    expect(boxFor({ ...heat, counts: [] }, selection)).toBeUndefined();
  });
  test("count what is in them", () =>
    expect(sumOf(heat.counts, { fromStep: 0, toStep: 1, fromBand: 1, toBand: 1 })).toBe(7));
});

test("a point is in the cell below it, the lowest band at the bottom", () => {
  expect(cellAt(heat, 0, 299, 200, 300)).toEqual({ step: 0, band: 0 });
  expect(cellAt(heat, 150, 10, 200, 300)).toEqual({ step: 1, band: 2 });
  expect(cellAt(heat, 999, -5, 200, 300)).toEqual({ step: 1, band: 2 });
});

test("one span among ten thousand has a colour, none has none", () => {
  expect(colourOf(0, 10_000)).toBe(-1);
  expect(colourOf(1, 10_000)).toBe(0);
  expect(colourOf(100, 10_000)).toBe(3);
  expect(colourOf(10_000, 10_000)).toBe(HEAT_COLOURS - 1);
  expect(colourOf(1, 1)).toBe(HEAT_COLOURS - 1);
});
