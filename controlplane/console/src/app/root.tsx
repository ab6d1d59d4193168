import { createRootRoute, retainSearchParams } from "@tanstack/react-router";

import { TIME_KEYS, timeSearch, type TimeSearch } from "@/time/search";

import { NotFound } from "./NotFound";
import { ScreenError } from "./ScreenError";
import { Shell } from "./Shell";

/** Every screen's parent: the shell around it, and the time in its address, which goes along from screen to screen. */
export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): TimeSearch => timeSearch(search),
  search: { middlewares: [retainSearchParams<TimeSearch>([...TIME_KEYS])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ScreenError,
});
