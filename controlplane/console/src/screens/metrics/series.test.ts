import { describe, expect, test } from "vitest";

import { formatInUnit, formatOf, kindOf, linesOf, type MetricSeries, metricsFound, unitOf } from "./series";

const found: MetricSeries = {
  name: "queue.size",
  kind: "gauge",
  unit: "1",
  description: "",
  aggregate: "avg",
  aggregates: ["avg"],
  start_unix_ns: "0",
  step_ns: 1,
  series: [
    { group: { service: "orders", queue: "" }, values: [1, null, 4] },
    { group: {}, values: [null] },
  ],
  warnings: [],
  complete: true,
};

test("a line is named by its group and summed up without gaps", () => {
  expect(linesOf(found)).toMatchObject([
    { name: "orders · (none)", last: 4, min: 1, avg: 2.5, max: 4 },
    { name: "queue.size", last: undefined, min: undefined, avg: undefined, max: undefined },
  ]);
});

test("no two groups share a name", () => {
  const groups: Record<string, string>[] = [
    { a: "x · y", b: "z" },
    { a: "x", b: "y · z" },
    { a: "x ·", b: "y" },
    { a: "x", b: "· y" },
    { a: "(none)", b: "y" },
    { a: "", b: "y" },
  ];
  const names = linesOf({ ...found, series: groups.map((group) => ({ group, values: [1] })) }).map(({ name }) => name);
  expect(new Set(names).size).toBe(groups.length);
});

describe("values are read in their unit", () => {
  test.each([
    [0.25, "s", "250\u00A0ms"],
    [12, "ms", "12\u00A0ms"],
    [0, "s", "0"],
    [2_048, "KiBy", "2\u00A0MiB"],
    [-1_536, "By", "−1.5\u00A0KiB"],
    [0, "By", "0\u00A0B"],
    [1_023, "MiBy", "1023\u00A0MiB"],
    [97.5, "%", "97.5%"],
    [12, "{requests}", "12"],
    [3, "Cel", "3\u00A0Cel"],
    [0.000_01, "1", "1.00e-5"],
    [2e15, "", "2.00e+15"],
  ])("%d %s", (value, unit, text) => expect(formatInUnit(value, unit)).toBe(text));
  test("counts of observations have no unit of what was observed", () => {
    expect(formatOf({ kind: "histogram", unit: "s", aggregate: "rate" })(3)).toBe("3/s");
    expect(formatOf({ kind: "histogram", unit: "s", aggregate: "p95" })(0.25)).toBe("250\u00A0ms");
    expect(formatOf({ kind: "sum", unit: "By", aggregate: "rate" })(1_024)).toBe("1\u00A0KiB/s");
  });
});

test("metrics are found by words of their names, and of what they measure", () => {
  const metrics = ["jvm.memory.used", "memory.free", "queue.size"].map((name) => ({
    name,
    description: name === "queue.size" ? "Memory that messages wait in" : "",
  }));
  expect(metricsFound(metrics, "mem").map(({ name }) => name)).toEqual([
    "memory.free",
    "jvm.memory.used",
    "queue.size",
  ]);
  expect(metricsFound(metrics, "used jvm").map(({ name }) => name)).toEqual(["jvm.memory.used"]);
  expect(metricsFound(metrics, " ")).toHaveLength(3);
});

test("what a metric is, in words", () => {
  expect(kindOf({ kind: "sum", temporality: "cumulative", monotonic: true })).toBe("counter, cumulative");
  expect(kindOf({ kind: "sum", temporality: "delta", monotonic: false })).toBe("sum, delta");
  expect(kindOf({ kind: "exponential_histogram", temporality: "delta", monotonic: false })).toBe(
    "exponential histogram",
  );
  expect(["1", "{request}", "By"].map(unitOf)).toEqual(["", "request", "By"]);
});
