import { describe, expect, test } from "vitest";

import { facetTerms, narrowed, onlyValue, toggledExclude, toggledInclude } from "./facetTerms";

describe("what a search says about a key", () => {
  test("single values, lists and exclusions", () => {
    expect(facetTerms('service:a status:error -service:"b c"', "service")).toEqual({
      included: ["a"],
      excluded: ["b c"],
      rest: "status:error",
    });
    expect(facetTerms("service:(a OR b) duration>1s", "service")).toEqual({
      included: ["a", "b"],
      excluded: [],
      rest: "duration>1s",
    });
  });
  test("words that any case finds are read as the store writes them", () => {
    expect(facetTerms("status:error -kind:SERVER", "status").included).toEqual(["Error"]);
    expect(facetTerms("status:error -kind:SERVER", "kind").excluded).toEqual(["Server"]);
    expect(facetTerms("level:(WARN OR error)", "level").included).toEqual(["warn", "error"]);
    expect(facetTerms("service:Orders", "service").included).toEqual(["Orders"]);
    expect(onlyValue("status:error", "status", "Error")).toBe("");
  });
  test("what is no list of values stays as it is", () => {
    for (const text of ["service:a*", "service:*", 'service=~"^a"', "duration:[1ms TO 2ms]", "service:a service:b*"]) {
      const { included, rest } = facetTerms(text, text.startsWith("d") ? "duration" : "service");
      expect([...included, rest].join("|")).toBe(text === "service:a service:b*" ? "a|service:b*" : text);
    }
  });
  test("alternatives at the top are left whole", () => {
    expect(facetTerms("service:a OR status:error", "service")).toEqual({
      included: [],
      excluded: [],
      rest: "(service:a OR status:error)",
    });
  });
});

describe("clicks", () => {
  test("a value that joins values is quoted in a list, and read back", () => {
    const list = toggledInclude(onlyValue("", "state", "CA"), "state", "OR");
    expect(list).toBe('state:(CA OR "OR")');
    expect(facetTerms(list, "state").included).toEqual(["CA", "OR"]);
  });
  test("a value alone, and back", () => {
    expect(onlyValue("status:error service:a", "service", "b")).toBe("status:error service:b");
    expect(onlyValue("status:error service:b", "service", "b")).toBe("status:error");
    expect(onlyValue("service:(a OR b)", "service", "b")).toBe("service:b");
  });
  test("one beside the other, and back", () => {
    expect(toggledInclude("service:a", "service", "b c")).toBe('service:(a OR "b c")');
    expect(toggledInclude('service:(a OR "b c")', "service", "a")).toBe('service:"b c"');
    expect(toggledInclude("-service:b", "service", "b")).toBe("service:b");
  });
  test("left out, and back", () => {
    expect(toggledExclude("service:a", "service", "a")).toBe("-service:a");
    expect(toggledExclude("-service:a x", "service", "a")).toBe("x");
  });
  test("what is clicked is found again", () => {
    for (const value of ["a", "GET /x", 'say "hi"', "(x)", "star*", "\\"]) {
      expect(facetTerms(onlyValue("status:error", "http.route", value), "http.route").included).toEqual([value]);
      expect(facetTerms(toggledExclude("", "http.route", value), "http.route").excluded).toEqual([value]);
    }
  });
});

test("a term more never changes what the others mean", () => {
  expect(narrowed("a OR b", "duration>=1ms")).toBe("(a OR b) duration>=1ms");
  expect(narrowed("a", "duration>=1ms", "")).toBe("a duration>=1ms");
  expect(narrowed("", "x")).toBe("x");
  expect(narrowed("a")).toBe("a");
});

test("values with colons, as Camel's endpoints have them, are taken in and out of a list", () => {
  const one = onlyValue("", "camel.uri", "direct:orders");
  const two = toggledInclude(one, "camel.uri", "kafka:audit");
  expect(facetTerms(two, "camel.uri").included).toEqual(["direct:orders", "kafka:audit"]);
  expect(toggledInclude(two, "camel.uri", "kafka:audit")).toBe(one);
});
