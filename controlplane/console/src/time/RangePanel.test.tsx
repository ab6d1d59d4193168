// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { RangePanel } from "./RangePanel";
import { timeSearch } from "./search";
import { TimeProvider } from "./TimeContext";

afterEach(cleanup);

function opened(address: string) {
  const root = createRootRoute({
    validateSearch: timeSearch,
    component: () => (
      <MantineProvider>
        <QueryClientProvider client={new QueryClient()}>
          <TimeProvider>
            <RangePanel close={() => undefined} />
          </TimeProvider>
        </QueryClientProvider>
      </MantineProvider>
    ),
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [address] }) });
  render(<RouterProvider router={router as never} />);
  return router;
}

const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

test("another zone shows the same range on its wall, and Show keeps it", async () => {
  const range = { from: "2026-10-25T01:30:00Z", to: "2026-11-23T09:00:00Z" };
  const router = opened(`/?tz=Europe/Berlin&from=${range.from}&to=${range.to}`);
  expect((await field("From")).value).toBe("2026-10-25 02:30:00");
  expect((await field("To")).value).toBe("2026-11-23 10:00:00");
  fireEvent.change(await field("Time zone"), { target: { value: "utc" } });
  await waitFor(async () => expect((await field("From")).value).toBe("2026-10-25 01:30:00"));
  expect((await field("To")).value).toBe("2026-11-23 09:00:00");
  fireEvent.change(await field("Time zone"), { target: { value: "Europe/Berlin" } });
  await waitFor(async () => expect((await field("From")).value).toBe("2026-10-25 02:30:00"));
  fireEvent.click(screen.getByRole("button", { name: "Show" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject(range));
});

test("ends that a link has on the wall of a zone do not move with the zone", async () => {
  const router = opened("/?tz=Europe/Berlin&from=2026-11-23 10:00&to=now");
  fireEvent.change(await field("Time zone"), { target: { value: "utc" } });
  await waitFor(() => expect(router.state.location.search).toMatchObject({ from: "2026-11-23T09:00:00Z", tz: "utc" }));
  expect((await field("From")).value).toBe("2026-11-23 09:00:00");
});
