import { expect, test } from "vitest";

import { levelOf, WORST_FIRST } from "./levels";

test("every number of OpenTelemetry has a level", () => {
  expect([0, 1, 4, 5, 9, 12, 13, 17, 20, 21, 24, 99].map(levelOf)).toEqual([
    "unknown",
    "trace",
    "trace",
    "debug",
    "info",
    "info",
    "warn",
    "error",
    "error",
    "fatal",
    "fatal",
    "fatal",
  ]);
  expect(WORST_FIRST[0]).toBe("fatal");
});
