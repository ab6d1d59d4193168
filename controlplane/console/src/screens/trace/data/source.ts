/**
 * Where a trace comes from: the store, or a file that was opened in this browser. The screen asks both the same way;
 * what a file has no answer to (logs, the whole search language) is undefined, and the screen says so.
 */
import { client, type Schema } from "@/api/client";
import type { KnownKey, KnownValue } from "@/search/suggest";

import { skeletonOf, type Skeleton } from "../tree/skeleton";
import { askTrace } from "./early";
import { keysOf, valuesOf } from "./words";

export type TraceAnswer = Schema<"Trace">;
export type WholeSpan = Schema<"Span">;
export type LogRecord = Schema<"LogRecord">;
export type StatisticsRow = Schema<"TraceStatisticsRow">;

/** What is said of a trace as a whole; its rows are in the skeleton. */
export type TraceFacts = Omit<TraceAnswer, "rows" | "critical" | "kinds" | "names">;

export interface LoadedTrace {
  facts: TraceFacts;
  trace: Skeleton;
}

export interface FoundSpans {
  spanIds: readonly string[];
  /** False: there are more than one answer carries. */
  complete: boolean;
}

export interface SpanLogs {
  logs: readonly LogRecord[];
  complete: boolean;
}

export interface Statistics {
  rows: readonly StatisticsRow[];
  complete: boolean;
}

export interface Words {
  keys: (prefix: string, facts: TraceFacts, signal: AbortSignal) => Promise<readonly KnownKey[]>;
  values: (key: string, facts: TraceFacts, signal: AbortSignal) => Promise<readonly KnownValue[]>;
}

export interface TraceSource {
  /** The first part of every key under which its answers are kept. */
  key: readonly string[];
  traceId: string;
  isStored: boolean;
  trace: (signal: AbortSignal) => Promise<LoadedTrace>;
  /** The span, whole; null when it is not there any more. */
  span: (spanId: string, signal: AbortSignal) => Promise<WholeSpan | null>;
  find: (text: string, signal: AbortSignal) => Promise<FoundSpans>;
  statistics: (by: string, signal: AbortSignal) => Promise<Statistics>;
  /** What can be written in `find`: keys that begin with a text, and values of a key, that this trace has. */
  words?: Words;
  /** Log records of the trace, or of one of its spans. */
  logs?: (spanId: string | undefined, signal: AbortSignal) => Promise<SpanLogs>;
}

export function loaded({ rows, critical, ...rest }: TraceAnswer): LoadedTrace {
  const { names, kinds, ...facts } = rest;
  return { facts, trace: skeletonOf({ rows, critical, names, kinds, services: facts.services }) };
}

/** A refresh that brings nothing new keeps what is shown, with all that was derived from it. */
export function unlessSame(old: unknown, now: unknown): unknown {
  const [before, after] = [old, now] as [LoadedTrace | undefined, LoadedTrace];
  const same =
    before?.facts.spans === after.facts.spans &&
    before.facts.duration_ns === after.facts.duration_ns &&
    before.facts.trace_id === after.facts.trace_id;
  return same ? before : after;
}

export function storedTrace(traceId: string): TraceSource {
  const path = { trace_id: traceId };
  return {
    key: ["trace", traceId],
    traceId,
    isStored: true,
    trace: async (signal) => loaded(await answer(askTrace(traceId, signal))),
    span: async (spanId, signal) => {
      const query = { span_id: [spanId] };
      const found = await answer(client.GET("/api/v1/traces/{trace_id}/spans", { params: { path, query }, signal }));
      return found.spans[0] ?? null;
    },
    find: async (text, signal) => {
      const params = { path, query: { text } };
      const found = await answer(client.GET("/api/v1/traces/{trace_id}/find", { params, signal }));
      return { spanIds: found.span_ids, complete: found.complete };
    },
    statistics: (by, signal) =>
      answer(client.GET("/api/v1/traces/{trace_id}/statistics", { params: { path, query: { by } }, signal })),
    words: { keys: keysOf, values: valuesOf },
    logs: (spanId, signal) => {
      const query = spanId === undefined ? {} : { span_id: spanId };
      return answer(client.GET("/api/v1/traces/{trace_id}/logs", { params: { path, query }, signal }));
    },
  };
}

/** The client rejects what is not an answer. */
async function answer<T>(asked: Promise<{ data?: T }>): Promise<T> {
  const { data } = await asked;
  if (data === undefined) throw new Error("the API answered without a body");
  return data;
}
