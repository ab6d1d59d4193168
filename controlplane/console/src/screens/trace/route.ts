import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

import { askEarly } from "./data/early";
import { ONLY, type Only } from "./tree/filters";

// Deeper than any trace that was seen; a level beyond the deepest row collapses nothing.
const DEEPEST_LEVEL = 100_000;

export const TABS = ["waterfall", "flame", "statistics", "logs"] as const;
export type Tab = (typeof TABS)[number];

export interface TraceSearch {
  tab?: Exclude<Tab, "waterfall"> | undefined;
  /** The span that is chosen, by its id. */
  span?: string | undefined;
  /** What is looked for in the trace. */
  find?: string | undefined;
  /** Only rows that fulfil all of these, and what they lie in. */
  only?: Only[] | undefined;
  /** Only spans of these services, and what they lie in. */
  service?: string[] | undefined;
  /** The span whose subtree alone is shown. */
  focus?: string | undefined;
  /** Rows of this depth and deeper are collapsed. */
  level?: number | undefined;
  /** Spans that are collapsed where the level does not say so, or open where it does. */
  turned?: string[] | undefined;
  /** The stretch of time that is shown: nanoseconds after the start, `from-to`. */
  zoom?: string | undefined;
  /** `off`: the critical path is not marked. */
  path?: "off" | undefined;
  /** What the statistics are of: service, operation, or a key. */
  by?: string | undefined;
  sort?: string | undefined;
  /** The trace is one of a file that was opened in this browser. */
  source?: "file" | undefined;
}

export const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/traces/$traceId",
  staticData: { title: "Trace" },
  validateSearch: (search: Record<string, unknown>): TraceSearch => {
    const only = params.list(search, "only")?.flatMap((each) => ONLY.filter((known) => known === each));
    return {
      tab: params.oneOf(search, "tab", ["flame", "statistics", "logs"]),
      span: params.text(search, "span"),
      find: params.text(search, "find"),
      only: only?.length ? only : undefined,
      service: params.list(search, "service"),
      focus: params.text(search, "focus"),
      level: params.integer(search, "level", 0, DEEPEST_LEVEL),
      turned: params.list(search, "turned"),
      zoom: params.text(search, "zoom"),
      path: params.oneOf(search, "path", ["off"]),
      by: params.text(search, "by"),
      sort: params.text(search, "sort"),
      source: params.oneOf(search, "source", ["file"]),
    };
  },
  loaderDeps: ({ search: { source } }) => ({ source }),
  loader: ({ params: { traceId }, deps: { source }, cause }) => {
    // Not for a link that is only hovered: a large trace is work for the store.
    if (cause === "enter" && source === undefined) askEarly(traceId);
  },
  staleTime: Infinity,
  component: lazyRouteComponent(() => import("./Trace"), "Trace"),
});

/** Opening a file of traces: what it holds is shown as a stored trace is. */
export const traceFileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/traces/file",
  staticData: { title: "Trace file" },
  component: lazyRouteComponent(() => import("./TraceFile"), "TraceFile"),
});

export interface CompareSearch {
  sort?: string | undefined;
  /** Only where the two differ. */
  only?: "different" | undefined;
}

/** Two traces as one tree. */
export const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/traces/$traceId/compare/$otherId",
  staticData: { title: "Compare traces" },
  validateSearch: (search: Record<string, unknown>): CompareSearch => ({
    sort: params.text(search, "sort"),
    only: params.oneOf(search, "only", ["different"]),
  }),
  component: lazyRouteComponent(() => import("./compare/Compare"), "Compare"),
});
