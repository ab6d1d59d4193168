/** Trace files that were opened: in this browser's memory alone, until the page is left. */
import { create } from "zustand";

import { apiUrl, type Schema } from "@/api/client";
import { problemOf } from "@/api/problem";

import { findIn, statisticsBy } from "./inFile";
import { loaded, type LoadedTrace, type TraceSource, type WholeSpan } from "./source";

export interface OpenedFile {
  /** Which of the files that were opened: another one may have the same name, and traces of the same ids. */
  number: number;
  name: string;
  /** By trace id, in the order of the file. */
  traces: ReadonlyMap<string, LoadedTrace>;
  spans: ReadonlyMap<string, ReadonlyMap<string, WholeSpan>>;
  /** False: the file has more traces than are shown. */
  complete: boolean;
  refused: readonly Schema<"Refusal">[];
}

interface Opened {
  file: OpenedFile | undefined;
}

export const useOpenedFile = create<Opened>(() => ({ file: undefined }));

// As the API takes it: it reads a file whole.
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** Reads a file with the API, which keeps nothing of it. Rejects with ProblemError. */
export async function openFile(file: File): Promise<OpenedFile> {
  const type = /\.json$/i.test(file.name) ? "application/json" : file.type || "application/octet-stream";
  const response = await fetch(apiUrl("/api/v1/trace-files"), {
    method: "POST",
    body: file,
    headers: { "content-type": type },
  });
  if (!response.ok) throw await problemOf(response);
  const opened = openedFile(file.name, (await response.json()) as Schema<"TraceFile">);
  useOpenedFile.setState({ file: opened });
  return opened;
}

let filesOpened = 0;

export function openedFile(name: string, answer: Schema<"TraceFile">): OpenedFile {
  const spans = new Map<string, Map<string, WholeSpan>>();
  for (const span of answer.spans) {
    const ofTrace = spans.get(span.trace_id) ?? new Map<string, WholeSpan>();
    spans.set(span.trace_id, ofTrace.set(span.span_id, span));
  }
  const traces = new Map(answer.traces.map((each) => [each.trace_id, loaded(each)]));
  filesOpened += 1;
  return { number: filesOpened, name, traces, spans, complete: answer.complete, refused: answer.refused };
}

/** A trace of an opened file; undefined when it is not in it. */
export function traceOfFile(file: OpenedFile, traceId: string): TraceSource | undefined {
  const found = file.traces.get(traceId);
  if (found === undefined) return undefined;
  const spans = file.spans.get(traceId) ?? new Map<string, WholeSpan>();
  return {
    key: ["trace-file", String(file.number), traceId],
    traceId,
    isStored: false,
    trace: () => Promise.resolve(found),
    span: (spanId) => Promise.resolve(spans.get(spanId) ?? null),
    find: (text) => Promise.resolve({ spanIds: findIn(spans.values(), text), complete: true }),
    statistics: (by) => Promise.resolve({ rows: statisticsBy(found.trace, spans, by), complete: true }),
  };
}
