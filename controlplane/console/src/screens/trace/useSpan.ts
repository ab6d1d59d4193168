import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { parseNs } from "@/time/ns";

import type { WholeSpan } from "./data/source";
import { at, has, STUB } from "./tree/skeleton";
import type { View } from "./useView";

/** The span that is chosen, whole; asked once for all who show it. */
export function useSpan({ source, trace, chosen }: View) {
  const spanId = trace.spanIds[chosen] ?? "";
  return useQuery<WholeSpan | null>({
    queryKey: [...source.key, "span", spanId],
    queryFn: ({ signal }) => source.span(spanId, signal),
    enabled: chosen >= 0 && !has(trace, chosen, STUB),
  });
}

/** When its events happened, on the time of the trace: moved as its start was. */
export function useEventTimes(view: View): readonly number[] {
  const { data } = useSpan(view);
  const { trace, chosen, facts } = view;
  return useMemo(() => {
    if (!data || chosen < 0 || data.span_id !== trace.spanIds[chosen]) return [];
    const since = parseNs(facts.start_unix_ns);
    const shift = at(trace.shift, chosen);
    return data.events.map(({ time_unix_ns }) => Number(parseNs(time_unix_ns) - since) + shift);
  }, [data, trace, chosen, facts]);
}
