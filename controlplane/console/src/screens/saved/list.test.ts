import { expect, test } from "vitest";

import type { SavedSearch } from "@/saved/state";

import { filtered, ownerOf, timeText } from "./list";

function saved(name: string, change: Partial<SavedSearch> = {}): SavedSearch {
  return {
    id: name,
    name,
    screen: "traces",
    query: "",
    params: {},
    shared: false,
    owner: "ann",
    version: 1,
    updated_unix_ns: "0",
    ...change,
  };
}

const ALL = [
  saved("Slow orders", { query: "service:orders duration>1s" }),
  saved("Warnings", { screen: "logs", query: "level>=warn" }),
  saved("Errors", { owner: "bob", shared: true }),
];

const names = (search: Parameters<typeof filtered>[1], me = "ann") => filtered(ALL, search, me).map(({ name }) => name);

test("words are looked for in the name, the search, the owner and the screen", () => {
  expect(names({})).toEqual(["Slow orders", "Warnings", "Errors"]);
  expect(names({ filter: "SERVICE slow" })).toEqual(["Slow orders"]);
  expect(names({ filter: "bob" })).toEqual(["Errors"]);
  expect(names({ filter: "logs" })).toEqual(["Warnings"]);
  expect(names({ filter: "slow level" })).toEqual([]);
});

test("of one screen, one's own, those that are shared", () => {
  expect(names({ screen: "logs" })).toEqual(["Warnings"]);
  expect(names({ whose: "mine" })).toEqual(["Slow orders", "Warnings"]);
  expect(names({ whose: "shared" })).toEqual(["Errors"]);
  expect(names({ whose: "mine" }, "bob")).toEqual(["Errors"]);
});

test("owners are told apart where they can be", () => {
  expect(ownerOf({ owner: "ann" }, "ann")).toBe("You");
  expect(ownerOf({ owner: "bob" }, "ann")).toBe("bob");
  expect(ownerOf({ owner: "" }, "")).toBe("Anybody here");
});

test("a time of its own is said as it is", () => {
  expect(timeText({ params: { keeps: "time", from: "now-6h", to: "now" } })).toBe("now-6h to now");
  expect(timeText({ params: { keeps: "view" } })).toBeUndefined();
});
