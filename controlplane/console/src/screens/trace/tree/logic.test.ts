import { describe, expect, it } from "vitest";

import { Bits } from "./bits";
import { readCollapsed, TURNED_MAX, turnedIds } from "./collapse";
import { wantedRows } from "./filters";
import { nextRow, rankOf, rowsOf } from "./find";
import { random, tree } from "./random";
import { rowOf, type Skeleton } from "./skeleton";
import { collapsedFrom, placeOf, revealed, visibleRows, withAncestors } from "./visible";
import { ticks } from "./ticks";
import { bounded, panned, readWindow, windowText, zoomed } from "./zoom";

function ancestors(trace: Skeleton, row: number): number[] {
  const above = trace.parent[row] ?? -1;
  return above < 0 ? [] : [above, ...ancestors(trace, above)];
}

function some(next: () => number, size: number, share: number): Bits {
  const bits = Bits.empty(size);
  for (let row = 0; row < size; row += 1) if (next() < share) bits.add(row);
  return bits;
}

const all = (trace: Skeleton) => Array.from({ length: trace.rows }, (_, row) => row);

describe.each(Array.from({ length: 60 }, (_, seed) => seed))("random tree %i", (seed) => {
  const next = random(seed);
  const trace = tree(next, Math.floor(next() * 120));

  it("shows what the definition says", () => {
    const collapsed = some(next, trace.rows, 0.2);
    const kept = next() < 0.5 ? some(next, trace.rows, 0.6) : undefined;
    const focus = trace.rows > 0 && next() < 0.5 ? Math.floor(next() * trace.rows) : -1;
    const inside = all(trace).filter((row) => focus < 0 || row === focus || ancestors(trace, row).includes(focus));
    const shown = inside.filter(
      (row) =>
        (kept?.has(row) ?? true) &&
        !ancestors(trace, row).some((above) => inside.includes(above) && collapsed.has(above)),
    );
    const visible = visibleRows(trace, collapsed, focus, kept);
    expect([...visible.rows]).toEqual(shown);
    expect(visible.hidden).toBe(kept === undefined ? 0 : inside.filter((row) => !kept.has(row)).length);
    for (const row of all(trace)) expect(placeOf(visible.rows, row)).toBe(shown.indexOf(row));
  });

  it("keeps the ancestors of matches and no other row", () => {
    const matches = some(next, trace.rows, 0.1);
    const kept = withAncestors(trace, matches);
    const wanted = new Set(all(trace).flatMap((row) => (matches.has(row) ? [row, ...ancestors(trace, row)] : [])));
    expect(all(trace).filter((row) => kept.has(row))).toEqual([...wanted].toSorted((a, b) => a - b));
    expect(kept.count()).toBe(wanted.size);
  });

  it("reveals a row and opens nothing else", () => {
    const collapsed = some(next, trace.rows, 0.5);
    for (const row of all(trace)) {
      const opened = revealed(trace, collapsed, row);
      expect(placeOf(visibleRows(trace, opened).rows, row)).toBeGreaterThanOrEqual(0);
      const above = new Set(ancestors(trace, row));
      for (const each of all(trace)) expect(opened.has(each)).toBe(collapsed.has(each) && !above.has(each));
    }
  });

  it("collapses from a level on", () => {
    for (const depth of [0, 1, 2]) {
      const { rows } = visibleRows(trace, collapsedFrom(trace, depth));
      expect([...rows]).toEqual(all(trace).filter((row) => (trace.depth[row] ?? 0) <= depth));
    }
  });

  it("groups critical stretches by their row", () => {
    for (const row of all(trace)) {
      const [first, end] = [trace.criticalFirst[row] ?? 0, trace.criticalFirst[row + 1] ?? 0];
      expect([...trace.criticalRow.subarray(first, end)].every((each) => each === row)).toBe(true);
      expect([...trace.criticalStart.subarray(first, end)]).toEqual([...trace.criticalRow.subarray(first, end)]);
    }
    expect(trace.criticalFirst[trace.rows]).toBe(trace.criticalRow.length);
  });

  it("finds rows by their spans, and goes round", () => {
    const wanted = all(trace).filter((row) => trace.service[row] === 1);
    const found = rowsOf(trace, ["ffff", ...wanted.map((row) => trace.spanIds[row] ?? "").toReversed()]);
    expect(all(trace).filter((row) => found.has(row))).toEqual(wanted);
    const from = Math.floor(next() * trace.rows);
    expect(nextRow(found, from, 1)).toBe(wanted.find((row) => row > from) ?? wanted[0] ?? -1);
    expect(nextRow(found, from, -1)).toBe(wanted.findLast((row) => row < from) ?? wanted.at(-1) ?? -1);
    expect(nextRow(found, -1, 1)).toBe(wanted[0] ?? -1);
    expect(nextRow(found, -1, -1)).toBe(wanted.at(-1) ?? -1);
    for (const [place, row] of wanted.entries()) expect(rankOf(found, row)).toBe(place + 1);
  });

  it("wants the rows that fulfil all that is asked for", () => {
    const found = some(next, trace.rows, 0.5);
    const services = next() < 0.5 ? undefined : ["Stock"];
    const wanted = wantedRows(trace, services, ["found"], found);
    for (const row of all(trace))
      expect(wanted?.has(row)).toBe(found.has(row) && (services === undefined || trace.service[row] === 1));
    expect(wantedRows(trace, undefined, undefined, found)).toBeUndefined();
  });

  it("writes what is collapsed into the address and reads it back", () => {
    const collapsed = Bits.empty(trace.rows);
    for (const row of all(trace)) if ((trace.subtree[row] ?? 0) > 1 && next() < 0.4) collapsed.add(row);
    for (const level of [undefined, 0, 2]) {
      const read = readCollapsed(trace, level, turnedIds(trace, collapsed, level, -1), -1);
      const forgotten = all(trace).filter((row) => read.has(row) !== collapsed.has(row));
      const turned = all(trace).filter((row) => collapsed.has(row) !== collapsedFrom(trace, level ?? 1e6).has(row));
      expect(forgotten).toEqual(turned.slice(TURNED_MAX));
    }
  });

  it("stays within the trace whatever is zoomed and panned", () => {
    const duration = Math.floor(next() * 1e12);
    let window = { start: 0, end: Math.max(duration, 1) };
    for (let step = 0; step < 30; step += 1) {
      window =
        next() < 0.5 ? zoomed(window, 0.2 + next() * 2, next(), duration) : panned(window, next() * 4 - 2, duration);
      expect(window.start).toBeGreaterThanOrEqual(0);
      expect(window.end).toBeLessThanOrEqual(Math.max(duration, 1) * (1 + 1e-12));
      expect(window.end).toBeGreaterThan(window.start);
      const marks = ticks(window, 6);
      expect(marks.length).toBeLessThanOrEqual(7);
      for (const { ns } of marks) expect(ns >= window.start && ns <= window.end).toBe(true);
      expect(new Set(marks.map(({ label }) => label)).size).toBe(marks.length);
    }
  });
});

describe("the window in the address", () => {
  it("round-trips, and is absent for the whole trace", () => {
    expect(windowText(readWindow("12-3400", 10_000), 10_000)).toBe("12-3400");
    expect(windowText({ start: 0, end: 10_000 }, 10_000)).toBeUndefined();
  });

  it("reads nonsense as the whole trace", () => {
    for (const text of [undefined, "", "5-5", "9-1", "a-b", "-1-4"])
      expect(readWindow(text, 100)).toEqual({ start: 0, end: 100 });
    expect(bounded({ start: 500, end: 900 }, 100)).toEqual({ start: 0, end: 100 });
    expect(readWindow(undefined, 0)).toEqual({ start: 0, end: 1 });
  });
});

it("knows a span by its id", () => {
  const trace = tree(random(7), 20);
  expect(rowOf(trace, "0000000000000003")).toBe(3);
  expect(rowOf(trace, "ffff")).toBe(-1);
  expect(rowOf(trace, undefined)).toBe(-1);
});
