import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

export const SORTS = ["service", "name", "kind", "calls", "errors", "p50", "p95", "p99", "max"] as const;

export interface OverviewSearch {
  /** A row per service (left out) or per operation. */
  group?: "operation" | undefined;
  /** Operations of this service alone. */
  service?: string | undefined;
  /** Words that must be in the names. */
  filter?: string | undefined;
  sort?: (typeof SORTS)[number] | `-${(typeof SORTS)[number]}` | undefined;
}

export const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  staticData: { title: "Overview" },
  validateSearch: (search: Record<string, unknown>): OverviewSearch => ({
    group: params.oneOf(search, "group", ["operation"]),
    service: params.text(search, "service"),
    filter: params.text(search, "filter"),
    sort: params.sort(search, "sort", SORTS),
  }),
  component: lazyRouteComponent(() => import("./Overview"), "Overview"),
});
