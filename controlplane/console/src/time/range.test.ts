import { describe, expect, test } from "vitest";

import { before, canonical, describeRange, momentOf, rangeOf, shifted, textOf, widened } from "./range";

const NOW = 1_763_872_846_123_456_789n; // 2025-11-23T04:40:46.123456789Z
const HOUR = 3_600_000_000_000n;

test("relative ends are counted from now", () => {
  expect(momentOf("now", NOW)).toBe(NOW);
  expect(momentOf("now-90m", NOW)).toBe(NOW - (3n * HOUR) / 2n);
  expect(momentOf("now - 2w", NOW)).toBe(NOW - 14n * 24n * HOUR);
  expect(momentOf("now-1y", NOW)).toBeUndefined();
});

test("a range must go forward", () => {
  expect(rangeOf({ from: "now-1h", to: "now" }, NOW)).toEqual({ startNs: NOW - HOUR, endNs: NOW });
  expect(rangeOf({ from: "now", to: "now-1h" }, NOW)).toBeUndefined();
  expect(rangeOf({ from: "now", to: "now" }, NOW)).toBeUndefined();
  expect(rangeOf({ from: "soon", to: "now" }, NOW)).toBeUndefined();
});

test("what was typed on a wall becomes UTC", () => {
  expect(canonical("2025-11-23 05:40", "Europe/Berlin")).toBe("2025-11-23T04:40:00Z");
  expect(canonical("now - 15m", "utc")).toBe("now-15m");
  expect(canonical("tea time", "utc")).toBeUndefined();
});

test("the address bar keeps every nanosecond", () => {
  const range = { startNs: NOW - 1n, endNs: NOW + 5_000n };
  expect(rangeOf(textOf(range), 0n)).toEqual(range);
});

test("a range too short to show is made as long as can be shown", () => {
  expect(rangeOf(textOf({ startNs: NOW, endNs: NOW }), 0n)).toEqual({ startNs: NOW, endNs: NOW + 1_000n });
});

describe("moving", () => {
  const range = { startNs: NOW - 2n * HOUR, endNs: NOW - HOUR };
  test("back, by half", () =>
    expect(shifted(range, -1, NOW)).toEqual({ startNs: NOW - (5n * HOUR) / 2n, endNs: NOW - (3n * HOUR) / 2n }));
  test("forward, to now at most", () => {
    expect(shifted(range, 1, NOW)).toEqual({ startNs: NOW - (3n * HOUR) / 2n, endNs: NOW - HOUR / 2n });
    expect(shifted({ startNs: NOW - HOUR, endNs: NOW }, 1, NOW)).toEqual({ startNs: NOW - HOUR, endNs: NOW });
  });
  test("out, to twice the length", () => {
    expect(widened(range, NOW)).toEqual({ startNs: NOW - (5n * HOUR) / 2n, endNs: NOW - HOUR / 2n });
    expect(widened({ startNs: NOW - HOUR, endNs: NOW }, NOW)).toEqual({ startNs: NOW - 2n * HOUR, endNs: NOW });
  });
  test("the window before has the same length", () =>
    expect(before(range)).toEqual({ startNs: NOW - 3n * HOUR, endNs: NOW - 2n * HOUR }));
});

test.each([
  [{ from: "now-1h", to: "now" }, "Last 1 hour"],
  [{ from: "now-90m", to: "now" }, "Last 90 minutes"],
  [{ from: "2025-11-23T01:00:00Z", to: "2025-11-23T02:30:00Z" }, "2025-11-23 02:00:00 to 03:30:00"],
  [{ from: "2025-11-22T01:00:00Z", to: "2025-11-23T02:30:00Z" }, "2025-11-22 02:00:00 to 2025-11-23 03:30:00"],
  [{ from: "2025-11-23T01:00:00.25Z", to: "2025-11-23T01:00:01Z" }, "2025-11-23 02:00:00.250 to 02:00:01.000"],
  [{ from: "2025-11-23T01:00:00Z", to: "now" }, "2025-11-23 02:00:00 to now"],
])("%j reads %s", (text, said) => expect(describeRange(text, "Europe/Berlin", NOW)).toBe(said));
