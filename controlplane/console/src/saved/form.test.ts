import { expect, test } from "vitest";

import { draftOf, fieldsOfSaved, fieldsOfScreen, lengths, nameOfCopy } from "./form";
import { addressOf, type SavedSearch } from "./state";

const FIXED = { from: "2026-11-23T09:00:00Z", to: "2026-11-23T10:00:00Z" };

function savedFrom(address: Record<string, unknown>, change: Partial<ReturnType<typeof fieldsOfScreen>> = {}) {
  const draft = draftOf({ ...fieldsOfScreen(address), ...change }, "traces", address);
  return { ...draft, id: "0".repeat(32), owner: "ann", version: 1, updated_unix_ns: "0" } satisfies SavedSearch;
}

test("a relative range is kept unless one says no, and it moves", () => {
  const address = { q: "status:error", from: "now-3h" };
  expect(savedFrom(address).params).toMatchObject({ from: "now-3h", to: "now" });
  expect(savedFrom(address, { time: "chosen" }).params).toEqual({ keeps: "view layout" });
});

test("an absolute range is kept only by who says so", () => {
  const fields = fieldsOfScreen({ q: "x", ...FIXED });
  expect([fields.time, fields.fixed]).toEqual(["chosen", FIXED]);
  expect(savedFrom(FIXED).params).not.toHaveProperty("from");
  expect(savedFrom(FIXED, { time: "fixed" }).params).toMatchObject(FIXED);
  expect(savedFrom(FIXED, { time: "moving" }).params).toMatchObject({ from: "now-1h", to: "now" });
});

test("an end that moves and one that does not are a fixed range", () => {
  expect(fieldsOfScreen({ from: FIXED.from, to: "now" })).toMatchObject({ time: "chosen", fixed: { to: "now" } });
});

test("what was saved is edited and sent as it was", () => {
  for (const change of [{}, { time: "chosen" }, { keepsView: false }, { keepsLayout: false }] as const) {
    const saved = savedFrom({ q: "x", rows: "spans", facet: ["service"], from: "now-6h" }, change);
    expect(draftOf(fieldsOfSaved(saved), saved.screen, addressOf(saved)).params).toEqual(saved.params);
  }
  const fixed = savedFrom({ q: "x", box: "1-2-3-4", ...FIXED }, { time: "fixed" });
  expect(draftOf(fieldsOfSaved(fixed), fixed.screen, addressOf(fixed)).params).toEqual(fixed.params);
});

test("a changed search is offered under its name, with the parts it had", () => {
  const saved = savedFrom({ q: "x", from: "now-6h" }, { keepsLayout: false, isShared: true });
  expect(fieldsOfScreen({ q: "y", from: "now-6h" }, { ...saved, name: "Errors" })).toMatchObject({
    name: "Errors",
    query: "y",
    isShared: true,
    keepsView: true,
    keepsLayout: false,
    time: "moving",
  });
});

test("what moved goes on moving while one looks at a moment; what was fixed is fixed anew", () => {
  const moving = savedFrom({ q: "x", from: "now-6h" });
  expect(fieldsOfScreen({ q: "x", ...FIXED }, moving)).toMatchObject({
    time: "moving",
    moving: { from: "now-6h", to: "now" },
    fixed: FIXED,
  });
  const fixed = savedFrom({ q: "x", ...FIXED }, { time: "fixed" });
  const later = { ...FIXED, to: "2026-11-23T11:00:00Z" };
  expect(fieldsOfScreen({ q: "x", ...later }, fixed)).toMatchObject({ time: "fixed", fixed: later });
  expect(fieldsOfScreen({ q: "x" }, fixed)).toMatchObject({ time: "moving", moving: { from: "now-1h" } });
});

test("a length that is not usual is offered too", () => {
  expect(lengths({ from: "now-90m", to: "now" })[0]).toEqual({ from: "now-90m", to: "now" });
  expect(lengths({ from: "now-3h", to: "now" })[0]).toEqual({ from: "now-5m", to: "now" });
});

test("copies have names of their own that are not too long", () => {
  expect(nameOfCopy("Errors", new Set(["Errors"]))).toBe("Errors (copy)");
  expect(nameOfCopy("Errors (copy)", new Set(["Errors (copy)"]))).toBe("Errors (copy 2)");
  expect(nameOfCopy("x".repeat(200), new Set())).toBe(`${"x".repeat(193)} (copy)`);
});
