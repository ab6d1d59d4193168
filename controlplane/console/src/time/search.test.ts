import { expect, test } from "vitest";

import { timeSearch } from "./search";

test("a link's time is read", () => {
  const search = {
    from: "2025-11-23T04:00:00Z",
    to: "2025-11-23T05:00:00.000000001Z",
    tz: "Asia/Tokyo",
    refresh: "30s",
  };
  expect(timeSearch(search)).toEqual(search);
});

test("what cannot be read is left out, a broken range as a whole", () => {
  const nothing = { from: undefined, to: undefined, tz: undefined, refresh: undefined };
  expect(timeSearch({ from: "later", to: "now", tz: "Mars/Olympus", refresh: "1s" })).toEqual(nothing);
  expect(timeSearch({ from: "now", to: "now-1h" })).toEqual(nothing);
  expect(timeSearch({})).toEqual(nothing);
});
