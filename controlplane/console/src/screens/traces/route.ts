import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

import { parseBox } from "./selection";

export interface TracesSearch {
  /** The search, in the language of the query box. */
  q?: string | undefined;
  /** A row per span; left out, a row per trace. */
  rows?: "spans" | undefined;
  /** What is selected in the heat map: `start-end-shortest-longest`, nanoseconds. */
  box?: string | undefined;
  /** What is compared with the rest when no box is: the failed spans. */
  about?: "errors" | undefined;
  /** Keys with a facet; left out, the usual ones. */
  facet?: string[] | undefined;
  /** Facets that are folded away. */
  folded?: string[] | undefined;
  rail?: "off" | undefined;
  charts?: "off" | undefined;
  /** All attributes that differ, not only those that differ most. */
  all?: "yes" | undefined;
}

export const tracesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/traces",
  staticData: { title: "Traces" },
  validateSearch: (search: Record<string, unknown>): TracesSearch => {
    const box = params.text(search, "box");
    return {
      q: params.text(search, "q"),
      rows: params.oneOf(search, "rows", ["spans"]),
      box: parseBox(box) === undefined ? undefined : box,
      about: params.oneOf(search, "about", ["errors"]),
      facet: params.list(search, "facet"),
      folded: params.list(search, "folded"),
      rail: params.oneOf(search, "rail", ["off"]),
      charts: params.oneOf(search, "charts", ["off"]),
      all: params.oneOf(search, "all", ["yes"]),
    };
  },
  component: lazyRouteComponent(() => import("./Traces"), "Traces"),
});
