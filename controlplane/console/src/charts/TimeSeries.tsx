import "uplot/dist/uPlot.min.css";

import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";

import kit from "@/kit/kit.module.css";
import { visible } from "@/kit/values";
import { toSeconds } from "@/time/ns";
import type { Range } from "@/time/range";
import { useTime } from "@/time/TimeContext";

import css from "./charts.module.css";
import { optionsOf } from "./plotOptions";
import { described, type Grid, type Marker, type Placed, type Series, stacked as stack } from "./series";
import { SeriesTip } from "./SeriesTip";
import { SeriesTwin } from "./SeriesTwin";

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
  /** Counts: nothing lies between 0 and 1, and the axis has no line there. */
  isWhole?: boolean;
  markers?: readonly Marker[];
  /** A drag over the chart. Left out, it sets the range of the console; null, nothing can be dragged. */
  onSelect?: ((range: Range) => void) | null;
  /** Charts with the same key show the cursor at the same time. */
  syncKey?: string;
  legend?: boolean;
  /** What lies over the plot: it is given the place of a value at a moment, in pixels; undefined outside of the plot. */
  renderOverlay?: (placed: Placed) => ReactNode;
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
        <SeriesTwin {...{ label, grid, series, format, markers: props.markers ?? noMarkers }} />
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
            <li key={name} title={visible(name)}>
              <i
                className={css["swatch"]}
                data-dash={dashed || undefined}
                style={{ "--colour": `var(${colour})` } as CSSProperties}
              />
              <span>{visible(name)}</span>
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
  isWhole = false,
  markers = noMarkers,
  select,
  syncKey,
  renderOverlay,
}: PlotProps) {
  const { range, zone } = useTime();
  const scheme = useComputedColorScheme();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [hovered, setHovered] = useState<{ index: number; left: number } | undefined>();
  // Where things are, as of the last drawing.
  const [placed, setPlaced] = useState<{ at: Placed }>();

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
      isWhole,
      syncKey,
      height,
      latest,
      setHovered,
      setPlaced: renderOverlay === undefined ? undefined : setPlaced,
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
  }, [shape, stacked, isLogarithmic, maxAtLeast, isWhole, syncKey, height, scheme, zone]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, range, markers]);

  return (
    <div className={css["plotted"]}>
      <div ref={place} className={css["plot"]} aria-hidden>
        <SeriesTip
          series={series}
          grid={grid}
          format={format}
          zone={zone}
          hovered={hovered}
          width={place.current?.clientWidth ?? 0}
          markers={markers}
        />
      </div>
      {renderOverlay !== undefined && placed !== undefined && (
        <div className={css["overlay"]}>{renderOverlay(placed.at)}</div>
      )}
    </div>
  );
}

function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
