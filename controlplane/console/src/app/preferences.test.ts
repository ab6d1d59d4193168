// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";

import { remember, setPreference, usePreferences } from "./preferences";

const none = { traces: [], logs: [], metrics: [] };

afterEach(() => setPreference({ recent: none }));

test("what an older console kept is filled with what came since", async () => {
  const state = { density: "compact", recent: { traces: ["a"], logs: [] } };
  localStorage.setItem("camelops.preferences", JSON.stringify({ state, version: 1 }));
  await usePreferences.persist.rehydrate();
  remember("metrics", "b");
  const { density, zone, recent } = usePreferences.getState();
  expect({ density, zone, recent }).toEqual({
    density: "compact",
    zone: "local",
    recent: { traces: ["a"], logs: [], metrics: ["b"] },
  });
});

test("what cannot be read is as if nothing were kept", async () => {
  localStorage.setItem("camelops.preferences", "{broken");
  await usePreferences.persist.rehydrate();
  expect(usePreferences.getState().recent).toEqual(none);
});

test("a search is run and remembered also when the browser keeps nothing", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  remember("traces", "service:a");
  expect(usePreferences.getState().recent.traces).toEqual(["service:a"]);
});
