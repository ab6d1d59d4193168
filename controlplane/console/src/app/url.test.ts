import { expect, test } from "vitest";

import { parseSearch, stringifySearch } from "./url";

test("a search stays readable", () => {
  expect(stringifySearch({ q: "service:orders duration>100ms url=/a", from: "now-1h" })).toBe(
    "?q=service:orders+duration>100ms+url%3D/a&from=now-1h",
  );
});

test("what goes in comes out", () => {
  const search = {
    q: 'a="x & y" +1 100% #tag ä ~<>',
    key: ["http.route", "a b"],
    from: "2025-11-23T04:40:46.123456789Z",
  };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test("nothing is nothing", () => {
  expect(stringifySearch({ q: "", none: undefined, list: [] })).toBe("");
  expect(parseSearch("")).toEqual({});
});

test("a broken escape is text, not an error", () => {
  expect(parseSearch("?q=100%")).toEqual({ q: "100%" });
});
