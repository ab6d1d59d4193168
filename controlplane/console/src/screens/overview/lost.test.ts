import { expect, test } from "vitest";

import { sayLost } from "./lost";

const sum = (signal: string, reason: string, count: number) => ({ signal, source: "collector", reason, count });

test("what did not get in is said by kind and reason", () => {
  expect(sayLost([])).toBe("");
  expect(
    sayLost([sum("traces", "over_limit", 1_000), sum("logs", "malformed", 3), sum("traces", "quarantined", 200)]),
  ).toBe(
    "1,200 spans (over_limit, quarantined) and 3 log records (malformed) did not get in, and are in no number here.",
  );
  expect(sayLost([sum("traces", "over_limit", 1)])).toMatch(/^1 span \(/);
});
