import { formatCount, formatDuration } from "@/time/formats";
import { formatTime, type Zone } from "@/time/zones";

import css from "./charts.module.css";
import { type Box, type Heat, selectionOf, sumOf } from "./heat";
import { LEFT_PX, TOP_PX } from "./heatDrawing";

/** A box in words. */
export function sayBox(heat: Heat, box: Box, zone: Zone): string {
  const { startNs, endNs, durationMinNs, durationMaxNs } = selectionOf(heat, box);
  const errors = heat.errors === undefined ? "" : `, ${formatCount(sumOf(heat.errors, box))} with errors`;
  const times = `${formatTime(startNs, zone, 0)} to ${formatTime(endNs, zone, 0)}`;
  return `${formatCount(sumOf(heat.counts, box))}${errors}; ${formatDuration(durationMinNs)} to ${formatDuration(durationMaxNs)}; ${times}`;
}

/** What the box holds, beside it. */
export function HeatTip({
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
