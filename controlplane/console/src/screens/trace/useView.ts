/** What of the trace is shown and what is chosen: read from the address, derived once, changed by navigation. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";

import { asProblem, type Problem } from "@/api/problem";
import { useAhead } from "@/app/address";

import type { LoadedTrace, TraceSource } from "./data/source";
import type { TraceSearch } from "./route";
import { Bits } from "./tree/bits";
import { readCollapsed, turnedIds } from "./tree/collapse";
import { failedRows, wantedRows } from "./tree/filters";
import { nextRow, rowsOf } from "./tree/find";
import { at, rowOf, type Skeleton } from "./tree/skeleton";
import { collapsedFrom, revealed, type Visible, visibleRows, withAncestors } from "./tree/visible";
import { readWindow, type Window, windowText } from "./tree/zoom";

const route = getRouteApi("/traces/$traceId");

export interface View {
  source: TraceSource;
  facts: LoadedTrace["facts"];
  trace: Skeleton;
  search: TraceSearch;
  change: (to: TraceSearch) => void;
  /** Rows; -1 for none. */
  chosen: number;
  focus: number;
  choose: (row: number) => void;
  collapsed: Bits;
  setOpen: (row: number, open: boolean) => void;
  /** Everything of this level and deeper; undefined opens all. */
  toLevel: (level: number | undefined) => void;
  focusOn: (row: number) => void;
  visible: Visible;
  /** What was looked for; undefined while nothing is. */
  found: Bits | undefined;
  finding: { isRunning: boolean; isComplete: boolean; problem: Problem | undefined };
  wanted: Bits | undefined;
  failed: Bits;
  goTo: (rows: Bits | undefined, step: 1 | -1) => void;
  /** The stretch that the whole is: the trace's duration. */
  window: Window;
  setWindow: (window: Window) => void;
}

export function useView({ facts, trace }: LoadedTrace, source: TraceSource): View {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    // The rows stay where they are scrolled to: the router would put them back to where they were when the page opened.
    (to: TraceSearch) => void navigate({ search: (now) => ({ ...now, ...to }), replace: true, resetScroll: false }),
    [navigate],
  );
  const chosen = useMemo(() => rowOf(trace, search.span), [trace, search.span]);
  const focus = useMemo(() => rowOf(trace, search.focus), [trace, search.focus]);
  const finding = useFound(trace, source, search.find);
  const { found } = finding;
  const failed = useMemo(() => failedRows(trace), [trace]);
  const wanted = useMemo(
    () => wantedRows(trace, search.service, search.only, found),
    [trace, search.service, search.only, found],
  );
  const folding = useFolding(trace, search, chosen, focus, change);
  const { collapsed, reveal } = folding;
  const visible = useMemo(() => {
    const kept = wanted === undefined ? undefined : withAncestors(trace, wanted);
    return visibleRows(trace, collapsed, focus, kept);
  }, [trace, collapsed, focus, wanted]);
  const [window, setWindow] = useWindow(search.zoom, facts.duration_ns, change);

  const choose = useCallback(
    (row: number) => {
      if (row < 0) return;
      reveal(row);
      change({ span: trace.spanIds[row] });
    },
    [trace, reveal, change],
  );
  const goTo = (rows: Bits | undefined, step: 1 | -1) => {
    const end = focus < 0 ? trace.rows : focus + at(trace.subtree, focus);
    const isShown = (row: number) => row >= focus && row < end && (wanted?.has(row) ?? true);
    if (rows !== undefined) choose(nextRow(rows, chosen, step, isShown));
  };
  const focusOn = (row: number) => {
    if (row < 0) {
      change({ focus: undefined, zoom: undefined });
      return;
    }
    const stretch = { start: at(trace.start, row), end: at(trace.start, row) + at(trace.duration, row) };
    change({ focus: trace.spanIds[row], zoom: windowText(stretch, facts.duration_ns) });
  };
  return {
    source,
    facts,
    trace,
    search,
    change,
    chosen,
    focus,
    choose,
    collapsed,
    setOpen: folding.setOpen,
    toLevel: folding.toLevel,
    focusOn,
    visible,
    found,
    finding,
    wanted,
    failed,
    goTo,
    window,
    setWindow,
  };
}

/** The rows that match, once they are known; those of the text before stay until then. */
function useFound(trace: Skeleton, source: TraceSource, text: string | undefined) {
  const query = useQuery({
    queryKey: [...source.key, "find", text, trace.rows],
    queryFn: ({ signal }) => source.find(text ?? "", signal),
    enabled: text !== undefined,
    placeholderData: (before) => before,
  });
  const { data } = query;
  const found = useMemo(
    () => (text === undefined || data === undefined ? undefined : rowsOf(trace, data.spanIds)),
    [trace, text, data],
  );
  const problem = text !== undefined && query.error !== null ? asProblem(query.error) : undefined;
  return {
    found: problem === undefined ? found : undefined,
    isRunning: text !== undefined && query.isFetching,
    isComplete: data?.complete ?? true,
    problem,
  };
}

function useFolding(
  trace: Skeleton,
  search: TraceSearch,
  chosen: number,
  focus: number,
  change: (to: TraceSearch) => void,
) {
  const { level } = search;
  const read = () => revealed(trace, readCollapsed(trace, level, search.turned, focus), chosen);
  const [collapsed, setCollapsed] = useState(read);
  const [of, setOf] = useState(trace);
  if (of !== trace) {
    // The trace has grown: its rows are others.
    setOf(trace);
    setCollapsed(read());
  }
  const fold = useCallback(
    (next: Bits) => {
      setCollapsed(next);
      change({ turned: turnedIds(trace, next, level, focus) });
    },
    [trace, level, focus, change],
  );
  const reveal = useCallback(
    (row: number) => {
      const next = revealed(trace, collapsed, row);
      if (next !== collapsed) fold(next);
    },
    [trace, collapsed, fold],
  );
  const setOpen = useCallback(
    (row: number, open: boolean) => {
      if (row < 0 || at(trace.subtree, row) < 2 || collapsed.has(row) !== open) return;
      const next = collapsed.copy();
      if (open) next.remove(row);
      else next.add(row);
      fold(next);
    },
    [trace, collapsed, fold],
  );
  const toLevel = useCallback(
    (to: number | undefined) => {
      setCollapsed(to === undefined ? Bits.empty(trace.rows) : collapsedFrom(trace, to, focus));
      change({ level: to, turned: undefined });
    },
    [trace, focus, change],
  );
  return { collapsed, reveal, setOpen, toLevel };
}

/** Moves at once; the address follows when it has come to rest. */
function useWindow(zoom: string | undefined, duration: number, change: (to: TraceSearch) => void) {
  // Undefined: the whole, however long it becomes.
  const [own, setOwn] = useAhead<Window | undefined, string | undefined>(zoom, {
    read: (text) => (text === undefined ? undefined : readWindow(text, duration)),
    spell: (window) => window && windowText(window, duration),
    write: (text) => change({ zoom: text }),
  });
  const window = useMemo(() => own ?? readWindow(undefined, duration), [own, duration]);
  const setWindow = useCallback(
    (next: Window) => setOwn(windowText(next, duration) === undefined ? undefined : next),
    [duration, setOwn],
  );
  return [window, setWindow] as const;
}
