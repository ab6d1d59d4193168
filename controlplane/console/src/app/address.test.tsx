// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useAhead, useTypedText } from "./address";

vi.mock("@tanstack/react-router", () => ({
  useRouter: () => ({ state: { resolvedLocation: undefined }, latestLocation: { pathname: "/" } }),
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field whose address is as slow as a router on a busy machine. */
function typing() {
  return renderHook(() => {
    const [address, go] = useState("");
    const [text, type] = useTypedText(address, (next) => void setTimeout(() => go(next), 60));
    return { address, text, type, go };
  }).result;
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("letters typed while the address follows are not lost", () => {
  const field = typing();
  act(() => field.current.type("abc"));
  pass(260);
  act(() => field.current.type("abcd"));
  pass(80);
  expect(field.current).toMatchObject({ text: "abcd", address: "abc" });
  act(() => field.current.type("abcde"));
  pass(400);
  expect(field.current).toMatchObject({ text: "abcde", address: "abcde" });
});

test("what waits to be written does not undo a way back", () => {
  const field = typing();
  act(() => field.current.type("abc"));
  pass(400);
  act(() => field.current.type("abcd"));
  act(() => field.current.go("x"));
  expect(field.current.text).toBe("x");
  pass(400);
  expect(field.current).toMatchObject({ text: "x", address: "x" });
});

/** A number that the address has in digits; undefined for none. */
function counting(start: string | undefined) {
  const writes: (string | undefined)[] = [];
  const { result } = renderHook(() => {
    const [address, go] = useState(start);
    const [value, change, writeNow] = useAhead<number | undefined, string | undefined>(address, {
      read: (text) => (text === undefined ? undefined : Number.parseInt(text, 10)),
      spell: (number) => number?.toString(),
      write: (text) => {
        writes.push(text);
        go(text);
      },
    });
    return { address, value, change, writeNow, go };
  });
  return { result, writes };
}

test("a value that moves many times in a row is written once, when it rests", () => {
  const { result, writes } = counting(undefined);
  act(() => {
    for (let turn = 0; turn < 3; turn += 1) result.current.change((now) => (now ?? 0) + 1);
  });
  expect(result.current.value).toBe(3);
  pass(300);
  expect(writes).toEqual(["3"]);
  act(() => result.current.go(undefined));
  pass(300);
  expect(result.current.value).toBeUndefined();
  expect(writes).toEqual(["3"]);
});

test("a value is written at once on demand, and not again", () => {
  const { result, writes } = counting("1");
  act(() => result.current.change(2));
  act(() => result.current.writeNow());
  pass(300);
  act(() => result.current.writeNow());
  expect(writes).toEqual(["2"]);
});

test("an address that is written in other words stays as it is until the value is changed", () => {
  const { result, writes } = counting("007");
  pass(300);
  expect({ value: result.current.value, writes }).toEqual({ value: 7, writes: [] });
  act(() => result.current.change(8));
  pass(300);
  expect(writes).toEqual(["8"]);
});
