/** The search parameters that every screen has: the range, its zone, the refresh. */
import * as params from "@/app/params";

import { DEFAULT_RANGE, momentOf, rangeOf } from "./range";
import { isZone } from "./zones";

/** Refresh by itself: as in the address bar, and in seconds. */
export const REFRESH_S = { "5s": 5, "10s": 10, "30s": 30, "1m": 60, "5m": 300 } as const;

export interface TimeSearch {
  from?: string | undefined;
  to?: string | undefined;
  tz?: string | undefined;
  refresh?: keyof typeof REFRESH_S | undefined;
}

export const TIME_KEYS = ["from", "to", "tz", "refresh"] as const satisfies (keyof TimeSearch)[];

/** A range that cannot be read, or does not go forward, is left out as a whole. */
export function timeSearch(search: Record<string, unknown>): TimeSearch {
  const from = params.text(search, "from");
  const to = params.text(search, "to");
  const tz = params.text(search, "tz");
  const now = BigInt(Date.now()) * 1_000_000n;
  const readable = [from, to].every((end) => end === undefined || momentOf(end, now) !== undefined);
  const whole = { from: from ?? DEFAULT_RANGE.from, to: to ?? DEFAULT_RANGE.to };
  const goesForward = readable && rangeOf(whole, now) !== undefined;
  return {
    from: goesForward ? from : undefined,
    to: goesForward ? to : undefined,
    tz: tz !== undefined && isZone(tz) ? tz : undefined,
    refresh: params.oneOf(search, "refresh", Object.keys(REFRESH_S) as (keyof typeof REFRESH_S)[]),
  };
}
