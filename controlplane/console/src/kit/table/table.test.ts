import { describe, expect, test } from "vitest";

import { csv, jsonLines } from "./export";
import { parseSort, sorted } from "./sorting";

describe("sorting", () => {
  test("a minus is down", () => {
    expect(parseSort("-calls")).toEqual({ column: "calls", isDescending: true });
    expect(parseSort("calls")).toEqual({ column: "calls", isDescending: false });
  });
  test("keeps the order of what is equal, and puts what has no value last", () => {
    const rows = [
      ["a", 1],
      ["b", undefined],
      ["c", 2],
      ["d", 1],
    ] as const;
    const names = (isDescending: boolean) => sorted(rows, ([, value]) => value, isDescending).map(([name]) => name);
    expect(names(false)).toEqual(["a", "d", "c", "b"]);
    expect(names(true)).toEqual(["c", "a", "d", "b"]);
  });
});

describe("files", () => {
  test("CSV quotes what must be quoted and starts no formula", () => {
    expect(
      csv(
        ["name", "n"],
        [
          ['say "hi", x', 1],
          ["=cmd()", 18_446_744_073_709_551_615n],
          [null, true],
        ],
      ),
    ).toBe('name,n\r\n"say ""hi"", x",1\r\n\'=cmd(),18446744073709551615\r\n,true\r\n');
  });
  test("JSON keeps every digit as text", () => {
    expect(jsonLines(["at", "x"], [[1_763_872_846_123_456_789n, undefined]])).toBe(
      '{"at":"1763872846123456789","x":null}\n',
    );
  });
});
