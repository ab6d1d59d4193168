/**
 * The time that every screen looks at: read from the address bar, resolved once per refresh, changed by navigation.
 *
 * `range` does not move between refreshes, so its ends can be keys of queries. Back and forward walk through ranges.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

import { setPreference, usePreferences } from "@/app/preferences";

import { floorDiv, fromMs, NS_PER_S } from "./ns";
import { before, canonical, DEFAULT_RANGE, isRelative, type Range, rangeOf, type RangeText, textOf } from "./range";
import { REFRESH_S, type TimeSearch } from "./search";
import type { Zone } from "./zones";

export interface Time {
  /** As in the address bar. */
  text: RangeText;
  range: Range;
  /** The window of the same length before it, for comparison. */
  previous: Range;
  /** `range` as parameters of the API. */
  asked: { start_unix_ns: string; end_unix_ns: string };
  /** When the range was resolved. */
  nowNs: bigint;
  zone: Zone;
  /** Seconds between refreshes; 0: only by hand. */
  refreshS: number;
  /** A relative range as text, or a drag on a chart as moments. */
  setRange: (range: RangeText | Range) => void;
  setZone: (zone: Zone) => void;
  setRefreshS: (seconds: number) => void;
  refresh: () => void;
  /** The clock does not refresh until what is returned is called; a person still can. */
  pause: () => () => void;
  /** The clock would refresh if it were not for that. */
  isPaused: boolean;
}

const TimeContext = createContext<Time | undefined>(undefined);

export function useTime(): Time {
  const time = useContext(TimeContext);
  if (time === undefined) throw new Error("useTime is for what is inside of TimeProvider");
  return time;
}

export function TimeProvider({ children }: { children: ReactNode }) {
  const { from, to, tz, refresh: every } = useSearch({ strict: false });
  const preferredZone = usePreferences((preferences) => preferences.zone);
  const zone = tz ?? preferredZone;
  const refreshS = every === undefined ? 0 : REFRESH_S[every];
  const text = useMemo<RangeText>(() => ({ from: from ?? DEFAULT_RANGE.from, to: to ?? DEFAULT_RANGE.to }), [from, to]);

  const [resolved, setResolved] = useState(() => ({ text, nowNs: now() }));
  if (resolved.text !== text) setResolved({ text, nowNs: now() });
  const { nowNs } = resolved;

  const queries = useQueryClient();
  const refresh = useCallback(() => {
    const next = now();
    setResolved((last) => ({ ...last, nowNs: next }));
    // An absolute range, and a relative one within the second, have the same keys as before: asked for again by name.
    const isSame = next === nowNs || (!isRelative(text.from) && !isRelative(text.to));
    if (isSame) void queries.invalidateQueries({ refetchType: "active" });
  }, [queries, text, nowNs]);

  const [pauses, setPauses] = useState(0);
  const pause = useCallback(() => {
    setPauses((count) => count + 1);
    return () => setPauses((count) => count - 1);
  }, []);
  const isPaused = refreshS > 0 && pauses > 0;
  useEffect(() => {
    if (refreshS === 0 || isPaused) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, refreshS * 1_000);
    return () => clearInterval(timer);
  }, [refresh, refreshS, isPaused]);

  const navigate = useNavigate();
  const change = useCallback(
    (changed: TimeSearch) => void navigate({ to: ".", search: (search: object) => ({ ...search, ...changed }) }),
    [navigate],
  );
  const setRange = useCallback(
    (wanted: RangeText | Range) => {
      const { from: start, to: end } = "startNs" in wanted ? textOf(wanted) : wanted;
      const isDefault = start === DEFAULT_RANGE.from && end === DEFAULT_RANGE.to;
      change({ from: isDefault ? undefined : start, to: isDefault || end === "now" ? undefined : end });
    },
    [change],
  );
  const setZone = useCallback(
    (wanted: Zone) => {
      setPreference({ zone: wanted });
      // A link written by hand may have ends on the wall of the zone that is left.
      const exact = (end: string | undefined) => (end === undefined ? undefined : canonical(end, zone));
      change({ from: exact(from), to: exact(to), tz: wanted === "local" ? undefined : wanted });
    },
    [change, from, to, zone],
  );
  const setRefreshS = useCallback(
    (seconds: number) => {
      const name = (Object.keys(REFRESH_S) as (keyof typeof REFRESH_S)[]).find((key) => REFRESH_S[key] === seconds);
      change({ refresh: name });
    },
    [change],
  );

  const time = useMemo<Time>(() => {
    const range = rangeOf(text, nowNs, zone) ?? rangeOf(DEFAULT_RANGE, nowNs) ?? { startNs: 0n, endNs: nowNs };
    return {
      text,
      range,
      previous: before(range),
      asked: { start_unix_ns: String(range.startNs), end_unix_ns: String(range.endNs) },
      nowNs,
      zone,
      refreshS,
      setRange,
      setZone,
      setRefreshS,
      refresh,
      pause,
      isPaused,
    };
  }, [text, nowNs, zone, refreshS, setRange, setZone, setRefreshS, refresh, pause, isPaused]);
  return <TimeContext value={time}>{children}</TimeContext>;
}

/** Whole seconds: two screens within one ask the same question. */
function now(): bigint {
  return floorDiv(fromMs(Date.now()), NS_PER_S) * NS_PER_S;
}
