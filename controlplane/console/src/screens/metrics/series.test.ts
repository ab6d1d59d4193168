import { describe, expect, test } from "vitest";

import { formatInUnit, formatOf, keysOf, linesOf, type MetricSeries, namesFound } from "./series";

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

describe("values are read in their unit", () => {
  test.each([
    [0.25, "s", "250\u00A0ms"],
    [12, "ms", "12\u00A0ms"],
    [0, "s", "0"],
    [2_048, "KiBy", "2.1\u00A0MB"],
    [-1_500, "By", "−1.5\u00A0kB"],
    [12, "{requests}", "12"],
    [3, "Cel", "3\u00A0Cel"],
    [0.000_01, "1", "1.00e-5"],
    [2e15, "", "2.00e+15"],
  ])("%d %s", (value, unit, text) => expect(formatInUnit(value, unit)).toBe(text));
  test("counts of observations have no unit of what was observed", () => {
    expect(formatOf({ kind: "histogram", unit: "s", aggregate: "rate" })(3)).toBe("3/s");
    expect(formatOf({ kind: "histogram", unit: "s", aggregate: "p95" })(0.25)).toBe("250\u00A0ms");
    expect(formatOf({ kind: "sum", unit: "By", aggregate: "rate" })(1_000)).toBe("1\u00A0kB/s");
  });
});

const point = (service: string, attributes: Record<string, unknown>) => ({
  kind: "gauge",
  time_unix_ns: "1",
  start_unix_ns: "0",
  service,
  attributes,
});

test("keys that tell series apart come first", () => {
  expect(keysOf([point("a", { zone: "x", host: 1 }), point("a", { zone: "x", host: 2 })])).toEqual([
    { key: "host", values: 2 },
    { key: "service", values: 1 },
    { key: "zone", values: 1 },
  ]);
  expect(keysOf([])).toEqual([{ key: "service", values: 0 }]);
});

test("names are found by their words", () => {
  const names = ["jvm.memory.used", "memory.free", "queue.size"].map((name) => ({ name }));
  expect(namesFound(names, "mem").map(({ name }) => name)).toEqual(["memory.free", "jvm.memory.used"]);
  expect(namesFound(names, "used jvm").map(({ name }) => name)).toEqual(["jvm.memory.used"]);
  expect(namesFound(names, " ")).toHaveLength(3);
});
