import { expect, test } from "vitest";

import { compared, filtered, type RedRow, slowest, stepSeconds, totals } from "./red";

const row = (service: string, calls: number, errors: number, more: Partial<RedRow> = {}): RedRow => ({
  service,
  name: null,
  kind: null,
  calls,
  errors,
  duration_avg_ns: 1,
  p50_ns: 1,
  p95_ns: 2,
  p99_ns: 3,
  max_ns: 4,
  series: null,
  ...more,
});

const series = (calls: number[], errors: number[]) => ({
  start_unix_ns: "0",
  step_s: 60,
  calls,
  errors,
  p95_ns: [1, null],
});

test("what is new and what has gone silent are both there", () => {
  const rows = compared([row("a", 10, 0), row("new", 1, 0)], [row("a", 5, 0), row("gone", 7, 1)]);
  expect(rows.map(({ service, isGone, before }) => [service, isGone, before?.calls])).toEqual([
    ["a", false, 5],
    ["new", false, undefined],
    ["gone", true, 7],
  ]);
  expect(rows[2]?.now.calls).toBe(0);
});

test("of windows with more rows than are there, nothing is called new or gone", () => {
  const [now, before] = [[row("a", 10, 0), row("b", 1, 0)], [row("c", 5, 0)]];
  const cut = compared(now, before, { isComplete: false, isBeforeComplete: false });
  expect(cut.map(({ service, before: old }) => [service, old?.calls])).toEqual([
    ["a", 10],
    ["b", 1],
  ]);
});

test("operations of one name and another kind are two rows", () => {
  const server = row("a", 1, 0, { name: "GET /", kind: "Server" });
  const client = row("a", 2, 0, { name: "GET /", kind: "Client" });
  expect(compared([server, client], [client, server]).map(({ before }) => before?.calls)).toEqual([1, 2]);
});

test("every word of a filter must be in a name", () => {
  const rows = compared([row("orders", 1, 0, { name: "GET /a" }), row("orders", 1, 0, { name: "POST /b" })], []);
  expect(filtered(rows, "ORD get").map(({ name }) => name)).toEqual(["GET /a"]);
  expect(filtered(rows, " ")).toHaveLength(2);
});

test("steps are whole minutes, about as many as asked for", () => {
  const hour = 3_600_000_000_000n;
  expect(stepSeconds(hour / 60n, 60)).toBe(60);
  expect(stepSeconds(hour, 60)).toBe(60);
  expect(stepSeconds(6n * hour, 60)).toBe(600);
  expect(stepSeconds(24n * 365n * hour, 60)).toBe(604_800);
});

test("sums are per second, and a step without calls has no share", () => {
  const rows = [
    row("a", 1, 0, { series: series([60, 0], [6, 0]) }),
    row("b", 9, 0, { series: series([120, 0], [12, 0]) }),
  ];
  expect(totals(rows)).toEqual({
    ok: [2.7, 0],
    errors: [0.30000000000000004, 0],
    share: [0.30000000000000004 / 3, null],
  });
  expect(slowest(rows).map(({ name, values }) => [name, values])).toEqual([
    ["b", [1, null]],
    ["a", [1, null]],
  ]);
});
