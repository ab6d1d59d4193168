/**
 * Keyboard shortcuts: registered by whoever is on the screen, listed on the `?` sheet, run by one listener.
 *
 * `keys` are as in `event.key`, lower case, `space` for a blank, `mod` for Ctrl or ⌘, a blank between keys that follow each other: `g t`.
 */
import { useEffect, useRef } from "react";
import { create } from "zustand";

import { usePreferences } from "./preferences";

export interface Shortcut {
  keys: string;
  does: string;
  /** The heading on the sheet: `Everywhere`, or the name of a screen. */
  group: string;
  run: () => void;
}

export const useShortcuts = create<{ active: Shortcut[] }>(() => ({ active: [] }));

/** Active while the component is on the screen. Of two with the same keys the later one counts. */
export function useShortcut(keys: string, does: string, group: string, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const shortcut: Shortcut = { keys, does, group, run: () => latest.current() };
    useShortcuts.setState(({ active }) => ({ active: [...active, shortcut] }));
    return () => useShortcuts.setState(({ active }) => ({ active: active.filter((each) => each !== shortcut) }));
  }, [keys, does, group]);
}

/** A key press as it is written in `keys`; undefined for modifiers alone and for what belongs to the browser. */
export function keyOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string | undefined {
  if (["Control", "Meta", "Shift", "Alt", "Dead", "Process", "Unidentified"].includes(event.key) || event.altKey)
    return undefined;
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return key;
  // With Shift they are other keys: Ctrl+Shift+K is the console of Firefox.
  return event.shiftKey ? undefined : `mod+${key}`;
}

/** What was pressed so far and now: the shortcut it completes, or the keys to wait with. */
export function pressed(
  waiting: string[],
  key: string,
  known: readonly Shortcut[],
): { run: Shortcut | undefined; waiting: string[] } {
  for (const keys of [[...waiting, key], [key]]) {
    const text = keys.join(" ");
    const complete = known.findLast((each) => each.keys === text);
    if (complete !== undefined) return { run: complete, waiting: [] };
    if (known.some((each) => each.keys.startsWith(`${text} `))) return { run: undefined, waiting: keys };
  }
  return { run: undefined, waiting: [] };
}

// Long enough to find the second key, short enough that a stray first one is forgotten.
const BETWEEN_KEYS_MS = 1_200;

/** The one listener. A letter typed into a field is the field's. */
export function useShortcutListener(): void {
  useEffect(() => {
    let waiting: string[] = [];
    let since = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === undefined || event.defaultPrevented) return;
      if (!key.startsWith("mod+") && isTyping(event.target)) return;
      // Letters, digits and signs: what speech and slips type (WCAG 2.1.4). Escape and the space bar always work.
      if (key.length === 1 && !usePreferences.getState().letterShortcuts) return;
      if (key === "space" && isPressable(event.target)) return;
      if (event.timeStamp - since > BETWEEN_KEYS_MS) waiting = [];
      const found = pressed(waiting, key, useShortcuts.getState().active);
      waiting = found.waiting;
      since = event.timeStamp;
      if (found.run !== undefined) {
        event.preventDefault();
        found.run.run();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The space bar presses it. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, summary, label, [role=button], [role=menu]") !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=dialog]") !== null)
  );
}
