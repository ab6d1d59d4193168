import { describe, expect, it } from "vitest";

import { random, tree } from "../tree/random";
import { at } from "../tree/skeleton";
import { lanesOf, rowAt } from "./layout";

describe.each(Array.from({ length: 40 }, (_, seed) => seed))("lanes of random tree %i", (seed) => {
  const next = random(seed);
  const trace = tree(next, 1 + Math.floor(next() * 150));
  const from = Math.floor(next() * trace.rows);
  const to = from + at(trace.subtree, from);
  const lanes = lanesOf(trace, from, to);
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const end = (row: number) => at(trace.start, row) + at(trace.duration, row);

  it("lays nothing over anything, and children below their parent", () => {
    const below = rows.slice(1).filter((row) => at(lanes.lane, row) <= at(lanes.lane, at(trace.parent, row)));
    const over = rows.filter((row) =>
      rows.some((other) => {
        const apart = end(other) <= at(trace.start, row) || end(row) <= at(trace.start, other);
        return row !== other && !apart && at(lanes.lane, row) === at(lanes.lane, other);
      }),
    );
    expect([below, over]).toEqual([[], []]);
    expect(lanes.crowded).toBe(0);
  });

  it("lists each lane's rows by start", () => {
    const listed: number[] = [];
    for (let lane = 0; lane < lanes.lanes; lane += 1) {
      const ofLane = [...lanes.rows.subarray(at(lanes.first, lane), at(lanes.first, lane + 1))];
      expect(ofLane).toEqual(rows.filter((row) => at(lanes.lane, row) === lane));
      listed.push(...ofLane);
    }
    expect(listed.toSorted((a, b) => a - b)).toEqual(rows);
  });

  it("finds the row at a moment of a lane", () => {
    for (let lane = 0; lane < lanes.lanes; lane += 1) {
      const ns = from + next() * (to - from);
      const wanted = rows.find((row) => at(lanes.lane, row) === lane && at(trace.start, row) <= ns && ns < end(row));
      expect(rowAt(trace, lanes, lane, ns, 0)).toBe(wanted ?? -1);
    }
    expect(rowAt(trace, lanes, lanes.lanes, 0, 0)).toBe(-1);
  });
});
