import { expect, test } from "vitest";

import { described, type Series, stacked } from "./series";

const series = (name: string, values: (number | null)[]): Series => ({ name, values, colour: "--accent" });

test("series are put on top of each other", () => {
  expect(stacked([series("a", [1, 2, null]), series("b", [10, null, 30])])).toEqual([
    [1, 2, null],
    [11, null, 30],
  ]);
});

test("a chart says in a sentence what it shows", () => {
  expect(described("Calls", [series("ok", [3, null, 1]), series("error", [null])], String)).toBe(
    "Calls: ok 1 to 3, last 1; error without values.",
  );
  expect(described("Calls", [], String)).toBe("Calls: nothing to draw.");
});
