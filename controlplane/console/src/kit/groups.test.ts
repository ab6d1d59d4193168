import { expect, test } from "vitest";

import { grouped } from "./groups";

test("items keep their order, keys that of their first item", () => {
  const groups = grouped(["bee", "ant", "ape", "bat"], (word) => word[0]);
  expect([...groups]).toEqual([
    ["b", ["bee", "bat"]],
    ["a", ["ant", "ape"]],
  ]);
  expect(grouped([], () => 1).size).toBe(0);
});
