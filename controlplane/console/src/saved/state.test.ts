import { describe, expect, test } from "vitest";

import { addressOf, isChanged, openedFrom, paramsOf, partsOf, rangeOfSaved, type SavedSearch, summary } from "./state";

const ID = "0123456789abcdef0123456789abcdef";
const ALL = ["view", "layout", "time"] as const;

function saved(params: SavedSearch["params"], query = "status:error"): SavedSearch {
  return {
    id: ID,
    name: "Errors",
    screen: "traces",
    query,
    params,
    shared: false,
    owner: "ann",
    version: 1,
    updated_unix_ns: "0",
  };
}

const screen = {
  q: "status:error",
  rows: "spans",
  facet: ["service", "http.route"],
  rail: undefined,
  from: "now-3h",
  to: undefined,
  tz: "utc",
  refresh: "5s",
  open: "a cursor",
  openNs: "1763805600000000000",
  around: 10,
  saved: ID,
};

test("the parts that were chosen are kept, and what is one moment's alone never", () => {
  expect(paramsOf(screen, ALL)).toEqual({
    keeps: "view layout time",
    rows: "spans",
    facet: ["service", "http.route"],
    from: "now-3h",
    to: "now",
  });
  expect(paramsOf(screen, ["view"])).toEqual({ keeps: "view", rows: "spans" });
  expect(paramsOf(screen, [])).toEqual({ keeps: "" });
});

test("a relative range stays relative, the default one too", () => {
  expect(paramsOf({ q: "x" }, ["time"])).toEqual({ keeps: "time", from: "now-1h", to: "now" });
  const opened = addressOf(saved(paramsOf({ from: "now-15m" }, ["time"])));
  expect(opened).toEqual({ q: "status:error", saved: ID, from: "now-15m", to: undefined });
});

test("the default range takes the place of the one that is chosen; without a time of its own that one stays", () => {
  const withDefault = addressOf(saved(paramsOf({}, ["time"])));
  expect(Object.keys(withDefault)).toContain("from");
  expect(withDefault).toMatchObject({ from: undefined, to: undefined });
  expect(Object.keys(addressOf(saved(paramsOf({ from: "now-3h" }, ["view"]))))).not.toContain("from");
});

test("a box of a heat map goes along with a fixed range alone", () => {
  const fixed = { from: "2026-11-23T09:00:00Z", to: "2026-11-23T10:00:00Z", box: "1-2-3-4" };
  expect(paramsOf(fixed, ["time"])).toMatchObject({ box: "1-2-3-4" });
  expect(paramsOf({ ...fixed, to: undefined, from: "now-1h" }, ["time"])).not.toHaveProperty("box");
  expect(paramsOf(fixed, ["view", "layout"])).toEqual({ keeps: "view layout" });
});

describe("changed", () => {
  const kept = saved(paramsOf(screen, ["view", "time"]));

  test.each([
    ["nothing", {}, false],
    ["blanks around the search", { q: " status:error " }, false],
    ["another zone", { tz: "Europe/Berlin" }, false],
    ["a layout that is not kept", { facet: ["name"], rail: "off" }, false],
    ["the search", { q: "status:ok" }, true],
    ["the view", { rows: undefined }, true],
    ["the time", { from: "now-1h" }, true],
    ["a view that it does not have", { sort: "-calls" }, true],
  ])("%s", (_, change, expected) => {
    expect(isChanged(kept, { ...screen, ...change })).toBe(expected);
  });

  test("a view that was kept while it was as usual", () => {
    const usual = saved(paramsOf({ q: "status:error" }, ["view"]));
    expect(isChanged(usual, { q: "status:error" })).toBe(false);
    expect(isChanged(usual, { q: "status:error", rows: "spans" })).toBe(true);
  });

  test("one value of a list is the same as the value", () => {
    expect(isChanged(saved({ by: "host" }), { q: "status:error", by: ["host"] })).toBe(false);
  });

  test("what a search opens is never changed", () => {
    for (const parts of [[], ["view"], ["layout"], ["time"], ALL] as const) {
      const each = saved(paramsOf(screen, parts));
      expect(isChanged(each, addressOf(each))).toBe(false);
    }
  });
});

test("one that another client saved keeps what it has", () => {
  expect(partsOf(saved({ from: "now-6h", group: "x" }))).toEqual(["view", "time"]);
  expect(rangeOfSaved(saved({ from: "now-6h" }))).toEqual({ from: "now-6h", to: "now" });
  expect(rangeOfSaved(saved({ group: "x" }))).toBeUndefined();
});

test("what a part holds is said in words", () => {
  expect(summary(screen, "view")).toBe("rows: spans");
  expect(summary({ ...screen, rail: "off" }, "layout")).toBe("facets: service, http.route; facets hidden");
  expect(summary({ at: "1,2,3", view: "services" }, "layout")).toBe("where the map was moved to");
  expect(summary({}, "view")).toBe("");
});

test("an id that is none is left out of the address", () => {
  expect(openedFrom({ saved: ID })).toEqual({ saved: ID });
  expect(openedFrom({ saved: "x" })).toEqual({ saved: undefined });
  expect(openedFrom({ saved: [ID] })).toEqual({ saved: undefined });
});
