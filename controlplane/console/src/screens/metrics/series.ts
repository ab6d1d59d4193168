/** A metric's lines as they are named, summed up and read: pure. */
import type { Schema } from "@/api/client";
import { visible } from "@/kit/values";
import { formatCount, formatDuration } from "@/time/formats";

export type MetricSeries = Schema<"MetricSeries">;
export type Listed = Schema<"MetricName">;

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

/** A value that could be read as the parts of a name is quoted: two groups never share a name. */
function partOf(value: string): string {
  if (value === "") return "(none)";
  return /·|^"|^\(none\)$/.test(value) ? JSON.stringify(value) : value;
}

/** Without a group there is one line, with the metric's own name. */
export function linesOf({ name, series }: MetricSeries): Line[] {
  return series.map(({ group, values }) => {
    const parts = Object.values(group);
    const known = values.filter((value): value is number => value !== null);
    const sum = known.reduce((all, value) => all + value, 0);
    return {
      name: parts.length === 0 ? name : parts.map(partOf).join(" · "),
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
  if (bytes !== undefined) return value < 0 ? `−${formatMemory(-value * bytes)}` : formatMemory(value * bytes);
  const plain = formatNumber(value);
  if (unit === "%") return `${plain}%`;
  // "1" is no unit, and {requests} says what is counted, which the heading says too.
  if (unit === "" || unit === "1" || unit.startsWith("{")) return plain;
  return `${plain}\u00A0${visible(unit)}`;
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** By powers of 1,024, as memory and disks of machines are told: the axis then has round numbers too. */
function formatMemory(bytes: number): string {
  const power = SIZES.findLastIndex((_, index) => bytes >= 1_024 ** index);
  const size = Math.max(0, power);
  return `${Number((bytes / 1_024 ** size).toPrecision(bytes / 1_024 ** size >= 1_000 ? 4 : 3))}\u00A0${SIZES[size]}`;
}

/** What a metric is, in words: a counter that only rises is another thing than a sum that falls too. */
export function kindOf({ kind, temporality, monotonic }: Pick<Listed, "kind" | "temporality" | "monotonic">): string {
  const words = kind.replaceAll("_", " ");
  if (kind !== "sum") return words;
  return `${monotonic ? "counter" : "sum"}, ${temporality}`;
}

/** A unit as it is read: "1" says nothing, braces only mark what is counted. */
export function unitOf(unit: string): string {
  if (unit === "1") return "";
  return visible(unit.replaceAll(/[{}]/g, ""));
}

function formatNumber(value: number): string {
  const size = Math.abs(value);
  // Beyond what words for sizes reach, and below what three digits after the point show.
  if (size >= 1e12 || (size > 0 && size < 1e-3)) return value.toExponential(2);
  return formatCount(value);
}

/** Metrics that hold every word in name or description; whose name begins with the text first, then by name. */
export function metricsFound<One extends Pick<Listed, "name" | "description">>(
  metrics: readonly One[],
  text: string,
): One[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return [...metrics];
  const holds = (held: string) => words.every((word) => held.includes(word));
  const rank = ({ name }: One) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(first)) return 0;
    return holds(lower) ? 1 : 2;
  };
  return metrics
    .filter(({ name, description }) => holds(`${name}\n${description}`.toLowerCase()))
    .toSorted((a, b) => rank(a) - rank(b));
}
