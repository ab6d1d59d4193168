import { expect, test } from "vitest";

import { aroundOf, type Estate, estateOf, narrowed, neighbourhood } from "./estate";

const node = (service: string, calls = 10, errors = 0) => ({ service, calls, errors, p50_ns: 1, p95_ns: 2 });
const edge = (way: string, calls = 10, errors = 0) => {
  const [caller = "", callee = ""] = way.split(">");
  return { caller, callee, calls, errors, p50_ns: 1, p95_ns: 2 };
};
const answer = (nodes: ReturnType<typeof node>[], edges: ReturnType<typeof edge>[]) => ({
  nodes,
  edges,
  edges_one_in: 1,
  complete: true,
});

/** a → b → c → d, and e alone. */
const CHAIN = estateOf(answer(["a", "b", "c", "d", "e"].map((name) => node(name)), [edge("a>b", 100), edge("b>c"), edge("c>d", 1)]), undefined); // prettier-ignore

const namesOf = ({ services }: Estate) => services.map(({ service }) => service).join("");

test("errors are judged against the window before, of services and of calls", () => {
  const now = answer([node("a", 100, 2), node("b", 100, 6), node("new", 100, 2)], [edge("a>b", 100, 2)]);
  const before = answer([node("a", 100, 1), node("b", 100, 6)], [edge("a>b", 100, 2)]);
  const { services, calls } = estateOf(now, before);
  expect(services.map(({ attention }) => attention)).toEqual(["news", "bad", undefined]);
  expect(calls.map(({ attention }) => attention)).toEqual([undefined]);
  expect(estateOf(now, undefined).services.map(({ attention }) => attention)).toEqual([undefined, "bad", undefined]);
});

test("a neighbourhood is so many calls wide, upwards, downwards or both", () => {
  expect([...neighbourhood(CHAIN.calls, "b", 1)].toSorted()).toEqual(["a", "b", "c"]);
  expect([...neighbourhood(CHAIN.calls, "b", 2, "callees")].toSorted()).toEqual(["b", "c", "d"]);
  expect([...neighbourhood(CHAIN.calls, "d", 9, "callers")].toSorted()).toEqual(["a", "b", "c", "d"]);
  expect([...neighbourhood([edge("a>b"), edge("b>a")], "a", Number.POSITIVE_INFINITY)].toSorted()).toEqual(["a", "b"]);
  expect([...neighbourhood([], "lone", 3)]).toEqual(["lone"]);
});

test("brothers are not neighbours: what another caller of the same service calls is not shown", () => {
  const calls = [edge("x>b"), edge("y>b"), edge("y>z")];
  expect([...neighbourhood(calls, "b", 2)].toSorted()).toEqual(["b", "x", "y"]);
});

test("around a service only its neighbours are left; a service that is not there narrows nothing", () => {
  const focus = { service: "b", depth: 1, direction: "both" } as const;
  expect(namesOf(narrowed(CHAIN, { focus }))).toBe("abc");
  expect(namesOf(narrowed(CHAIN, { focus, chosen: { service: "e" } }))).toBe("abce");
  expect(narrowed(CHAIN, { focus: { ...focus, service: "gone" } })).toEqual(CHAIN);
});

test("rare calls are hidden by their share of all, and services that had no others", () => {
  expect(narrowed(CHAIN, { leastShare: 0 })).toBe(CHAIN);
  expect(namesOf(narrowed(CHAIN, { leastShare: 0.05 }))).toBe("abc");
  const chosen = narrowed(CHAIN, { leastShare: 0.05, chosen: { service: "c", callee: "d" } });
  expect([namesOf(chosen), chosen.calls.length]).toEqual(["abcd", 3]);
});

test("of many services the busiest are left, by what they are asked and what they ask", () => {
  const estate = estateOf(answer([node("a", 0), node("b", 50), node("c", 5), node("d", 1)], [edge("a>b", 50)]), undefined); // prettier-ignore
  expect(namesOf(narrowed(estate, { servicesMax: 2 }))).toBe("ab");
  expect(namesOf(narrowed(estate, { servicesMax: 2, chosen: { service: "d" } }))).toBe("abd");
  expect(namesOf(narrowed(estate, { servicesMax: 4 }))).toBe("abcd");
});

test("callers and callees, most calls first", () => {
  const estate = estateOf(answer([], [edge("a>x", 1), edge("b>x", 9), edge("x>c", 2), edge("x>x", 3)]), undefined);
  const { callers, callees } = aroundOf(estate, "x");
  expect(callers.map(({ caller }) => caller)).toEqual(["b", "x", "a"]);
  expect(callees.map(({ callee }) => callee)).toEqual(["x", "c"]);
});
