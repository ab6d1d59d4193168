import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import type { Schema } from "@/api/client";

import { type Choice, type Estate, estateOf, narrowed, type Narrowing } from "./estate";
import { type Units, unitsOf } from "./figures";
import { fromAddress, inAddress, type MapSearch } from "./route";

const route = getRouteApi("/service-map");

// More boxes than this are a pattern, not a map: the busiest are shown, the others on demand.
export const SERVICES_MAX = 100;

export interface MapState {
  search: MapSearch;
  /** All that there is. */
  estate: Estate;
  /** What is left of it by focus, share and number. */
  shown: Estate;
  units: Units;
  chosen: Choice | undefined;
  /** The service whose surroundings alone are shown. */
  focus: string | undefined;
  /** A new entry of the history: back goes back. */
  choose: (choice: Choice | undefined) => void;
  /** Other services or other tables: the place where one was means nothing there. */
  narrow: (changed: MapSearch) => void;
}

type Answer = Schema<"ServiceMap">;

/** The answer, of so many seconds, and the address, together. */
export function useMap(now: Answer, before: Answer | undefined, seconds: number): MapState {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { depth, direction, least, all, view } = search;
  const [service, callee, focus] = [search.service, search.callee, search.focus].map(fromAddress);
  const estate = useMemo(() => estateOf(now, before), [now, before]);
  const chosen = useMemo(() => (service === undefined ? undefined : { service, callee }), [service, callee]);
  const wanted = useMemo(
    () => narrowingOf({ focus, depth, direction, least, all, view }),
    [focus, depth, direction, least, all, view],
  );
  const plain = useMemo(() => narrowed(estate, wanted), [estate, wanted]);
  // To choose what is drawn already draws nothing anew.
  const shown = useMemo(
    () => (has(plain, chosen) ? plain : narrowed(estate, { ...wanted, chosen })),
    [estate, wanted, plain, chosen],
  );
  const units = useMemo(() => unitsOf(estate, seconds, now.edges_one_in), [estate, seconds, now.edges_one_in]);
  const choose = useCallback(
    (choice: Choice | undefined) =>
      void navigate({
        search: (old) => ({ ...old, ...written(choice) }),
        resetScroll: false,
      }),
    [navigate],
  );
  const narrow = useCallback(
    (changed: MapSearch) =>
      void navigate({ search: (old) => ({ ...old, at: undefined, ...changed }), resetScroll: false }),
    [navigate],
  );
  return { search, focus, estate, shown, units, chosen, choose, narrow };
}

function written(choice: Choice | undefined): Pick<MapSearch, "service" | "callee"> {
  return {
    service: choice && inAddress(choice.service),
    callee: choice?.callee === undefined ? undefined : inAddress(choice.callee),
  };
}

/** What the address hides. Tables have room for all services. */
function narrowingOf({ focus, depth, direction, least, all, view }: MapSearch): Narrowing {
  const steps = depth === "all" ? Number.POSITIVE_INFINITY : Number(depth ?? 1);
  return {
    focus: focus === undefined ? undefined : { service: focus, depth: steps, direction: direction ?? "both" },
    leastShare: Number(least ?? 0) / 100,
    servicesMax: all === undefined && view === undefined ? SERVICES_MAX : undefined,
  };
}

function has({ services, calls }: Estate, chosen: Choice | undefined): boolean {
  if (chosen === undefined) return true;
  const { service, callee } = chosen;
  return callee === undefined
    ? services.some((each) => each.service === service)
    : calls.some((each) => each.caller === service && each.callee === callee);
}
