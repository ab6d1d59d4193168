import { describe, expect, test } from "vitest";

import { isSearchable, pieces, term, termState, withoutTerm, withTerm, writingAt } from "./language";
import cases from "./terms.json";

const cut = (text: string) =>
  pieces(text)
    .filter(({ kind }) => kind !== "blank")
    .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe("pieces", () => {
  test("keys, operators, values, words", () => {
    expect(cut('service:orders duration > 100ms "not found" time')).toEqual([
      "key service",
      "operator :",
      "value orders",
      "key duration",
      "operator  > ",
      "value 100ms",
      'quoted "not found"',
      "word time",
    ]);
  });
  test("connectives in capitals only, and a minus", () => {
    expect(cut("a:b AND -c:d or NOT (e OR f)")).toEqual([
      "key a",
      "operator :",
      "value b",
      "connective AND",
      "connective -",
      "key c",
      "operator :",
      "value d",
      "word or",
      "connective NOT",
      "bracket (",
      "word e",
      "connective OR",
      "word f",
      "bracket )",
    ]);
  });
  test("lists and ranges", () => {
    expect(cut("status:(error OR unset) duration:[100ms TO *]")).toEqual([
      "key status",
      "operator :",
      "bracket (",
      "value error",
      "connective OR",
      "value unset",
      "bracket )",
      "key duration",
      "operator :",
      "bracket [",
      "value 100ms",
      "connective TO",
      "value *",
      "bracket ]",
    ]);
  });
  test("an address is a word, and a value", () => {
    expect(cut("http://x/a url:http://x:80/a")).toEqual([
      "word http://x/a",
      "key url",
      "operator :",
      "value http://x:80/a",
    ]);
  });
  test("every character belongs to one piece, whatever the text", () => {
    const letters = 'ab:"()[]<>=~!-\\ *OR TO'.split("");
    let seed = 7;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: next(24) }, () => letters[next(letters.length)]).join("");
      let end = 0;
      for (const piece of pieces(text)) {
        expect(piece.start).toBe(end);
        expect(piece.end).toBeGreaterThan(piece.start);
        end = piece.end;
      }
      expect(end).toBe(text.length);
    }
  });
});

describe("what is written at the cursor", () => {
  test.each([
    ["|", { what: "key", prefix: "" }],
    ["ser|", { what: "key", prefix: "ser" }],
    ["-ser|", { what: "key", prefix: "ser" }],
    ["service:|", { what: "value", key: "service", prefix: "" }],
    ["service:or|", { what: "value", key: "service", prefix: "or" }],
    ['message:"conn re|', { what: "value", key: "message", prefix: "conn re" }],
    ["duration >= 1|", { what: "value", key: "duration", prefix: "1" }],
    ["status:(error OR un|", { what: "value", key: "status", prefix: "un" }],
    ["status:(error OR |", { what: "value", key: "status", prefix: "" }],
    ["(service:a OR na|", { what: "key", prefix: "na" }],
    ["service:orders |", { what: "key", prefix: "" }],
    ["service:or|ders name:x", { what: "value", key: "service", prefix: "or" }],
  ])("%s", (marked, expected) => {
    const cursor = marked.indexOf("|");
    expect(writingAt(marked.replace("|", ""), cursor)).toMatchObject(expected);
  });

  test("a suggestion replaces the whole value, not only what is before the cursor", () => {
    expect(writingAt("service:orders x", 10)).toMatchObject({ start: 8, end: 14 });
  });
});

describe("terms", () => {
  test.each(cases)("$text", ({ key, value, text }) => {
    expect(term(key, value)).toBe(text);
    expect(term(key, value, false)).toBe(`-${text}`);
    expect(termState(`a:b ${text} c`, key, value)).toBe("included");
    expect(termState(withTerm("a:b", key, value, false), key, value)).toBe("excluded");
    expect(withoutTerm(`a:b ${text} c`, key, value)).toBe("a:b c");
  });

  test("are added once, and replace their opposite", () => {
    expect(withTerm("", "service", "a")).toBe("service:a");
    expect(withTerm("x service:a", "service", "a")).toBe("x service:a");
    expect(withTerm("x service:a y", "service", "a", false)).toBe("x y -service:a");
    expect(withTerm("NOT x", "service", "a")).toBe("NOT x service:a");
    expect(withTerm("status:(error OR unset)", "service", "a")).toBe("status:(error OR unset) service:a");
  });

  test("narrow alternatives as a whole", () => {
    expect(withTerm("a:b OR c:d", "service", "a")).toBe("(a:b OR c:d) service:a");
  });
});

test("a search can ask for keys that it can write, and for values that are compared as text", () => {
  expect(isSearchable("http.route", "/orders")).toBe(true);
  expect(isSearchable("attempt", 2)).toBe(true);
  expect(isSearchable("user id", "x")).toBe(false);
  expect(isSearchable("user:id", "x")).toBe(false);
  expect(isSearchable("body", { a: 1 })).toBe(false);
  expect(isSearchable("body", "x".repeat(501))).toBe(false);
});
