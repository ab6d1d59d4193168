import { type Ref, useImperativeHandle, useRef } from "react";

import { visible } from "@/kit/values";
import { formatDuration } from "@/time/formats";

import { at, has, nameOf, serviceOf, START_SET_RIGHT, STUB, type Skeleton } from "../tree/skeleton";
import css from "../Trace.module.css";

export interface TipHandle {
  show: (row: number | undefined, x: number, y: number) => void;
}

// A mouse on its way elsewhere is not asked about each row it crosses.
const WAIT_MS = 260;
const AWAY_PX = 14;
const CHARACTERS_MAX = 160;

/** What the row under the mouse is. Moved and filled without React: the mouse moves more often than React should. */
export function Tip({ trace, ref }: { trace: Skeleton; ref: Ref<TipHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  const state = useRef<{ row: number | undefined; timer: ReturnType<typeof setTimeout> | undefined }>({
    row: undefined,
    timer: undefined,
  });
  useImperativeHandle(ref, () => {
    const hide = () => {
      clearTimeout(state.current.timer);
      state.current.row = undefined;
      if (box.current !== null) box.current.style.visibility = "hidden";
    };
    return {
      show: (row, x, y) => {
        if (row === undefined) {
          hide();
          return;
        }
        if (row === state.current.row) return;
        hide();
        state.current.row = row;
        state.current.timer = setTimeout(() => place(box.current, trace, row, x, y), WAIT_MS);
      },
    };
  }, [trace]);
  return <div ref={box} className={css["tip"]} role="presentation" style={{ visibility: "hidden" }} />;
}

function place(box: HTMLElement | null, trace: Skeleton, row: number, x: number, y: number): void {
  const parent = box?.parentElement;
  if (box === null || !parent) return;
  box.replaceChildren(...lines(trace, row));
  const right = Math.min(x + AWAY_PX, parent.clientWidth - box.offsetWidth - 4);
  const below = y + 2 * AWAY_PX + box.offsetHeight < parent.clientHeight;
  box.style.transform = `translate(${Math.max(4, right)}px, ${below ? y + AWAY_PX : y - AWAY_PX - box.offsetHeight}px)`;
  box.style.visibility = "visible";
}

function lines(trace: Skeleton, row: number): HTMLElement[] {
  const isStub = has(trace, row, STUB);
  const texts: [string, string][] = [["strong", visible(nameOf(trace, row))]];
  if (isStub) texts.push(["span", "Others name it as their parent."]);
  else {
    texts.push(["span", visible(serviceOf(trace, row))]);
    const [duration, self] = [at(trace.duration, row), at(trace.self, row)].map(formatDuration);
    texts.push(["span", `${duration} · ${self} in itself · starts at ${formatDuration(at(trace.start, row))}`]);
    if (has(trace, row, START_SET_RIGHT))
      texts.push(["span", `Its clock was off: the start was moved by ${formatDuration(at(trace.shift, row))}.`]);
  }
  return texts.map(([tag, text]) => {
    const line = document.createElement(tag);
    line.textContent = text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)}…` : text;
    return line;
  });
}
