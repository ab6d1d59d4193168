import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import * as params from "@/app/params";
import { rootRoute } from "@/app/root";
import { type ScreenName, SCREENS } from "@/saved/state";

export const SORTS = ["name", "screen", "query", "time", "owner", "shared", "updated"] as const;

export interface SavedListSearch {
  /** Words that must be in the name, the search or the owner. */
  filter?: string | undefined;
  /** Those that open this screen. */
  screen?: ScreenName | undefined;
  /** One's own, or those that are shared; left out, both. */
  whose?: "mine" | "shared" | undefined;
  /** Left out, the latest changed first. */
  sort?: (typeof SORTS)[number] | `-${(typeof SORTS)[number]}` | undefined;
}

export const savedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/saved",
  staticData: { title: "Saved searches", hasNoRange: true },
  validateSearch: (search: Record<string, unknown>): SavedListSearch => ({
    filter: params.text(search, "filter"),
    screen: params.oneOf(search, "screen", Object.keys(SCREENS) as ScreenName[]),
    whose: params.oneOf(search, "whose", ["mine", "shared"]),
    sort: params.sort(search, "sort", SORTS),
  }),
  component: lazyRouteComponent(() => import("./Saved"), "Saved"),
});

/** The link to one of them: goes on to the screen as it was saved. */
export const openSavedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/saved/$savedId",
  staticData: { title: "Saved search", hasNoRange: true },
  component: lazyRouteComponent(() => import("./OpenSaved"), "OpenSaved"),
});
