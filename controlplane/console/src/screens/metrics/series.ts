/** A metric's lines as they are named, summed up and read: pure. */
import type { Schema } from "@/api/client";
import { formatBytes, formatCount, formatDuration } from "@/time/formats";

export type MetricSeries = Schema<"MetricSeries">;

export const AGGREGATES = [
  "avg",
  "sum",
  "min",
  "max",
  "last",
  "rate",
  "increase",
  "p50",
  "p75",
  "p90",
  "p95",
  "p99",
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export const AGGREGATE_WORDS: Record<Aggregate, string> = {
  avg: "average",
  sum: "sum",
  min: "lowest",
  max: "highest",
  last: "last",
  rate: "rate a second",
  increase: "increase",
  p50: "median",
  p75: "75th percentile",
  p90: "90th percentile",
  p95: "95th percentile",
  p99: "99th percentile",
};

export interface Line {
  /** Its group's values, as they stand in the address too. */
  name: string;
  group: Readonly<Record<string, string>>;
  values: readonly (number | null)[];
  last: number | undefined;
  min: number | undefined;
  avg: number | undefined;
  max: number | undefined;
}

/** Without a group there is one line, with the metric's own name. */
export function linesOf({ name, series }: MetricSeries): Line[] {
  return series.map(({ group, values }) => {
    const parts = Object.values(group);
    const known = values.filter((value): value is number => value !== null);
    const sum = known.reduce((all, value) => all + value, 0);
    return {
      name: parts.length === 0 ? name : parts.map((part) => part || "(none)").join(" · "),
      group,
      values,
      last: known.at(-1),
      // Of thousands of steps: spread arguments would be too many.
      min: known.length === 0 ? undefined : known.reduce((a, b) => Math.min(a, b)),
      avg: known.length === 0 ? undefined : sum / known.length,
      max: known.length === 0 ? undefined : known.reduce((a, b) => Math.max(a, b)),
    };
  });
}

const NS_IN: Record<string, number> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1, min: 60e9, h: 3_600e9 };
const BYTES_IN: Record<string, number> = {
  By: 1,
  KiBy: 1_024,
  kBy: 1e3,
  MiBy: 1_048_576,
  MBy: 1e6,
  GiBy: 1_073_741_824,
};
const COUNTED = new Set(["histogram", "exponential_histogram", "summary"]);

/** How a value of this metric and aggregate is read: in its unit, or as a count where observations are counted. */
export function formatOf({ kind, unit, aggregate }: Pick<MetricSeries, "kind" | "unit" | "aggregate">) {
  const isCount = COUNTED.has(kind) && (aggregate === "rate" || aggregate === "increase");
  const per = aggregate === "rate" ? "/s" : "";
  return (value: number): string => `${isCount ? formatNumber(value) : formatInUnit(value, unit)}${per}`;
}

export function formatInUnit(value: number, unit: string): string {
  const ns = NS_IN[unit];
  if (ns !== undefined) return value === 0 ? "0" : formatDuration(value * ns);
  const bytes = BYTES_IN[unit];
  if (bytes !== undefined) return value < 0 ? `−${formatBytes(-value * bytes)}` : formatBytes(value * bytes);
  const plain = formatNumber(value);
  // "1" is no unit, and {requests} says what is counted, which the heading says too.
  if (unit === "" || unit === "1" || unit.startsWith("{")) return plain;
  return `${plain}\u00A0${unit}`;
}

function formatNumber(value: number): string {
  const size = Math.abs(value);
  // Beyond what words for sizes reach, and below what three digits after the point show.
  if (size >= 1e12 || (size > 0 && size < 1e-3)) return value.toExponential(2);
  return formatCount(value);
}

/** Keys that the points have, with how many values each has among them, most telling first. */
export function keysOf(points: readonly Schema<"MetricPoint">[]): { key: string; values: number }[] {
  const values = new Map<string, Set<string>>([["service", new Set(points.map(({ service }) => service))]]);
  for (const { attributes } of points) {
    for (const [key, value] of Object.entries(attributes)) {
      const known = values.get(key) ?? new Set();
      values.set(key, known.add(typeof value === "string" ? value : JSON.stringify(value)));
    }
  }
  return [...values]
    .map(([key, known]) => ({ key, values: known.size }))
    .toSorted((a, b) => Number(b.values > 1) - Number(a.values > 1) || (a.key < b.key ? -1 : 1));
}

/** Names that hold every word, those that begin with the text first. */
export function namesFound<Name extends { name: string }>(names: readonly Name[], text: string): Name[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = names.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  const first = words[0];
  if (first === undefined) return found;
  const rank = ({ name }: Name) => (name.toLowerCase().startsWith(first) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
