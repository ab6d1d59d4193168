import { expect, it } from "vitest";

import { tree } from "../tree/random";
import { FAILED, STUB } from "../tree/skeleton";
import { findIn, quantile, statisticsBy } from "./inFile";
import type { WholeSpan } from "./source";

function span(span_id: string, attributes: WholeSpan["attributes"], more: Partial<WholeSpan> = {}): WholeSpan {
  return {
    trace_id: "a".repeat(32),
    span_id,
    parent_span_id: "",
    trace_state: "",
    name: "send",
    kind: "Internal",
    service: "orders",
    start_unix_ns: "0",
    duration_ns: 1,
    status: "Unset",
    status_message: "",
    flags: 0,
    sample_weight: 1,
    resource: { "host.name": "node-7" },
    scope: { name: "", version: "" },
    attributes,
    events: [],
    links: [],
    camel: { context: "", route: "", node: "", exchange: "" },
    ...more,
  };
}

it("finds words in names, values, processes and events, all of which must be there", () => {
  const spans = [
    span("1", { "order.id": "A-4711" }),
    span("2", { lines: [{ sku: "S-1" }] }, { status_message: "Connection refused" }),
    span("3", {}, { events: [{ time_unix_ns: "0", name: "retry", attributes: { attempt: 2 } }] }),
  ];
  expect(findIn(spans, "a-4711 NODE-7")).toEqual(["1"]);
  expect(findIn(spans, "s-1")).toEqual(["2"]);
  expect(findIn(spans, "refused")).toEqual(["2"]);
  expect(findIn(spans, "retry")).toEqual(["3"]);
  expect(findIn(spans, "orders")).toEqual(["1", "2", "3"]);
  expect(findIn(spans, "orders nothing")).toEqual([]);
  expect(findIn(spans, "  ")).toEqual([]);
});

it("sums by service, operation and attribute, without stubs, most self time first", () => {
  const base = tree(() => 0.99, 4);
  const trace = {
    ...base,
    duration: Float64Array.of(10, 20, 30, 40),
    self: Float64Array.of(1, 2, 9, 4),
    service: Int32Array.of(0, 0, 1, -1),
    name: Int32Array.of(0, 1, 1, -1),
    flags: Uint8Array.of(0, FAILED, 0, STUB),
  };
  const spans = new Map(
    [span("0", { tier: "gold" }), span("1", {}), span("2", { tier: "gold" })].map((each) => [
      each.span_id.padStart(16, "0"),
      each,
    ]),
  );
  expect(statisticsBy(trace, spans, "service")).toEqual([
    { value: "Stock", count: 1, total_ns: 30, self_ns: 9, avg_ns: 30, p95_ns: 30, max_ns: 30, errors: 0 },
    { value: "orders", count: 2, total_ns: 30, self_ns: 3, avg_ns: 15, p95_ns: 19.5, max_ns: 20, errors: 1 },
  ]);
  expect(statisticsBy(trace, spans, "operation").map(({ value }) => value)).toEqual([
    "Stock: SELECT",
    "orders: SELECT",
    "orders: GET /",
  ]);
  expect(statisticsBy(trace, spans, "tier").map(({ value, count }) => [value, count])).toEqual([["gold", 2]]);
  expect(statisticsBy(trace, spans, "host.name").map(({ count }) => count)).toEqual([3]);
});

it("takes quantiles between the two nearest", () => {
  expect(quantile([1], 0.95)).toBe(1);
  expect(quantile([0, 10], 0.5)).toBe(5);
  expect(quantile([0, 10, 20], 1)).toBe(20);
});
