// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";

import { type PageAsked, usePages } from "./usePages";

interface Page {
  next_cursor: string | null;
  rows: string[];
}

function asking(ask: (page: PageAsked) => Promise<{ data: Page }>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(({ question, at }) => usePages<Page>("rows", question, { at }, ask), {
    wrapper,
    initialProps: { question: "a", at: 1 },
  });
}

test("the pages stay while those of another time are asked for, and when that fails", async () => {
  let isAway = false;
  const { result, rerender } = asking(({ cursor = "first" }) =>
    isAway ? Promise.reject(new Error("away")) : Promise.resolve({ data: { next_cursor: "second", rows: [cursor] } }),
  );
  await waitFor(() => expect(result.current.pages).toHaveLength(1));
  act(() => result.current.fetchMore());
  await waitFor(() => expect(result.current.pages).toHaveLength(2));

  isAway = true;
  rerender({ question: "a", at: 2 });
  expect(result.current).toMatchObject({ isOld: true, isPending: false, isFetchingMore: true });
  await waitFor(() => expect(result.current.error).not.toBeNull());
  expect(result.current.pages.map(({ rows }) => rows)).toEqual([["first"], ["second"]]);
  expect(result.current).toMatchObject({ isOld: true, hasMore: true, isFetchingMore: false });

  // What follows the old pages cannot be had: the end of the list asks for the new ones again.
  isAway = false;
  act(() => result.current.fetchMore());
  await waitFor(() => expect(result.current.isOld).toBe(false));
  expect(result.current.pages).toHaveLength(1);
  expect(result.current.error).toBeNull();
});

test("another question begins with nothing", async () => {
  const { result, rerender } = asking(() => Promise.resolve({ data: { next_cursor: null, rows: ["one"] } }));
  await waitFor(() => expect(result.current.pages).toHaveLength(1));
  expect(result.current.hasMore).toBe(false);
  rerender({ question: "b", at: 1 });
  expect(result.current).toMatchObject({ pages: [], isPending: true, isOld: false });
  await waitFor(() => expect(result.current.pages).toHaveLength(1));
});
