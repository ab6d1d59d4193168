import { expect, test } from "vitest";

import { durationTicks, logarithmicRange, logarithmicTicks, timeLabels } from "./axis";

const AT = 1_763_852_400; // 2025-11-22T23:00:00Z, midnight in Berlin

test("labels are as short as their step allows", () => {
  expect(timeLabels([AT - 3_600, AT, AT + 3_600], 3_600, "Europe/Berlin")).toEqual(["23:00", "Nov 23", "01:00"]);
  expect(timeLabels([AT, AT + 86_400], 86_400, "Europe/Berlin")).toEqual(["Nov 23", "Nov 24"]);
  expect(timeLabels([AT + 15], 15, "utc")).toEqual(["23:00:15"]);
  expect(timeLabels([AT + 0.25], 0.05, "utc")).toEqual([":00.25"]);
});

test("a logarithmic axis has as many lines as there is room for", () => {
  expect(logarithmicTicks(1e6, 1e9, 8)).toEqual([1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9]);
  expect(logarithmicTicks(1e6, 1e9, 4)).toEqual([1e6, 1e7, 1e8, 1e9]);
  expect(logarithmicTicks(1, 1e12, 5)).toEqual([1, 1e3, 1e6, 1e9, 1e12]);
  expect(logarithmicTicks(0, 50, 5)).toEqual([1, 3, 10, 30]);
});

test("a logarithmic axis has room around its values, and at least a decade", () => {
  const [low, high] = logarithmicRange(1e6, 1e9);
  expect([low < 1e6, low > 5e5, high > 1e9, high < 2e9]).toEqual([true, true, true, true]);
  const [alone, above] = logarithmicRange(1e6, 1e6);
  expect(above / alone).toBeCloseTo(10);
});

test("durations of a single band are said by its ends", () => {
  expect(durationTicks(4_756_828, 5_187_358, 5)).toEqual([4_756_828, 5_187_358]);
  expect(durationTicks(9e5, 1.1e6, 5)).toEqual([9e5, 1.1e6]);
  expect(durationTicks(1e6, 1e9, 4)).toEqual([1e6, 1e7, 1e8, 1e9]);
});
