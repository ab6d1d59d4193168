import { expect, test } from "vitest";

import { sparkPath, tickPath } from "./spark";

test("the highest value touches the top, zero the bottom", () => {
  expect(sparkPath([0, 10], 10, 100, 20).line).toBe("M0 19L100 1");
});

test("a gap breaks the line, a lonely point stays visible", () => {
  expect(sparkPath([5, null, 5], 10, 100, 20).line).toBe("M0 10h1M100 10h1");
});

test("nothing but zeros lies on the ground", () => expect(sparkPath([0, 0], 0, 10, 20).line).toBe("M0 19L10 19"));

test("no values, no path", () => expect(sparkPath([], 0, 10, 20)).toEqual({ line: "", area: "" }));

test("what is above zero has a tick on the ground", () => expect(tickPath([0, 2], 10, 20)).toBe("M5 19h4.5"));
