// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { random, tree } from "../tree/random";
import { openedFile, traceOfFile } from "./files";
import type { LoadedTrace } from "./source";

test("files of one name, with traces of one id, are two files", () => {
  const [one, another] = [1, 2].map((seed) => {
    const file = openedFile("trace.json", { traces: [], spans: [], complete: true, refused: [] });
    const facts = { trace_id: "a" } as LoadedTrace["facts"];
    return traceOfFile({ ...file, traces: new Map([["a", { facts, trace: tree(random(seed), 3) }]]) }, "a");
  });
  expect(one?.key).not.toEqual(another?.key);
});
