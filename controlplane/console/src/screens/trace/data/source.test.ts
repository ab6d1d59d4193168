// @vitest-environment happy-dom
import { expect, it } from "vitest";

import { tree } from "../tree/random";
import { type LoadedTrace, unlessSame } from "./source";

const trace = tree(() => 0.5, 3);

function loadedTrace(spans: number): LoadedTrace {
  const facts = {
    trace_id: "a".repeat(32),
    complete: true,
    start_unix_ns: "0",
    duration_ns: 5,
    spans,
    errors: 0,
    services: [],
    warnings: [],
    skew: [],
  };
  return { facts, trace };
}

it("keeps what is shown when a refresh brings nothing new", () => {
  const [before, same, more] = [loadedTrace(3), loadedTrace(3), loadedTrace(4)];
  expect(unlessSame(before, same)).toBe(before);
  expect(unlessSame(before, more)).toBe(more);
  expect(unlessSame(undefined, same)).toBe(same);
});
