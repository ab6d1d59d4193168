import { formatCount, formatDuration } from "@/time/formats";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import css from "./charts.module.css";
import type { Heat } from "./heat";

/** Bands as rows, slowest first; only cells that hold something are worth a row. */
export function HeatTwin({ label, heat }: { label: string; heat: Heat }) {
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
