import { type KeyboardEvent, type PointerEvent, useState } from "react";

import { type Box, boxFor, boxOf, type Cell, cellAt, type Heat, type Selection, selectionOf } from "./heat";
import { LEFT_PX, TOP_PX } from "./heatDrawing";

type Drag = { from: Cell; to: Cell; by: "pointer" | "keys" };

interface HeatBox {
  /** What is drawn: the box that is being stretched, else the selection. */
  box: Box | undefined;
  /** What the tip tells: the box that is being stretched, else the cell below the mouse. */
  told: Box | undefined;
  isByKeys: boolean;
  acts: {
    onKeyDown: (event: KeyboardEvent) => void;
    onBlur: () => void;
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerLeave: () => void;
    onPointerCancel: () => void;
    onPointerUp: () => void;
  };
}

/** A box around cells, stretched by mouse or by arrow keys with Shift, and selected when it is let go or by Enter. */
export function useHeatBox(
  heat: Heat,
  { plotWidth, plotHeight }: { plotWidth: number; plotHeight: number },
  selection: Selection | undefined,
  onSelect: (selection: Selection | undefined) => void,
): HeatBox {
  const [drag, setDrag] = useState<Drag | undefined>();
  const [hovered, setHovered] = useState<Cell | undefined>();
  const box = drag !== undefined ? boxOf(drag.from, drag.to) : selection && boxFor(heat, selection);
  const isByKeys = drag?.by === "keys";

  const cellOf = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return cellAt(heat, event.clientX - left - LEFT_PX, event.clientY - top - TOP_PX, plotWidth, plotHeight);
  };
  const finish = (finished: Drag) => {
    setDrag(undefined);
    onSelect(selectionOf(heat, boxOf(finished.from, finished.to)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = { step: heat.counts.length - 1, band: heat.boundsNs.length - 2 };
    const at = drag?.to ?? { step: box?.toStep ?? last.step, band: box?.toBand ?? last.band };
    const to = stepped(event.key, at, last);
    if (to !== undefined) {
      setDrag({ from: event.shiftKey ? (drag?.from ?? at) : to, to, by: "keys" });
      setHovered(to);
    } else if (event.key === "Enter" && drag !== undefined) finish(drag);
    else if (event.key === "Escape") {
      setDrag(undefined);
      setHovered(undefined);
      if (drag === undefined) onSelect(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const cell = cellOf(event);
    setDrag({ from: cell, to: cell, by: "pointer" });
  };
  const onPointerMove = (event: PointerEvent) => {
    const cell = cellOf(event);
    if (drag?.by === "pointer") setDrag({ ...drag, to: cell });
    if (cell.step !== hovered?.step || cell.band !== hovered.band) setHovered(cell);
  };
  return {
    box,
    told: box !== undefined && drag !== undefined ? box : hovered && boxOf(hovered, hovered),
    isByKeys,
    acts: {
      onKeyDown,
      onBlur: () => isByKeys && setDrag(undefined),
      onPointerDown,
      onPointerMove,
      onPointerLeave: () => drag === undefined && setHovered(undefined),
      onPointerCancel: () => setDrag(undefined),
      onPointerUp: () => drag?.by === "pointer" && finish(drag),
    },
  };
}

/** The cell that an arrow key leads to; undefined for other keys. */
function stepped(key: string, { step, band }: Cell, last: Cell): Cell | undefined {
  const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  if (move === undefined) return undefined;
  const [right = 0, up = 0] = move;
  return {
    step: Math.min(Math.max(step + right, 0), last.step),
    band: Math.min(Math.max(band + up, 0), last.band),
  };
}
