import type { KeyboardEvent } from "react";

import { useShortcut } from "@/app/shortcuts";

import { without } from "../tree/filters";
import { at } from "../tree/skeleton";
import { placeOf } from "../tree/visible";
import { panned, zoomed } from "../tree/zoom";
import type { View } from "../useView";

const group = "Trace";

/** The keys of the tree while it has the focus; `page` rows are a page. */
export function useListKeys(view: View, page: number): (event: KeyboardEvent) => void {
  const { trace, visible, chosen, collapsed, choose, setOpen } = view;
  const step = (by: number) => {
    const place = placeOf(visible.rows, chosen);
    const to = place < 0 ? 0 : Math.min(visible.rows.length - 1, Math.max(0, place + by));
    choose(visible.rows[to] ?? -1);
  };
  useShortcut("j", "Next span", group, () => step(1));
  useShortcut("k", "Previous span", group, () => step(-1));
  return (event) => {
    const isOpen = chosen >= 0 && !collapsed.has(chosen) && at(trace.subtree, chosen) > 1;
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(page),
      PageUp: () => step(-page),
      Home: () => choose(visible.rows[0] ?? -1),
      End: () => choose(visible.rows.at(-1) ?? -1),
      ArrowRight: () => (isOpen ? step(1) : setOpen(chosen, true)),
      ArrowLeft: () => (isOpen ? setOpen(chosen, false) : choose(chosen < 0 ? -1 : at(trace.parent, chosen))),
      Enter: () => setOpen(chosen, !isOpen),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };
}

/** The keys of the whole screen. */
export function useTraceKeys(view: View): void {
  const { window, facts, setWindow, change, goTo, toLevel, focusOn, chosen, focus, search } = view;
  const duration = facts.duration_ns;
  const closeOne = () => {
    if (search.span !== undefined) change({ span: undefined });
    else if (search.find !== undefined) change({ find: undefined, only: without(search.only, "found") });
    else if (search.zoom !== undefined || focus >= 0) change({ zoom: undefined, focus: undefined });
  };
  useShortcut("f", "Next match", group, () => goTo(view.found, 1));
  useShortcut("b", "Previous match", group, () => goTo(view.found, -1));
  useShortcut("e", "Next error", group, () => goTo(view.failed, 1));
  useShortcut("[", "Collapse all", group, () => toLevel(0));
  useShortcut("]", "Expand all", group, () => toLevel(undefined));
  useShortcut("c", "Critical path on or off", group, () => change({ path: search.path === "off" ? undefined : "off" }));
  useShortcut("s", "Only the subtree of the span, or all again", group, () => focusOn(focus >= 0 ? -1 : chosen));
  useShortcut("+", "Zoom in", group, () => setWindow(zoomed(window, 0.5, 0.5, duration)));
  useShortcut("-", "Zoom out", group, () => setWindow(zoomed(window, 2, 0.5, duration)));
  useShortcut("0", "The whole duration", group, () => change({ zoom: undefined }));
  useShortcut("a", "Earlier", group, () => setWindow(panned(window, -0.25, duration)));
  useShortcut("d", "Later", group, () => setWindow(panned(window, 0.25, duration)));
  useShortcut("Escape", "Close the span, end the search, show all", group, closeOne);
}
