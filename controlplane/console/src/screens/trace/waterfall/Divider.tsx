import { type KeyboardEvent, type PointerEvent, useRef } from "react";

import css from "../Trace.module.css";

const KEY_PX = 16;

/** A border that is moved by mouse or arrow keys. `onMove` is given how far, in px, to the right. */
export function Divider({
  label,
  value,
  onMove,
  style,
}: {
  label: string;
  /** What it divides, in percent of the whole or in px: for who does not see it. */
  value: { now: number; min: number; max: number };
  onMove: (px: number) => void;
  style?: React.CSSProperties;
}) {
  const last = useRef<number | undefined>(undefined);
  const onPointerDown = (event: PointerEvent) => {
    last.current = event.clientX;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (last.current === undefined) return;
    onMove(event.clientX - last.current);
    last.current = event.clientX;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -KEY_PX, ArrowRight: KEY_PX }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    // A separator that moves takes the focus: so has ARIA it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={css["divider"]}
      style={style}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(value.now)}
      aria-valuemin={value.min}
      aria-valuemax={value.max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        last.current = undefined;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
