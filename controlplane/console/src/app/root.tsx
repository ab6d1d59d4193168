import { createRootRoute, retainSearchParams } from "@tanstack/react-router";

import { openedFrom } from "@/saved/state";
import { TIME_KEYS, timeSearch, type TimeSearch } from "@/time/search";

import { NotFound } from "./NotFound";
import { ScreenError } from "./ScreenError";
import { Shell } from "./Shell";

/**
 * Every screen's parent: the shell around it, and the time in its address, which goes along from screen to screen. The
 * saved search that a screen was opened from stays with that screen alone.
 */
export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): TimeSearch & ReturnType<typeof openedFrom> => ({
    ...timeSearch(search),
    ...openedFrom(search),
  }),
  search: { middlewares: [retainSearchParams<TimeSearch>([...TIME_KEYS])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ScreenError,
});
