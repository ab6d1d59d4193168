import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";

export interface LiveSearch {
  /** The search, in the language of the query box. */
  q?: string | undefined;
  /** What comes in; left out, spans. */
  signal?: "logs" | undefined;
}

export const liveRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/live",
  staticData: { title: "Live", hasNoRange: true },
  validateSearch: (search: Record<string, unknown>): LiveSearch => ({
    q: params.text(search, "q"),
    signal: params.oneOf(search, "signal", ["logs"]),
  }),
  component: lazyRouteComponent(() => import("./Live"), "Live"),
});
