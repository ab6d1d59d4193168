// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { timeSearch } from "@/time/search";
import { TimeProvider, useTime } from "@/time/TimeContext";

import { Paused } from "./Paused";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Pages() {
  const { asked } = useTime();
  const [pages, setPages] = useState(1);
  return (
    <>
      <output>{asked.end_unix_ns}</output>
      <button type="button" onClick={() => setPages(pages === 1 ? 2 : 1)}>
        Pages
      </button>
      {pages > 1 && <Paused />}
    </>
  );
}

async function opened(address: string) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  const root = createRootRoute({
    validateSearch: timeSearch,
    component: () => (
      <QueryClientProvider client={new QueryClient()}>
        <TimeProvider>
          <Pages />
        </TimeProvider>
      </QueryClientProvider>
    ),
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [address] }) });
  render(<RouterProvider router={router as never} />);
  await screen.findByRole("status");
}

const asked = () => screen.getByText(/^\d+$/).textContent;
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("the clock waits while further pages are shown, says so, and goes on afterwards", async () => {
  await opened("/?refresh=5s");
  const first = asked();
  pass(5_000);
  const second = asked();
  expect(second).not.toBe(first);

  fireEvent.click(screen.getByText("Pages"));
  pass(20_000);
  expect(asked()).toBe(second);
  screen.getByText(/does not refresh by itself/);
  fireEvent.click(screen.getByRole("button", { name: "Refresh" }));
  const third = asked();
  expect(third).not.toBe(second);

  fireEvent.click(screen.getByText("Pages"));
  pass(5_000);
  expect(asked()).not.toBe(third);
});

test("nothing is said where nothing refreshes by itself", async () => {
  await opened("/");
  fireEvent.click(screen.getByText("Pages"));
  expect(screen.queryByText(/does not refresh/)).toBeNull();
});
