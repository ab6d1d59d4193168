import type { CSSProperties } from "react";

import { visible } from "@/kit/values";
import { formatTime, type Zone } from "@/time/zones";

import css from "./charts.module.css";
import type { Grid, Marker, Series } from "./series";

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

/** The values of the step below the cursor. */
export function SeriesTip({ series, grid, format, zone, hovered, width, markers }: TipProps) {
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
          <span>{visible(name)}</span>
          <b>{values[index] === null || values[index] === undefined ? "–" : format(values[index])}</b>
        </div>
      ))}
      {here.map(({ label, atNs }) => (
        <p key={`${atNs} ${label}`}>▾ {label}</p>
      ))}
    </div>
  );
}
