/** The question for a trace, asked while the screen's code is still on its way. */
import { client } from "@/api/client";

const ask = (traceId: string, signal?: AbortSignal) =>
  client.GET("/api/v1/traces/{trace_id}", {
    params: { path: { trace_id: traceId } },
    ...(signal === undefined ? {} : { signal }),
  });

type Asked = ReturnType<typeof ask>;

// Code that takes longer to come meets a question that is asked again: the trace may have grown.
const EARLY_MS_MAX = 10_000;

let early: { traceId: string; at: number; asked: Asked } | undefined;

export function askEarly(traceId: string): void {
  const asked = ask(traceId);
  // Whoever takes it hears of it; nobody has to.
  asked.catch(() => undefined);
  early = { traceId, at: Date.now(), asked };
}

/** The answer that is on its way, once; else the question is asked now. */
export function askTrace(traceId: string, signal: AbortSignal): Asked {
  const { traceId: of, at, asked } = early ?? {};
  early = undefined;
  return asked !== undefined && of === traceId && Date.now() - (at ?? 0) < EARLY_MS_MAX ? asked : ask(traceId, signal);
}
