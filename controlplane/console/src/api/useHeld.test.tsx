// @vitest-environment happy-dom
import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { useHeld, useHeldOf } from "./useHeld";

const refetch = () => undefined;
const answer = (data: string | undefined, error: unknown = null) => ({ data, error, refetch });

test("the last answer stays while the same is asked again, and when that fails", () => {
  const { result, rerender } = renderHook(({ query, question }) => useHeld(query, question), {
    initialProps: { query: answer("first"), question: "a" },
  });
  expect(result.current.data).toBe("first");
  rerender({ query: answer(undefined), question: "a" });
  expect(result.current.data).toBe("first");
  rerender({ query: answer(undefined, "away"), question: "a" });
  expect(result.current).toMatchObject({ data: "first", error: "away" });
  rerender({ query: answer("second"), question: "a" });
  expect(result.current.data).toBe("second");
});

test("another question has no answer yet", () => {
  const { result, rerender } = renderHook(({ query, question }) => useHeld(query, question), {
    initialProps: { query: answer("first"), question: "a" },
  });
  rerender({ query: answer(undefined), question: "b" });
  expect(result.current.data).toBeUndefined();
  rerender({ query: answer(undefined), question: "a" });
  expect(result.current.data).toBe("first");
});

test("what was asked stays with the answer", () => {
  const { result, rerender } = renderHook(({ query, asked }) => useHeldOf(query, "a", asked), {
    initialProps: { query: answer("of an hour"), asked: 3_600 },
  });
  rerender({ query: answer(undefined), asked: 86_400 });
  expect(result.current).toMatchObject({ data: "of an hour", of: 3_600 });
  rerender({ query: answer("of a day"), asked: 86_400 });
  expect(result.current).toMatchObject({ data: "of a day", of: 86_400 });
});
