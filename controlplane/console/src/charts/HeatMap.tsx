import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconChartGridDots, IconTable } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";

import kit from "@/kit/kit.module.css";
import { formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import css from "./charts.module.css";
import { boxFor, boxOf, type Cell, cellAt, type Heat, type Selection, selectionOf } from "./heat";
import { BOTTOM_PX, drawAxes, drawBox, drawCells, LEFT_PX, TOP_PX } from "./heatDrawing";
import { HeatTip, sayBox } from "./HeatTip";
import { HeatTwin } from "./HeatTwin";

export interface HeatMapProps {
  /** What is drawn, for who does not see it. */
  label: string;
  heat: Heat;
  height?: number;
  selection?: Selection | undefined;
  /** A drag, or Enter on cells chosen by arrow keys; undefined when the selection is given up. */
  onSelect: (selection: Selection | undefined) => void;
}

/**
 * Spans by time and duration. A box is drawn by mouse, or by keyboard: arrows move, with Shift they stretch, Enter
 * selects, Escape gives up. A table has the same numbers.
 */
export function HeatMap({ label, heat, height = 200, selection, onSelect }: HeatMapProps) {
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? IconChartGridDots : IconTable;
  const total = useMemo(
    () => heat.counts.reduce((sum, column) => sum + column.reduce((inner, count) => inner + count, 0), 0),
    [heat],
  );
  return (
    <figure className={css["chart"]} aria-label={label}>
      {asTable ? (
        <HeatTwin label={label} heat={heat} />
      ) : total === 0 ? (
        <div className={css["empty"]} style={{ height }}>
          Nothing in this time
        </div>
      ) : (
        <Map label={label} heat={heat} height={height} selection={selection} onSelect={onSelect} total={total} />
      )}
      <div className={css["tools"]}>
        <button
          type="button"
          className={kit["copy"]}
          aria-label={asTable ? `Show ${label} as a map` : `Show ${label} as a table`}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon aria-hidden />
        </button>
      </div>
    </figure>
  );
}

type Drag = { from: Cell; to: Cell; by: "pointer" | "keys" };

function Map({ label, heat, height = 200, selection, onSelect, total }: HeatMapProps & { total: number }) {
  const { zone } = useTime();
  const scheme = useComputedColorScheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const [drag, setDrag] = useState<Drag | undefined>();
  const [hovered, setHovered] = useState<Cell | undefined>();
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  const plotWidth = Math.max(0, width - LEFT_PX);
  const plotHeight = height - BOTTOM_PX - TOP_PX;
  const box = drag !== undefined ? boxOf(drag.from, drag.to) : selection && boxFor(heat, selection);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || width === 0 || canvas.current === null) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(height * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawCells(context, heat, plotWidth, plotHeight);
    drawAxes(context, heat, zone, plotWidth, plotHeight);
    if (box !== undefined) drawBox(context, heat, box, plotWidth, plotHeight);
    // Colours are read from the page: another scheme has others.
  }, [heat, box, width, height, plotWidth, plotHeight, zone, scheme]);

  const cellOf = (event: PointerEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    return cellAt(
      heat,
      event.clientX - bounds.left - LEFT_PX,
      event.clientY - bounds.top - TOP_PX,
      plotWidth,
      plotHeight,
    );
  };
  const finish = (finished: Drag) => {
    setDrag(undefined);
    onSelect(selectionOf(heat, boxOf(finished.from, finished.to)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const at = drag?.to ?? { step: box?.toStep ?? steps - 1, band: box?.toBand ?? bands - 1 };
    if (move !== undefined) {
      const [right = 0, up = 0] = move;
      const to = {
        step: Math.min(Math.max(at.step + right, 0), steps - 1),
        band: Math.min(Math.max(at.band + up, 0), bands - 1),
      };
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

  const told = box !== undefined && drag !== undefined ? box : hovered && boxOf(hovered, hovered);
  return (
    <div ref={ref} className={css["heat"]}>
      <canvas
        ref={canvas}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-label={`${label}: ${formatCount(total)} in ${steps} steps of time and ${bands} bands of duration. Arrow keys choose cells, Shift stretches the choice, Enter selects.`}
        onKeyDown={onKeyDown}
        onBlur={() => drag?.by === "keys" && setDrag(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const cell = cellOf(event);
          setDrag({ from: cell, to: cell, by: "pointer" });
        }}
        onPointerMove={(event) => {
          const cell = cellOf(event);
          if (drag?.by === "pointer") setDrag({ ...drag, to: cell });
          if (cell.step !== hovered?.step || cell.band !== hovered.band) setHovered(cell);
        }}
        onPointerLeave={() => drag === undefined && setHovered(undefined)}
        onPointerCancel={() => setDrag(undefined)}
        onPointerUp={() => drag?.by === "pointer" && finish(drag)}
      />
      {told !== undefined && (
        <HeatTip heat={heat} box={told} zone={zone} plotWidth={plotWidth} plotHeight={plotHeight} />
      )}
      <VisuallyHidden role="status">
        {drag?.by === "keys" && told !== undefined ? sayBox(heat, told, zone) : ""}
      </VisuallyHidden>
    </div>
  );
}
