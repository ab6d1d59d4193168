import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

// The API's own bound of neighbours on one side.
const AROUND_MAX = 1_000;

export interface LogsSearch {
  /** The search, in the language of the query box. */
  q?: string | undefined;
  /** Which come first; left out, the newest. */
  order?: "oldest" | undefined;
  /** The record that is open, by its cursor. */
  open?: string | undefined;
  /** When that was, nanoseconds since 1970: it is found again where it is not among those shown. */
  openNs?: string | undefined;
  /** So many records before and after it are shown. */
  around?: number | undefined;
  /** Texts are shown whole, over several lines. */
  wrap?: "on" | undefined;
  /** Keys with a facet; left out, the usual ones. */
  facet?: string[] | undefined;
  /** Facets that are folded away. */
  folded?: string[] | undefined;
  rail?: "off" | undefined;
  charts?: "off" | undefined;
}

export const logsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/logs",
  staticData: { title: "Logs" },
  validateSearch: (search: Record<string, unknown>): LogsSearch => ({
    q: params.text(search, "q"),
    order: params.oneOf(search, "order", ["oldest"]),
    open: params.text(search, "open"),
    openNs: params.moment(search, "openNs"),
    around: params.integer(search, "around", 1, AROUND_MAX),
    wrap: params.oneOf(search, "wrap", ["on"]),
    facet: params.list(search, "facet"),
    folded: params.list(search, "folded"),
    rail: params.oneOf(search, "rail", ["off"]),
    charts: params.oneOf(search, "charts", ["off"]),
  }),
  component: lazyRouteComponent(() => import("./Logs"), "Logs"),
});
