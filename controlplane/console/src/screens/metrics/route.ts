import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

import { AGGREGATES, type Aggregate } from "./series";

export interface MetricsSearch {
  /** The metric that is shown. */
  metric?: string | undefined;
  /** Words that must be in the names of the list. */
  find?: string | undefined;
  /** What is made of the points; left out, what is usual of the metric's kind. */
  aggregate?: Aggregate | undefined;
  /** A line for each value of these keys. */
  by?: string[] | undefined;
  /** Only series that match. */
  q?: string | undefined;
  /** Lines that are shown, by their name; left out, all. */
  only?: string[] | undefined;
  sort?: string | undefined;
}

export const metricsRoute = createRoute({
  getParentRoute: () => rootRoute,
  // /metrics itself is where Prometheus reads the platform’s own.
  path: "/metrics-explorer",
  staticData: { title: "Metrics" },
  validateSearch: (search: Record<string, unknown>): MetricsSearch => ({
    metric: params.text(search, "metric"),
    find: params.text(search, "find"),
    aggregate: params.oneOf(search, "aggregate", AGGREGATES),
    by: params.list(search, "by"),
    q: params.text(search, "q"),
    only: params.list(search, "only"),
    sort: params.text(search, "sort"),
  }),
  component: lazyRouteComponent(() => import("./Metrics"), "Metrics"),
});
