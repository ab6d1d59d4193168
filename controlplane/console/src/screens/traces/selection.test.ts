import { describe, expect, test } from "vitest";

import { boxText, parseBox, timesOf, withDurations } from "./selection";

const box = { startNs: 10n, endNs: 30n, durationMinNs: 1_000_000, durationMaxNs: 2_500_000 };

describe("a box", () => {
  test("stands in the address and comes back", () => {
    expect(parseBox(boxText(box))).toEqual(box);
  });
  test("that holds nothing or cannot be read is none", () => {
    for (const text of [undefined, "", "1-2-3", "2-1-3-4", "1-2-4-3", "1-2-3-x"])
      expect(parseBox(text)).toBeUndefined();
  });
  test("is terms of a search", () => {
    expect(withDurations("a OR b", box)).toBe("(a OR b) duration>=1ms duration<2500us");
    expect(withDurations("", { ...box, durationMinNs: 0 })).toBe("duration<2500us");
  });
  test("is cut to the range that is shown", () => {
    expect(timesOf(box, { start_unix_ns: "20", end_unix_ns: "40" })).toEqual({
      start_unix_ns: "20",
      end_unix_ns: "30",
    });
    expect(timesOf(box, { start_unix_ns: "30", end_unix_ns: "40" })).toBeUndefined();
  });
});
