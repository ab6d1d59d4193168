// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useTypedText } from "./address";

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
