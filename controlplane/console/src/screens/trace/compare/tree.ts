/** Two traces as one tree: what differs, and how. Rows are in pre-order. Pure. */
import type { Schema } from "@/api/client";

export type Comparison = Schema<"TraceComparison">;

export type Sort = "tree" | "longer" | "shorter";

export interface ComparedRow {
  row: number;
  depth: number;
  service: string;
  name: string;
  a: Side;
  b: Side;
}

export interface Side {
  count: number;
  duration: number;
  self: number;
  errors: number;
}

export function comparedRows({ rows, services, names }: Comparison): ComparedRow[] {
  return rows.depth.map((depth, row) => ({
    row,
    depth,
    service: services[rows.service[row] ?? -1] ?? "",
    name: names[rows.name[row] ?? -1] ?? "Span that did not arrive",
    a: side(rows.count_a[row], rows.duration_a_ns[row], rows.self_a_ns[row], rows.errors_a[row]),
    b: side(rows.count_b[row], rows.duration_b_ns[row], rows.self_b_ns[row], rows.errors_b[row]),
  }));
}

function side(count = 0, duration = 0, self = 0, errors = 0): Side {
  return { count, duration, self, errors };
}

// Less than this share of the longer of the two is how traces differ from run to run.
const NOTABLE_SHARE = 0.2;
// And what is shorter than this is not what anybody waits for.
const NOTABLE_NS = 100_000;

/** Another number of spans or errors, or another length by a fifth. */
export function isDifferent({ a, b }: ComparedRow): boolean {
  if (a.count !== b.count || a.errors !== b.errors) return true;
  const by = Math.abs(a.duration - b.duration);
  return by >= NOTABLE_NS && by >= NOTABLE_SHARE * Math.max(a.duration, b.duration);
}

/** The rows that differ and all they lie in. */
export function differentRows(rows: readonly ComparedRow[], parent: readonly number[]): ComparedRow[] {
  const kept = rows.map(isDifferent);
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const above = parent[row] ?? -1;
    if (kept[row] && above >= 0) kept[above] = true;
  }
  return rows.filter((_, row) => kept[row]);
}

/** What the first or the second alone has, in numbers. */
export function summary(rows: readonly ComparedRow[]): { onlyA: number; onlyB: number; different: number } {
  return {
    onlyA: rows.filter(({ b }) => b.count === 0).length,
    onlyB: rows.filter(({ a }) => a.count === 0).length,
    different: rows.filter((each) => each.a.count > 0 && each.b.count > 0 && isDifferent(each)).length,
  };
}
