import { describe, expect, test } from "vitest";

import { levelOf, WORST_FIRST } from "./levels";
import { fieldsOf, laidOut, lineOf, type LogRecord } from "./records";

const record: LogRecord = {
  time_unix_ns: "1",
  observed_unix_ns: "2",
  severity: "INFO",
  severity_number: 9,
  service: "orders",
  body: "started",
  event_name: "",
  trace_id: "",
  span_id: "",
  resource: {},
  scope: { name: "", version: "" },
  attributes: {},
  camel: { context: "", route: "", node: "", exchange: "" },
  cursor: "",
};

test("every number of OpenTelemetry has a level", () => {
  expect([0, 1, 4, 5, 9, 12, 13, 17, 20, 21, 24, 99].map(levelOf)).toEqual([
    "unknown",
    "trace",
    "trace",
    "debug",
    "info",
    "info",
    "warn",
    "error",
    "error",
    "fatal",
    "fatal",
    "fatal",
  ]);
  expect(WORST_FIRST[0]).toBe("fatal");
});

describe("a record", () => {
  test("is a line, whatever its body is", () => {
    expect(lineOf(record)).toBe("started");
    expect(lineOf({ ...record, body: { a: [1] } })).toBe('{"a":[1]}');
    expect(lineOf({ ...record, body: null, event_name: "user.login" })).toBe("user.login");
    expect(lineOf({ ...record, body: "" })).toBe("(no body)");
    expect(lineOf({ ...record, body: "x".repeat(5_000) })).toHaveLength(2_000);
  });
  test("has its JSON laid out, and nothing else", () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut({ a: 1 })).toBe('{\n  "a": 1\n}');
    for (const body of ["[broken", "plain", 1, null, ""]) expect(laidOut(body)).toBeUndefined();
  });
  test("names its values as a search does, where it can ask for them", () => {
    const values = { "host.name": "a", "odd key": 1, list: [1], n: 3, long: "x".repeat(501) };
    expect(fieldsOf(values, "resource.").map(({ key, asked }) => [key, asked])).toEqual([
      ["host.name", "resource.host.name"],
      ["list", undefined],
      ["long", undefined],
      ["n", "resource.n"],
      ["odd key", undefined],
    ]);
  });
});
