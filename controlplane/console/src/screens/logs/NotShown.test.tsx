// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { timeSearch } from "@/time/search";
import { TimeProvider } from "@/time/TimeContext";

import { NotShown } from "./NotShown";
import type { LogRecord } from "./records";
import { type LogsSearch, logsRoute } from "./route";

afterEach(cleanup);

const RECORD = { cursor: "here", time_unix_ns: "1763805600000000000" } as LogRecord;
// 2025-11-22T10:00:00Z
const NS = RECORD.time_unix_ns;

async function opened(search: string, hasMore: boolean) {
  const root = createRootRoute({ validateSearch: timeSearch });
  const logs = createRoute({
    getParentRoute: () => root,
    path: "/logs",
    validateSearch: logsRoute.options.validateSearch as (search: Record<string, unknown>) => LogsSearch,
    component: () => (
      <QueryClientProvider client={new QueryClient()}>
        <TimeProvider>
          <NotShown records={[RECORD]} hasMore={hasMore} />
          <p>Records</p>
        </TimeProvider>
      </QueryClientProvider>
    ),
  });
  const history = createMemoryHistory({ initialEntries: [`/logs?${search}`] });
  const router = createRouter({ routeTree: root.addChildren([logs]), history });
  render(<RouterProvider router={router as never} />);
  await screen.findByText("Records");
  return router;
}

test("a record that is in the list needs no words", async () => {
  await opened("open=here", false);
  expect(screen.queryByRole("status")).toBeNull();
});

test("a record that is not among those shown is brought there by its time", async () => {
  const router = await opened(`open=away&openNs="${NS}"&order=oldest&q=a`, true);
  fireEvent.click(screen.getByRole("button", { name: "Show it" }));
  await waitFor(() =>
    expect(router.state.location.search).toMatchObject({
      q: "a",
      open: "away",
      from: "2025-11-22T09:59:00Z",
      to: "2025-11-22T10:00:00.000000001Z",
    }),
  );
  expect(router.state.location.search).not.toHaveProperty("order", "oldest");
});

test("what the search hides, or is gone, has nothing to press", async () => {
  await opened(`open=away&openNs="${NS}"&from=2025-11-22T09:00:00Z&to=2025-11-22T11:00:00Z`, false);
  screen.getByText(/does not match the search, or is not stored any more/);
  expect(screen.queryByRole("button")).toBeNull();
});

test("a link without the time says to choose it", async () => {
  await opened("open=away", false);
  expect(screen.getByRole("status").textContent).toContain("choose the time it was written");
});
