import { describe, expect, test } from "vitest";

import { fieldsOf, laidOut } from "./records";

describe("a record", () => {
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
