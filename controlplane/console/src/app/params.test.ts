import { expect, test } from "vitest";

import { integer, list, moment, oneOf, sort, text } from "./params";

test("what fits is read", () => {
  const search = { q: "a", key: ["b", "c"], one: "d", n: "50", by: "-calls", at: "1763872846123456789" };
  expect(text(search, "q")).toBe("a");
  expect(list(search, "key")).toEqual(["b", "c"]);
  expect(list(search, "one")).toEqual(["d"]);
  expect(integer(search, "n", 1, 100)).toBe(50);
  expect(oneOf(search, "one", ["c", "d"])).toBe("d");
  expect(sort(search, "by", ["calls"])).toBe("-calls");
  expect(moment(search, "at")).toBe("1763872846123456789");
});

test("what does not fit is left out", () => {
  const search = { q: ["a"], key: "", n: "1e3", high: "101", by: "-price", at: "-1" };
  expect(text(search, "q")).toBeUndefined();
  expect(list(search, "key")).toBeUndefined();
  expect(integer(search, "n", 1, 100)).toBeUndefined();
  expect(integer(search, "high", 1, 100)).toBeUndefined();
  expect(oneOf(search, "missing", ["c"])).toBeUndefined();
  expect(sort(search, "by", ["calls"])).toBeUndefined();
  expect(moment(search, "at")).toBeUndefined();
});
