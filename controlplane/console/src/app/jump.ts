import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { client } from "@/api/client";
import { term } from "@/search/language";
import { useTime } from "@/time/TimeContext";

import type { Pasted } from "./ids";
import { notifyProblem } from "./notify";

/**
 * Goes to what was pasted: a trace, the trace of a span, the traces of an exchange; anything else is searched for.
 * A span is looked for in the picked time; where it is not found the digits are taken for a trace with a short id.
 */
export function useJump(): (to: Pasted) => Promise<void> {
  const navigate = useNavigate();
  const { asked } = useTime();
  return useCallback(
    async (found: Pasted) => {
      switch (found.what) {
        case "trace":
          return navigate({
            to: "/traces/$traceId",
            params: { traceId: found.traceId },
            search: { span: found.spanId },
          });
        case "exchange":
          return navigate({ to: "/traces", search: { q: term("exchange", found.exchangeId) } });
        case "text":
          return navigate({ to: "/traces", search: { q: found.text || undefined } });
        case "span": {
          const query = { ...asked, query: `span_id:${found.spanId}`, limit: 1 };
          const answer = await client.GET("/api/v1/traces", { params: { query } }).catch((error: unknown) => {
            notifyProblem("Looking for the span", error);
          });
          // Not looked up is not the same as not found.
          if (answer === undefined) return;
          const traceId = answer.data?.traces[0]?.trace_id;
          const search = { span: traceId === undefined ? undefined : found.spanId };
          return navigate({ to: "/traces/$traceId", params: { traceId: traceId ?? found.spanId }, search });
        }
      }
    },
    [asked, navigate],
  );
}
