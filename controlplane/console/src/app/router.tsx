import { createRouter } from "@tanstack/react-router";

import { BASE_PATH } from "@/api/client";
import { liveRoute } from "@/screens/live/route";
import { logsRoute } from "@/screens/logs/route";
import { mapRoute } from "@/screens/map/route";
import { metricsRoute } from "@/screens/metrics/route";
import { overviewRoute } from "@/screens/overview/route";
import { openSavedRoute, savedRoute } from "@/screens/saved/route";
import { compareRoute, traceFileRoute, traceRoute } from "@/screens/trace/route";
import { tracesRoute } from "@/screens/traces/route";

import { NotFound } from "./NotFound";
import { rootRoute } from "./root";
import { ScreenError } from "./ScreenError";
import { parseSearch, stringifySearch } from "./url";

/** The screens. A new one is a line here, and one in `navigation.ts` when it has a place there. */
export function newRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([
      overviewRoute,
      tracesRoute,
      logsRoute,
      liveRoute,
      metricsRoute,
      mapRoute,
      traceFileRoute,
      traceRoute,
      compareRoute,
      savedRoute,
      openSavedRoute,
    ]),
    basepath: BASE_PATH || "/",
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
    scrollToTopSelectors: ["#main"],
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
  interface StaticDataRouteOption {
    /** The screen's name: its heading, and the page's title. */
    title?: string;
    /** It shows what is, not what was: no range of time to choose. */
    hasNoRange?: boolean;
  }
}
