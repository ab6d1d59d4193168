/** What uPlot is told to draw, and how. */
import type { RefObject } from "react";
import uPlot from "uplot";

import { resolved } from "@/kit/colours";
import { fromSeconds, toSeconds } from "@/time/ns";
import type { Range } from "@/time/range";
import { localZoneName, type Zone } from "@/time/zones";

import { logarithmicRange, logarithmicTicks, timeLabels } from "./axis";
import type { Marker, Placed, Series } from "./series";

/** What the plot reads when it draws or is dragged. */
export interface Latest {
  range: Range;
  zone: Zone;
  select: ((range: Range) => void) | null;
  markers: readonly Marker[];
  format: (value: number) => string;
}

interface Making {
  series: readonly Series[];
  stacked: boolean;
  isLogarithmic: boolean;
  maxAtLeast: number;
  isWhole: boolean;
  syncKey: string | undefined;
  width: number;
  height: number;
  latest: RefObject<Latest>;
  setHovered: (hovered: { index: number; left: number } | undefined) => void;
  setPlaced: ((placed: { at: Placed }) => void) | undefined;
}

// Shorter than this a drag was meant as a click.
const DRAG_PX_MIN = 4;

export function optionsOf(making: Making): uPlot.Options {
  const { series, stacked, isLogarithmic, maxAtLeast, isWhole, syncKey, width, height, latest, setHovered, setPlaced } =
    making;
  const ink = resolved("--ink-3");
  const line = resolved("--line");
  const font = `11px ${resolved("--font")}`;
  const axis = { stroke: ink, font, ticks: { show: false } } satisfies uPlot.Axis;
  return {
    width,
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 5 },
      drag: { x: latest.current.select !== null, y: false, setScale: false },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey } }),
    },
    scales: {
      x: { time: true, range: () => [toSeconds(latest.current.range.startNs), toSeconds(latest.current.range.endNs)] },
      y: isLogarithmic
        ? { distr: 3, range: (_, min, max) => logarithmicRange(min, max) }
        : { range: (_, min, max) => [Math.min(0, min) * 1.08, Math.max(max, maxAtLeast, Number.MIN_VALUE) * 1.08] },
    },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), zoneName(latest.current.zone)),
    axes: [
      {
        ...axis,
        size: 22,
        space: 72,
        grid: { show: false },
        values: (_, splits, __, ___, step) => timeLabels(splits, step, latest.current.zone),
      },
      {
        ...axis,
        size: 46,
        space: 30,
        gap: 6,
        grid: { stroke: line, width: 1 },
        ...(isLogarithmic
          ? {
              splits: (_, __, min, max) => logarithmicTicks(min, max, Math.floor(height / 28)),
              filter: (_, splits) => splits,
            }
          : isWhole
            ? { filter: (_, splits) => splits.map((split) => (Number.isInteger(split) ? split : null)) }
            : {}),
        values: (_, splits) => splits.map((split) => latest.current.format(split)),
      },
    ],
    series: [{}, ...series.map((each) => drawnAs(each, stacked))],
    // A band is filled between a series and the one below it; uPlot draws the later series first.
    ...(stacked
      ? { bands: series.slice(1).map((_, index) => ({ series: [index + 2, index + 1] as [number, number] })) }
      : {}),
    hooks: {
      setCursor: [
        ({ cursor }) =>
          setHovered(
            typeof cursor.idx === "number" && (cursor.left ?? -1) >= 0
              ? { index: cursor.idx, left: cursor.left ?? 0 }
              : undefined,
          ),
      ],
      setSelect: [
        (made) => {
          const { left, width: dragged } = made.select;
          if (dragged >= DRAG_PX_MIN) {
            latest.current.select?.({
              startNs: fromSeconds(made.posToVal(left, "x")),
              endNs: fromSeconds(made.posToVal(left + dragged, "x")),
            });
          }
          made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      drawClear: [(made) => drawMarkers(made, latest.current.markers)],
      draw: [(made) => setPlaced?.({ at: (atNs, value) => placeIn(made, atNs, value) })],
    },
  };
}

function placeIn(made: uPlot, atNs: bigint, value: number): { left: number; top: number } | undefined {
  const { offsetLeft, offsetTop, clientWidth, clientHeight } = made.over;
  const left = made.valToPos(toSeconds(atNs), "x");
  const top = made.valToPos(value, "y");
  const isInside = left >= 0 && left <= clientWidth && top >= 0 && top <= clientHeight;
  return isInside ? { left: left + offsetLeft, top: top + offsetTop } : undefined;
}

function drawnAs({ name, colour, drawn = "line", dashed = false }: Series, isStacked: boolean): uPlot.Series {
  const stroke = resolved(colour);
  const width = 1.5;
  const points = { show: false };
  if (drawn === "bars") {
    const paths = uPlot.paths.bars?.({ size: [0.82, 24], gap: 1 });
    return { label: name, fill: stroke, stroke, width: 0, points, ...(paths ? { paths } : {}) };
  }
  // A lonely value between two gaps has no line: it gets a point.
  return {
    label: name,
    stroke,
    width,
    ...(drawn === "area" ? { fill: `color-mix(in srgb, ${stroke} ${isStacked ? 40 : 14}%, transparent)` } : {}),
    ...(dashed ? { dash: [4, 3] } : {}),
    points: {
      show: (made, seriesIndex) => (made.data[seriesIndex] ?? []).filter((value) => value !== null).length === 1,
      size: 5,
    },
  };
}

function drawMarkers(made: uPlot, markers: readonly Marker[]): void {
  const { ctx, bbox } = made;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = resolved("--ink-3");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { atNs } of markers) {
    const x = Math.round(made.valToPos(toSeconds(atNs), "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    const size = 4 * devicePixelRatio;
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + size * 1.4);
    ctx.fill();
  }
  ctx.restore();
}

function zoneName(zone: Zone): string {
  return zone === "local" ? localZoneName() : zone === "utc" ? "UTC" : zone;
}
