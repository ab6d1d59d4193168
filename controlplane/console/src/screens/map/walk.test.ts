import { expect, test } from "vitest";

import { nextPlace } from "./walk";

const PLACES = [
  { service: "a", x: 0, y: 0 },
  { service: "b", x: 300, y: 0 },
  { service: "c", x: 300, y: 100 },
  { service: "d", x: 600, y: 100 },
];
const next = (from: string, key: string) => nextPlace(PLACES, from, key)?.service;

test("an arrow goes to the nearest in its direction", () => {
  expect([next("a", "ArrowRight"), next("b", "ArrowDown"), next("c", "ArrowRight"), next("d", "ArrowLeft")]).toEqual(["b", "c", "d", "c"]); // prettier-ignore
  expect([next("a", "ArrowLeft"), next("a", "ArrowUp"), next("gone", "ArrowUp"), next("a", "x")]).toEqual([undefined, undefined, undefined, undefined]); // prettier-ignore
  expect([next("c", "Home"), next("c", "End")]).toEqual(["a", "d"]);
});

test("every service is reached by some arrow from the first one", () => {
  const found = new Set(["a"]);
  for (const from of found)
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]) {
      const service = next(from, key);
      if (service !== undefined) found.add(service);
    }
  expect([...found].toSorted()).toEqual(["a", "b", "c", "d"]);
});
