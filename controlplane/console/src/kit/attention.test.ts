import { expect, test } from "vitest";

import { attention, errorShare } from "./attention";

const of = (calls: number, errors: number) => ({ calls, errors });

test("the share of errors of no calls is none", () => {
  expect(errorShare(of(0, 0))).toBe(0);
  expect(errorShare(of(200, 10))).toBe(0.05);
});

test("errors deserve a look when they are many, or many more", () => {
  expect(attention(of(100, 5), undefined)).toBe("bad");
  expect(attention(of(100, 4), undefined)).toBeUndefined();
  expect(attention(of(100, 2), of(100, 2))).toBeUndefined();
  expect(attention(of(100, 2), of(100, 1))).toBe("news");
  expect(attention(of(100, 2), of(0, 0))).toBe("news");
  expect(attention(of(1_000, 2), of(1_000, 0))).toBeUndefined();
});
