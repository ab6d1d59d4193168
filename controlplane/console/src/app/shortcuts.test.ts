// @vitest-environment happy-dom
import { fireEvent, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { setPreference } from "./preferences";
import { keyOf, pressed, type Shortcut, useShortcut, useShortcutListener } from "./shortcuts";

const shortcut = (keys: string): Shortcut => ({ keys, does: keys, group: "Everywhere", run: () => undefined });
const known = ["/", "mod+k", "g t", "g o", "t"].map(shortcut);

const press = (...keys: string[]) => {
  let waiting: string[] = [];
  const ran: string[] = [];
  for (const key of keys) {
    const found = pressed(waiting, key, known);
    waiting = found.waiting;
    if (found.run) ran.push(found.run.keys);
  }
  return ran;
};

test("one key, a modifier, one key after another", () => {
  expect(press("/")).toEqual(["/"]);
  expect(press("mod+k")).toEqual(["mod+k"]);
  expect(press("g", "t")).toEqual(["g t"]);
});

test("a first key that leads nowhere is forgotten, and the next one counts by itself", () => {
  expect(press("g", "/")).toEqual(["/"]);
  expect(press("g", "x", "t")).toEqual(["t"]);
  expect(press("g", "g", "o")).toEqual(["g o"]);
});

test("of two with the same keys the later one counts", () => {
  const later = shortcut("/");
  expect(pressed([], "/", [...known, later]).run).toBe(later);
});

test("key presses are named", () => {
  const event = { key: "K", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(keyOf(event)).toBe("k");
  expect(keyOf({ ...event, metaKey: true })).toBe("mod+k");
  // The browser's own.
  expect(keyOf({ ...event, ctrlKey: true, shiftKey: true })).toBeUndefined();
  expect(keyOf({ ...event, key: "?" })).toBe("?");
  expect(keyOf({ ...event, key: " " })).toBe("space");
  expect(keyOf({ ...event, key: "Shift" })).toBeUndefined();
  expect(keyOf({ ...event, altKey: true })).toBeUndefined();
});

test("with letters off what is no letter, digit or sign still works", () => {
  const ran: string[] = [];
  renderHook(() => {
    useShortcutListener();
    useShortcut("Escape", "Close", "Map", () => ran.push("Escape"));
    useShortcut("space", "Pause", "Live", () => ran.push("space"));
    useShortcut("mod+k", "Search or jump", "Everywhere", () => ran.push("mod+k"));
    useShortcut("f", "Facets", "Logs", () => ran.push("f"));
  });
  const pressAll = () => {
    for (const key of ["Escape", " ", "f"]) fireEvent.keyDown(document.body, { key });
    fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
    return ran.splice(0);
  };
  expect(pressAll()).toEqual(["Escape", "space", "f", "mod+k"]);
  setPreference({ letterShortcuts: false });
  expect(pressAll()).toEqual(["Escape", "space", "mod+k"]);
  setPreference({ letterShortcuts: true });
});
