import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconChartGridDots, IconTable } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";

import { resolved } from "@/kit/colours";
import kit from "@/kit/kit.module.css";
import { formatCount, formatDuration } from "@/time/formats";
import { useTime } from "@/time/TimeContext";
import { formatInstant, formatTime, type Zone } from "@/time/zones";

import { logarithmicTicks, timeLabels } from "./axis";
import css from "./charts.module.css";
import {
  type Box,
  boxFor,
  boxOf,
  type Cell,
  cellAt,
  colourOf,
  type Heat,
  HEAT_COLOURS,
  highest,
  type Selection,
  selectionOf,
  sumOf,
} from "./heat";

export interface HeatMapProps {
  /** What is drawn, for who does not see it. */
  label: string;
  heat: Heat;
  height?: number;
  selection?: Selection | undefined;
  /** A drag, or Enter on cells chosen by arrow keys; undefined when the selection is given up. */
  onSelect: (selection: Selection | undefined) => void;
}

const LEFT_PX = 52;
const BOTTOM_PX = 20;
const TOP_PX = 6;

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
        <Twin label={label} heat={heat} />
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
      {told !== undefined && <Tip heat={heat} box={told} zone={zone} plotWidth={plotWidth} plotHeight={plotHeight} />}
      <VisuallyHidden role="status">
        {drag?.by === "keys" && told !== undefined ? sayBox(heat, told, zone) : ""}
      </VisuallyHidden>
    </div>
  );
}

function drawCells(context: CanvasRenderingContext2D, heat: Heat, width: number, height: number): void {
  const colours = Array.from({ length: HEAT_COLOURS }, (_, index) => resolved(`--heat-${index}`));
  const error = resolved("--error-fill");
  const max = highest(heat.counts);
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  const right = (step: number) => LEFT_PX + Math.round((step / steps) * width);
  const down = (band: number) => TOP_PX + Math.round((1 - band / bands) * height);
  for (let step = 0; step < steps; step += 1) {
    for (let band = 0; band < bands; band += 1) {
      const colour = colours[colourOf(heat.counts[step]?.[band] ?? 0, max)];
      if (colour === undefined) continue;
      const x = right(step);
      const y = down(band + 1);
      const cellWidth = Math.max(1, right(step + 1) - x - 1);
      const cellHeight = Math.max(1, down(band) - y - 1);
      context.fillStyle = colour;
      context.fillRect(x, y, cellWidth, cellHeight);
      if ((heat.errors?.[step]?.[band] ?? 0) > 0 && cellWidth >= 3 && cellHeight >= 3) {
        // A corner, so that errors are seen by shape too, and the cell keeps its colour.
        const size = Math.min(5, cellWidth, cellHeight);
        context.fillStyle = error;
        context.beginPath();
        context.moveTo(x + cellWidth - size, y);
        context.lineTo(x + cellWidth, y);
        context.lineTo(x + cellWidth, y + size);
        context.fill();
      }
    }
  }
}

function drawAxes(context: CanvasRenderingContext2D, heat: Heat, zone: Zone, width: number, height: number): void {
  context.font = `11px ${resolved("--font")}`;
  context.fillStyle = resolved("--ink-3");
  const [lowest = 1, highestNs = 1] = [heat.boundsNs[0], heat.boundsNs.at(-1)];
  const bands = heat.boundsNs.length - 1;
  const place = (ns: number) => {
    // Bands have one height each: a length lies within its band by the logarithm.
    const band = Math.min(
      Math.max(
        heat.boundsNs.findLastIndex((bound) => bound <= ns),
        0,
      ),
      bands - 1,
    );
    const [from = 1, to = 1] = [heat.boundsNs[band], heat.boundsNs[band + 1]];
    const share = to > from ? Math.log(Math.max(1, ns) / Math.max(1, from)) / Math.log(to / Math.max(1, from)) : 0;
    return TOP_PX + (1 - (band + Math.min(Math.max(share, 0), 1)) / bands) * height;
  };
  context.textAlign = "right";
  context.textBaseline = "middle";
  let above = Number.POSITIVE_INFINITY;
  for (const ns of logarithmicTicks(lowest, highestNs, Math.floor(height / 26))) {
    const y = place(ns);
    if (above - y < 16) continue;
    above = y;
    context.fillText(formatDuration(ns), LEFT_PX - 8, Math.min(Math.max(y, TOP_PX + 5), TOP_PX + height - 5));
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const stepS = Number(heat.grid.stepNs) / 1e9;
  const startS = Number(heat.grid.startNs / 1_000n) / 1e6;
  const totalS = stepS * heat.counts.length;
  const every = NICE_S.find((each) => (each / totalS) * width >= 72) ?? Math.ceil(totalS / 86_400) * 86_400;
  const splits: number[] = [];
  for (let at = Math.ceil(startS / every) * every; at <= startS + totalS; at += every) splits.push(at);
  for (const [index, text] of timeLabels(splits, every, zone).entries()) {
    const x = LEFT_PX + (((splits[index] ?? 0) - startS) / totalS) * width;
    if (x > LEFT_PX + 14 && x < LEFT_PX + width - 14) context.fillText(text, x, TOP_PX + height + 6);
  }
}

const NICE_S = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
  43_200, 86_400, 172_800, 604_800,
];

function drawBox(context: CanvasRenderingContext2D, heat: Heat, box: Box, width: number, height: number): void {
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  const x = LEFT_PX + (box.fromStep / steps) * width;
  const y = TOP_PX + (1 - (box.toBand + 1) / bands) * height;
  const boxWidth = ((box.toStep + 1 - box.fromStep) / steps) * width;
  const boxHeight = ((box.toBand + 1 - box.fromBand) / bands) * height;
  context.fillStyle = resolved("--surface");
  // What is not chosen steps back; while one only looks around, nothing does.
  const isOneCell = box.fromStep === box.toStep && box.fromBand === box.toBand;
  context.globalAlpha = isOneCell ? 0 : 0.55;
  context.fillRect(LEFT_PX, TOP_PX, width, y - TOP_PX);
  context.fillRect(LEFT_PX, y + boxHeight, width, TOP_PX + height - y - boxHeight);
  context.fillRect(LEFT_PX, y, x - LEFT_PX, boxHeight);
  context.fillRect(x + boxWidth, y, LEFT_PX + width - x - boxWidth, boxHeight);
  context.globalAlpha = 1;
  context.strokeStyle = resolved("--ink");
  context.lineWidth = 1.5;
  context.strokeRect(x - 0.5, y - 0.5, boxWidth, boxHeight);
}

function sayBox(heat: Heat, box: Box, zone: Zone): string {
  const { startNs, endNs, durationMinNs, durationMaxNs } = selectionOf(heat, box);
  const errors = heat.errors === undefined ? "" : `, ${formatCount(sumOf(heat.errors, box))} with errors`;
  const times = `${formatTime(startNs, zone, 0)} to ${formatTime(endNs, zone, 0)}`;
  return `${formatCount(sumOf(heat.counts, box))}${errors}; ${formatDuration(durationMinNs)} to ${formatDuration(durationMaxNs)}; ${times}`;
}

function Tip({
  heat,
  box,
  zone,
  plotWidth,
  plotHeight,
}: {
  heat: Heat;
  box: Box;
  zone: Zone;
  plotWidth: number;
  plotHeight: number;
}) {
  const { startNs, endNs, durationMinNs, durationMaxNs } = selectionOf(heat, box);
  const count = sumOf(heat.counts, box);
  const errors = heat.errors === undefined ? 0 : sumOf(heat.errors, box);
  const middle = (box.fromStep + box.toStep + 1) / 2 / Math.max(1, heat.counts.length);
  const x = LEFT_PX + middle * plotWidth;
  const top = TOP_PX + (1 - (box.toBand + 1) / (heat.boundsNs.length - 1)) * plotHeight;
  const style = {
    left: x,
    top: Math.max(0, top - 8),
    transform: `translate(${middle > 0.5 ? "calc(-100% - 12px)" : "12px"}, 0)`,
  };
  return (
    <div className={css["tip"]} style={style} aria-hidden>
      <time>
        {formatTime(startNs, zone, 0)} – {formatTime(endNs, zone, 0)}
      </time>
      <p>
        {formatDuration(durationMinNs)} – {formatDuration(durationMaxNs)}
      </p>
      <p>
        <b>{formatCount(count)}</b>
        {errors > 0 && `, ${formatCount(errors)} with errors`}
      </p>
    </div>
  );
}

/** Bands as rows, slowest first; only cells that hold something are worth a row. */
function Twin({ label, heat }: { label: string; heat: Heat }) {
  const { zone } = useTime();
  const rows = heat.counts.flatMap((column, step) =>
    column.flatMap((count, band) =>
      count > 0 ? [{ step, band, count, errors: heat.errors?.[step]?.[band] ?? 0 }] : [],
    ),
  );
  return (
    // Scrolls by keyboard too, which only what takes the focus does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css["twin"]} tabIndex={0} role="region" aria-label={`${label}, table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Duration</th>
            <th scope="col">Count</th>
            <th scope="col">Errors</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .toSorted((a, b) => b.step - a.step || b.band - a.band)
            .map(({ step, band, count, errors }) => (
              <tr key={`${step} ${band}`}>
                <td>{formatInstant(heat.grid.startNs + heat.grid.stepNs * BigInt(step), zone, 0)}</td>
                <td>
                  {formatDuration(heat.boundsNs[band] ?? 0)} – {formatDuration(heat.boundsNs[band + 1] ?? 0)}
                </td>
                <td>{formatCount(count)}</td>
                <td>{formatCount(errors)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
