import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

import { parseView, writeView } from "./viewport";

export const SORTS = ["service", "caller", "callee", "calls", "errors", "p50", "p95"] as const;
export const LEAST_PERCENTS = ["0.1", "1", "5"] as const;
export const DEPTHS = ["1", "2", "3", "all"] as const;

// A parameter without text is left out of an address; services that were sent without a name have none.
const NO_NAME = '""';

/** A service's name as it stands in the address, and back. */
export const inAddress = (service: string) => service || NO_NAME;
export const fromAddress = (text: string | undefined) => (text === NO_NAME ? "" : text);

export interface MapSearch {
  /** The map's numbers as a table; left out, the map. */
  view?: "services" | "dependencies" | undefined;
  /** What is chosen: a service, or its calls of `callee`. Names of services are as `inAddress` writes them. */
  service?: string | undefined;
  callee?: string | undefined;
  /** Only this service and what is up to `depth` calls away (left out: 1). */
  focus?: string | undefined;
  depth?: (typeof DEPTHS)[number] | undefined;
  /** Only who calls it, or only what it calls; left out, both. */
  direction?: "callers" | "callees" | undefined;
  /** Calls that are fewer than so many percent of all are hidden. */
  least?: (typeof LEAST_PERCENTS)[number] | undefined;
  /** All services, not only the busiest. */
  all?: "yes" | undefined;
  sort?: (typeof SORTS)[number] | `-${(typeof SORTS)[number]}` | undefined;
  /** Where the map was moved to: `x,y,scale`; left out, all of it is in sight. */
  at?: string | undefined;
}

export const mapRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/service-map",
  staticData: { title: "Service map" },
  validateSearch: (search: Record<string, unknown>): MapSearch => {
    const at = parseView(params.text(search, "at"));
    return {
      view: params.oneOf(search, "view", ["services", "dependencies"]),
      service: params.text(search, "service"),
      callee: params.text(search, "callee"),
      focus: params.text(search, "focus"),
      depth: params.oneOf(search, "depth", DEPTHS),
      direction: params.oneOf(search, "direction", ["callers", "callees"]),
      least: params.oneOf(search, "least", LEAST_PERCENTS),
      all: params.oneOf(search, "all", ["yes"]),
      sort: params.sort(search, "sort", SORTS),
      at: at && writeView(at),
    };
  },
  component: lazyRouteComponent(() => import("./ServiceMap"), "ServiceMap"),
});
