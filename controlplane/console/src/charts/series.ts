/** What a chart over time draws, and what its readers hear: pure. */
import { visible } from "@/kit/values";

/** Values over time: `values[i]` is for [start + i · step, start + (i + 1) · step). Null: nothing was measured. */
export interface Series {
  name: string;
  values: readonly (number | null)[];
  /** A role of tokens.css. */
  colour: `--${string}`;
  drawn?: "line" | "area" | "bars";
  dashed?: boolean;
}

export interface Grid {
  startNs: bigint;
  stepNs: bigint;
}

/** Something that happened at a moment: a deployment, mostly. */
export interface Marker {
  atNs: bigint;
  label: string;
}

/** Where a value at a moment is drawn, in pixels from the plot's corner; undefined outside of it. */
export type Placed = (atNs: bigint, value: number) => { left: number; top: number } | undefined;

/** Each series on top of those before it. Where one has no value it takes no room. */
export function stacked(series: readonly Series[]): (number | null)[][] {
  const ground: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      ground[index] = (ground[index] ?? 0) + (value ?? 0);
      return value === null ? null : (ground[index] ?? 0);
    }),
  );
}

/** One sentence: `Calls per second: ok 12 to 31, last 18; error 0 to 2, last 0.` */
export function described(label: string, series: readonly Series[], format: (value: number) => string): string {
  const parts = series.map(({ name, values }) => {
    const known = values.filter((value): value is number => value !== null);
    const last = known.at(-1);
    if (last === undefined) return `${visible(name)} without values`;
    return `${visible(name)} ${format(Math.min(...known))} to ${format(Math.max(...known))}, last ${format(last)}`;
  });
  return `${label}: ${parts.length > 0 ? parts.join("; ") : "nothing to draw"}.`;
}
