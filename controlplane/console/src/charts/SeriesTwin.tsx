import { visible } from "@/kit/values";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import css from "./charts.module.css";
import type { Grid, Marker, Series } from "./series";

interface Props {
  label: string;
  grid: Grid;
  series: readonly Series[];
  format: (value: number) => string;
  markers: readonly Marker[];
}

/** The same numbers as rows: newest first, as lists of the console are. */
export function SeriesTwin({ label, grid, series, format, markers }: Props) {
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
                {visible(name)}
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
