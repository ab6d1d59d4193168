/** Trees for tests: any shape, the same in every run. */
import { type Skeleton, skeletonOf } from "./skeleton";

/** Mulberry32: the same trees in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A forest in pre-order: each row hangs below the one before it or one of that row's ancestors, or is a root. */
export function tree(next: () => number, count: number): Skeleton {
  const parent: number[] = [];
  const depth: number[] = [];
  for (let row = 0; row < count; row += 1) {
    let above = row - 1;
    while (above >= 0 && next() < 0.45) above = parent[above] ?? -1;
    parent.push(above);
    depth.push(above < 0 ? 0 : (depth[above] ?? 0) + 1);
  }
  const subtree = parent.map(() => 1);
  for (let row = count - 1; row >= 0; row -= 1) {
    const above = parent[row] ?? -1;
    if (above >= 0) subtree[above] = (subtree[above] ?? 0) + (subtree[row] ?? 0);
  }
  const zeros = parent.map(() => 0);
  const critical = parent.map((_, row) => row).filter(() => next() < 0.5);
  return skeletonOf({
    services: ["orders", "Stock"],
    names: ["GET /", "SELECT", "send"],
    kinds: ["Internal"],
    rows: {
      span_id: parent.map((_, row) => row.toString(16).padStart(16, "0")),
      parent,
      depth,
      start_ns: parent.map((_, row) => row),
      shift_ns: zeros,
      duration_ns: subtree,
      self_ns: zeros,
      service: parent.map(() => Math.floor(next() * 2)),
      name: parent.map(() => Math.floor(next() * 3)),
      kind: zeros,
      flags: zeros,
      subtree,
    },
    critical: { row: critical.toReversed(), start_ns: critical.toReversed(), end_ns: critical.toReversed() },
  });
}
