import type { RefObject } from "react";

import { useShortcut } from "@/app/shortcuts";

/**
 * `j` and `k` walk over the rows of a list as the arrow keys do, from wherever the focus is. A row is what has
 * `data-index` and answers the arrow keys; its first link or button takes the focus, so Enter opens it.
 */
export function useRowKeys(place: RefObject<HTMLElement | null>, what: string, group: string): void {
  const step = (key: "ArrowDown" | "ArrowUp") => {
    const focused = document.activeElement;
    if (focused?.closest("[data-index]") && place.current?.contains(focused))
      focused.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    else place.current?.querySelector<HTMLElement>("[data-index] :is(a, button)")?.focus();
  };
  useShortcut("j", `Next ${what}`, group, () => step("ArrowDown"));
  useShortcut("k", `${what.charAt(0).toUpperCase()}${what.slice(1)} before`, group, () => step("ArrowUp"));
}
