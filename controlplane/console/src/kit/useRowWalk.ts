import type { KeyboardEvent, RefObject } from "react";

/** The scrolling of a virtual list. */
interface Scrolls {
  scrollToIndex: (index: number, options: { align: "auto" | "center" }) => void;
}

interface Walk {
  place: RefObject<HTMLElement | null>;
  virtual: Scrolls;
  count: number;
  /** What takes the focus within a row; only from there the keys walk. */
  target?: string;
  /** Lines that are no rows: they are passed over. */
  isNoRow?: (index: number) => boolean;
}

/**
 * The focus goes from row to row of a virtual list by the arrow keys, Home and End. A row has `data-index`, its place.
 */
export function useRowWalk({ place, virtual, count, target = ":is(a, button)", isNoRow = () => false }: Walk) {
  const focusRow = (index: number, align: "auto" | "center" = "auto") => {
    virtual.scrollToIndex(index, { align });
    // The row may not be drawn yet.
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`[data-index="${index}"] ${target}`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const focused = event.target as HTMLElement;
    const from = Number(focused.closest<HTMLElement>("[data-index]")?.dataset["index"]);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: 1, End: -1 }[event.key];
    if (step === undefined || Number.isNaN(from) || !focused.matches(target)) return;
    let to = { Home: 0, End: count - 1 }[event.key] ?? from + step;
    while (to >= 0 && to < count && isNoRow(to)) to += step;
    if (to < 0 || to >= count) return;
    event.preventDefault();
    focusRow(to);
  };
  return { focusRow, onKeyDown };
}
