/** Rate, errors and duration: two windows side by side, and the sums over services. Pure. */
import type { Schema } from "@/api/client";
import type { Series } from "@/charts/series";
import { lineColours } from "@/kit/colours";

export type RedRow = Schema<"RedRow">;

export interface Compared {
  key: string;
  service: string;
  name: string;
  kind: string;
  /** Of this window; zeros for what was only there before. */
  now: RedRow;
  before: RedRow | undefined;
  isGone: boolean;
}

const keyOf = ({ service, name, kind }: RedRow) => [service, name ?? "", kind ?? ""].join("\u0000");

/** False: the window has more rows than are there. What is not there is then not known to be new, or gone. */
interface Whole {
  isComplete: boolean;
  isBeforeComplete: boolean;
}

/** Every service or operation of either window. What has gone silent is in it: its absence is news. */
export function compared(
  now: readonly RedRow[],
  before: readonly RedRow[],
  { isComplete, isBeforeComplete }: Whole = { isComplete: true, isBeforeComplete: true },
): Compared[] {
  const earlier = new Map(before.map((row) => [keyOf(row), row]));
  const rows = now.map((row) => {
    const key = keyOf(row);
    const old = earlier.get(key);
    earlier.delete(key);
    return {
      key,
      service: row.service,
      name: row.name ?? "",
      kind: row.kind ?? "",
      now: row,
      // Beside itself a row has not changed: nothing is said of it.
      before: old ?? (isBeforeComplete ? undefined : row),
      isGone: false,
    };
  });
  const gone = [...earlier].map(([key, row]) => ({
    key,
    service: row.service,
    name: row.name ?? "",
    kind: row.kind ?? "",
    now: { ...row, calls: 0, errors: 0, p50_ns: 0, p95_ns: 0, p99_ns: 0, max_ns: 0 },
    before: row,
    isGone: true,
  }));
  return isComplete ? [...rows, ...gone] : rows;
}

/** Words that are all somewhere in the names, in any case. */
export function filtered(rows: readonly Compared[], text: string): Compared[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ service, name, kind }) => {
    const all = `${service} ${name} ${kind}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Seconds of a step so that a range has about `points` of them: whole minutes, which is what is kept. */
export function stepSeconds(rangeNs: bigint, points: number): number {
  const wanted = Number(rangeNs) / 1e9 / points;
  return STEPS_S.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
}

const STEPS_S = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Sums of all rows, step by step: calls that went well and errors, both per second. */
export function totals(rows: readonly RedRow[]): { ok: number[]; errors: number[]; share: (number | null)[] } {
  const ok: number[] = [];
  const errors: number[] = [];
  for (const { series } of rows) {
    for (const [index, calls] of (series?.calls ?? []).entries()) {
      const failed = series?.errors[index] ?? 0;
      const step = series?.step_s ?? 1;
      ok[index] = (ok[index] ?? 0) + (calls - failed) / step;
      errors[index] = (errors[index] ?? 0) + failed / step;
    }
  }
  const share = ok.map((good, index) => {
    const failed = errors[index] ?? 0;
    return good + failed > 0 ? failed / (good + failed) : null;
  });
  return { ok, errors, share };
}

// More lines than this cannot be told apart.
const LINES_MAX = 5;

/** The p95 of the services that were called most, one line each. */
export function slowest(rows: readonly RedRow[]): Series[] {
  const drawn = rows
    .filter(({ series }) => series !== undefined && series !== null)
    .toSorted((a, b) => b.calls - a.calls)
    .slice(0, LINES_MAX);
  const colours = lineColours(drawn.map((row) => row.service + (row.name ?? "")));
  return drawn.map((row, index) => ({
    name: row.name ?? row.service,
    values: row.series?.p95_ns.map((p95) => p95 ?? null) ?? [],
    colour: colours[index] ?? "--accent",
  }));
}
