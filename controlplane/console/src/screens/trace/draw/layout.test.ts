import { describe, expect, it } from "vitest";

import { tree } from "../tree/random";
import { at } from "../tree/skeleton";
import { caretAt, indentOf, inSight } from "./layout";
import { lettersOn } from "./palette";

/** A chain: each span below the one before it. */
const chain = (length: number) => tree(() => 0.99, length);
const all = (length: number) => Int32Array.from({ length }, (_, row) => row);

describe("levels", () => {
  it("are as wide as they may be where there is room", () => {
    expect(indentOf(chain(5), all(5), { first: 0, last: 5 }, 0, 400)).toEqual({ base: 0, step: 14 });
  });

  it("get narrower with the depth, and leave the names more than half of their column", () => {
    const trace = chain(30);
    const indent = indentOf(trace, all(30), { first: 0, last: 30 }, 0, 400);
    expect(indent.step).toBeLessThan(14);
    expect(caretAt(29, indent)).toBeLessThan(200);
  });

  it("move to the left together where even that is not enough", () => {
    const trace = chain(300);
    for (const first of [0, 100, 270]) {
      const sight = { first, last: first + 30 };
      const indent = indentOf(trace, all(300), sight, 0, 300);
      expect(indent.base).toBe(Math.max(0, first - 1));
      expect(caretAt(at(trace.depth, first + 29), indent)).toBeLessThan(150);
    }
  });
});

it("shows rows that are in sight in part or whole", () => {
  expect(inSight(0, 100, 24, 1_000)).toEqual({ first: 0, last: 5 });
  expect(inSight(30, 100, 24, 1_000)).toEqual({ first: 1, last: 6 });
  expect(inSight(0, 100, 24, 2)).toEqual({ first: 0, last: 2 });
  expect(inSight(500, 100, 24, 2)).toEqual({ first: 2, last: 2 });
});

it("writes on a colour with whichever of black and white stands out more", () => {
  expect(["#ffffff", "#000000", "#9a4901", "#f7ac55", "#4858b7"].map(lettersOn)).toEqual([
    "#000000",
    "#ffffff",
    "#ffffff",
    "#000000",
    "#ffffff",
  ]);
});
