import "uplot/dist/uPlot.min.css";

import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { type CSSProperties, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";

import { resolved } from "@/kit/colours";
import kit from "@/kit/kit.module.css";
import { fromSeconds, toSeconds } from "@/time/ns";
import type { Range } from "@/time/range";
import { useTime } from "@/time/TimeContext";
import { formatInstant, formatTime, localZoneName, type Zone } from "@/time/zones";

import { logarithmicRange, logarithmicTicks, timeLabels } from "./axis";
import css from "./charts.module.css";
import { described, type Grid, type Marker, type Series, stacked as stack } from "./series";

export interface TimeSeriesProps {
  /** What is drawn, for who does not see it, and for the table's heading. */
  label: string;
  grid: Grid;
  series: readonly Series[];
  format: (value: number) => string;
  height?: number;
  /** Each series on top of the one before. */
  stacked?: boolean;
  /** By the logarithm, for lengths: one slow minute does not flatten all others. */
  isLogarithmic?: boolean;
  /** The axis goes at least this high: a flat line of zeros is no drama. */
  maxAtLeast?: number;
  markers?: readonly Marker[];
  /** A drag over the chart. Left out, it sets the range of the console; null, nothing can be dragged. */
  onSelect?: ((range: Range) => void) | null;
  /** Charts with the same key show the cursor at the same time. */
  syncKey?: string;
  legend?: boolean;
}

const noMarkers: readonly Marker[] = [];

/** Series over the picked range: hover reads, drag zooms, and a table has the same numbers. */
export function TimeSeries(props: TimeSeriesProps) {
  const { label, grid, series, format, height = 120, legend = series.length > 1 } = props;
  const { setRange } = useTime();
  const [asTable, setAsTable] = useState(false);
  const select = props.onSelect === undefined ? setRange : props.onSelect;
  const Icon = asTable ? IconChartLine : IconTable;
  const isEmpty = series.every(({ values }) => values.every((value) => value === null));

  return (
    <figure className={css["chart"]} aria-label={label}>
      <VisuallyHidden>{described(label, series, format)}</VisuallyHidden>
      {asTable ? (
        <Twin {...props} />
      ) : isEmpty ? (
        <div className={css["empty"]} style={{ height }}>
          Nothing in this time
        </div>
      ) : (
        <Plot {...props} height={height} select={select} grid={grid} />
      )}
      {legend && !asTable && (
        <ul className={css["legend"]}>
          {series.map(({ name, colour, dashed }) => (
            <li key={name} title={name}>
              <i
                className={css["swatch"]}
                data-dash={dashed || undefined}
                style={{ "--colour": `var(${colour})` } as CSSProperties}
              />
              <span>{name}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={css["tools"]}>
        <button
          type="button"
          className={kit["copy"]}
          aria-label={asTable ? `Show ${label} as a chart` : `Show ${label} as a table`}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon aria-hidden />
        </button>
      </div>
    </figure>
  );
}

interface PlotProps extends TimeSeriesProps {
  height: number;
  select: ((range: Range) => void) | null;
}

function Plot({
  grid,
  series,
  format,
  height,
  stacked = false,
  isLogarithmic = false,
  maxAtLeast = 0,
  markers = noMarkers,
  select,
  syncKey,
}: PlotProps) {
  const { range, zone } = useTime();
  const scheme = useComputedColorScheme();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [hovered, setHovered] = useState<{ index: number; left: number } | undefined>();

  const data = useMemo<uPlot.AlignedData>(() => {
    const count = Math.max(0, ...series.map(({ values }) => values.length));
    // A value stands in the middle of its step.
    const times = Array.from({ length: count }, (_, index) =>
      toSeconds(grid.startNs + grid.stepNs * BigInt(index) + grid.stepNs / 2n),
    );
    return [times, ...(stacked ? stack(series) : series.map(({ values }) => [...values]))];
  }, [grid, series, stacked]);

  // What the plot reads when it draws or is dragged; making it anew for each would lose the cursor.
  const latest = useLatest({ range, zone, select, markers, format });
  const shape = series
    .map(({ name, colour, drawn, dashed }) => [name, colour, drawn, dashed].join("\u0000"))
    .join("\u0001");

  useEffect(() => {
    if (place.current === null) return;
    const options = optionsOf({
      series,
      stacked,
      isLogarithmic,
      maxAtLeast,
      syncKey,
      height,
      latest,
      setHovered,
      width: place.current.clientWidth,
    });
    const made = new uPlot(options, data, place.current);
    plot.current = made;
    const resize = new ResizeObserver(([entry]) => {
      if (entry !== undefined) made.setSize({ width: Math.floor(entry.contentRect.width), height });
    });
    resize.observe(place.current);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = undefined;
    };
    // New numbers go in by the effect below; colours are those of the scheme.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [shape, stacked, isLogarithmic, maxAtLeast, syncKey, height, scheme, zone]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, range, markers]);

  return (
    <div ref={place} className={css["plot"]} aria-hidden>
      <Tip
        series={series}
        grid={grid}
        format={format}
        zone={zone}
        hovered={hovered}
        width={place.current?.clientWidth ?? 0}
        markers={markers}
      />
    </div>
  );
}

interface Latest {
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
  syncKey: string | undefined;
  width: number;
  height: number;
  latest: RefObject<Latest>;
  setHovered: (hovered: { index: number; left: number } | undefined) => void;
}

// Shorter than this a drag was meant as a click.
const DRAG_PX_MIN = 4;

function optionsOf(making: Making): uPlot.Options {
  const { series, stacked, isLogarithmic, maxAtLeast, syncKey, width, height, latest, setHovered } = making;
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
        : { range: (_, __, max) => [0, Math.max(max, maxAtLeast, Number.MIN_VALUE) * 1.08] },
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
    },
  };
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

interface TipProps {
  series: readonly Series[];
  grid: Grid;
  format: (value: number) => string;
  zone: Zone;
  hovered: { index: number; left: number } | undefined;
  width: number;
  markers: readonly Marker[];
}

// Left of the plot's own area: its axis.
const AXIS_PX = 46;

function Tip({ series, grid, format, zone, hovered, width, markers }: TipProps) {
  const { index = 0, left = 0 } = hovered ?? {};
  const startNs = grid.startNs + grid.stepNs * BigInt(index);
  const here = markers.filter(({ atNs }) => atNs >= startNs && atNs < startNs + grid.stepNs);
  const isLeft = left + AXIS_PX > width / 2;
  const x = `calc(${left + AXIS_PX + (isLeft ? -10 : 10)}px${isLeft ? " - 100%" : ""})`;
  return (
    <div className={css["tip"]} hidden={hovered === undefined} style={{ transform: `translate(${x}, 8px)` }}>
      <time>{formatTime(startNs, zone, grid.stepNs < 1_000_000_000n ? 3 : 0)}</time>
      {series.map(({ name, values, colour }) => (
        <div key={name}>
          <i className={css["swatch"]} style={{ "--colour": `var(${colour})` } as CSSProperties} />
          <span>{name}</span>
          <b>{values[index] === null || values[index] === undefined ? "–" : format(values[index])}</b>
        </div>
      ))}
      {here.map(({ label, atNs }) => (
        <p key={`${atNs} ${label}`}>▾ {label}</p>
      ))}
    </div>
  );
}

/** The same numbers as rows: newest first, as lists of the console are. */
function Twin({ label, grid, series, format, markers = noMarkers }: TimeSeriesProps) {
  const { zone } = useTime();
  const count = Math.max(0, ...series.map(({ values }) => values.length));
  return (
    // Scrolls by keyboard too, which only what takes the focus does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css["twin"]} tabIndex={0} role="region" aria-label={`${label}, table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, back) => {
            const index = count - 1 - back;
            const startNs = grid.startNs + grid.stepNs * BigInt(index);
            const here = markers.filter(({ atNs }) => atNs >= startNs && atNs < startNs + grid.stepNs);
            return (
              <tr key={index}>
                <td>
                  {formatInstant(startNs, zone, 0)}
                  {here.map((marker) => ` ▾ ${marker.label}`)}
                </td>
                {series.map(({ name, values }) => (
                  <td key={name}>
                    {values[index] === null || values[index] === undefined ? "–" : format(values[index])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function zoneName(zone: Zone): string {
  return zone === "local" ? localZoneName() : zone === "utc" ? "UTC" : zone;
}

function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
