import { expect, it } from "vitest";

import { isLong, listed, structured } from "./values";

it("lays out what has structure and nothing else", () => {
  expect(structured('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(structured([1])).toBe("[\n  1\n]");
  expect(structured("{not json")).toBeUndefined();
  expect(structured("12")).toBeUndefined();
  expect(structured(12)).toBeUndefined();
});

it("folds what has many lines or letters", () => {
  expect(isLong("short")).toBe(false);
  expect(isLong("x".repeat(481))).toBe(true);
  expect(isLong("line\n".repeat(9))).toBe(true);
});

it("lists by key what holds the text, in key or value", () => {
  const values = { zone: "b", "http.route": "/Orders", empty: "", attempt: 3 };
  expect(listed(values, "").map(([key]) => key)).toEqual(["attempt", "http.route", "zone"]);
  expect(listed(values, "orders").map(([key]) => key)).toEqual(["http.route"]);
  expect(listed(values, "3").map(([key]) => key)).toEqual(["attempt"]);
});
