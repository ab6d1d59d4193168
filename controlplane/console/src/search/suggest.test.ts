import { expect, test } from "vitest";

import { writingAt } from "./language";
import { keySuggestions, taken, valueSuggestions } from "./suggest";

const keys = [
  { key: "service", source: "field", count: 0 },
  { key: "http.response.status_code", source: "span", count: 900 },
  { key: "http.route", source: "span", count: 1_000 },
  { key: "server.port", source: "resource", count: 10 },
];

test("keys that begin with the text come first, then those that hold it", () => {
  expect(keySuggestions("ser", keys).map(({ label }) => label)).toEqual(["server.port", "service"]);
  expect(keySuggestions("rout", keys).map(({ insert }) => insert)).toEqual(["http.route:"]);
  expect(keySuggestions("s", keys).map(({ label }) => label)).toEqual([
    "server.port",
    "service",
    "http.response.status_code",
  ]);
});

test("a key written out offers its operators", () => {
  expect(
    keySuggestions("service", keys)
      .map(({ label }) => label)
      .slice(0, 3),
  ).toEqual(["service:", "service!=", "service>"]);
});

test("values come most seen first, quoted where they must be", () => {
  const values = [
    { value: "GET /a", count: 3 },
    { value: "GET", count: 7 },
  ];
  expect(valueSuggestions("g", values, String)).toEqual([
    { label: "GET", detail: "7", insert: "GET " },
    { label: "GET /a", detail: "3", insert: '"GET /a" ' },
  ]);
});

test.each([
  ["ser|", "service:", "service:|"],
  ["ser|:orders", "service:", "service|:orders"],
  ["service:or|", "orders ", "service:orders |"],
  ["service:or|ders name:x", "orders-eu ", "service:orders-eu| name:x"],
  ["status:(er|)", "error ", "status:(error|)"],
])("%s with %s becomes %s", (marked, insert, expected) => {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const result = taken(text, writingAt(text, cursor), { label: "", detail: "", insert });
  expect(`${result.text.slice(0, result.cursor)}|${result.text.slice(result.cursor)}`).toBe(expected);
});
