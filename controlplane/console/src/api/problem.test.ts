import { expect, test } from "vitest";

import { asProblem, isWorthRetrying, ProblemError, problemOf, retryDelayMs } from "./problem";

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });

test("a problem of the API keeps its words, way out and column", async () => {
  const body = {
    type: "urn:camelops:problem:query_malformed",
    title: "Bad Request",
    detail: "a value is missing after service:",
    way_out: "a query looks like: service:orders",
    query: "service:",
    column: 9,
  };
  const { problem } = await problemOf(answer(400, JSON.stringify(body)));
  expect(problem).toEqual({
    kind: "query_malformed",
    status: 400,
    title: "Bad Request",
    detail: "a value is missing after service:",
    wayOut: "a query looks like: service:orders",
    query: "service:",
    column: 9,
  });
});

test("an answer of something in between is a problem too", async () => {
  const { problem } = await problemOf(answer(502, "<html>Bad gateway</html>"));
  expect(problem).toMatchObject({ kind: "http", status: 502 });
  expect(problem.detail).toContain("502");
});

test("no answer at all says what to look at", () => {
  expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ kind: "unreachable", status: 0 });
  expect(asProblem(new RangeError("too far"))).toMatchObject({ kind: "console", detail: "too far" });
});

test("only what may pass by itself is asked again, after as long as the server said", async () => {
  const away = await problemOf(answer(503, "{}", { "Retry-After": "5" }));
  const wrong = await problemOf(answer(400, "{}"));
  expect(isWorthRetrying(0, away)).toBe(true);
  expect(isWorthRetrying(3, away)).toBe(false);
  expect(isWorthRetrying(0, wrong)).toBe(false);
  expect(isWorthRetrying(0, new TypeError("Failed to fetch"))).toBe(true);
  expect(isWorthRetrying(0, new RangeError("ours"))).toBe(false);
  expect(retryDelayMs(0, away)).toBe(5_000);
  expect(retryDelayMs(2, new ProblemError(asProblem("x")))).toBe(2_000);
});
