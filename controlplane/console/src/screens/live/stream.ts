/**
 * A stream of server-sent events that is there for as long as it is wanted: it is asked for again, from where it was,
 * whenever it ends. Unlike the browser's `EventSource` it says why it was refused and hears `Retry-After`.
 */
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";

import { asProblem, type Problem, ProblemError, problemOf } from "@/api/problem";

export interface StreamListener {
  /** Connected; once more after each time it was lost. */
  onOpen: () => void;
  onEvent: (event: string, data: string) => void;
  /** Not connected, and asking again by itself. Without a problem the server merely ended it. */
  onLost: (problem?: Problem) => void;
  /** Not asked again: the same would be answered. */
  onRefused: (problem: Problem) => void;
  /** Of the event that was read last, for another time. */
  onId: (id: string) => void;
}

// The server speaks every 15 s: three times silence is a line that nobody closed, as after a laptop slept.
const SILENCE_MS_MAX = 45_000;
const AGAIN_MS_MIN = 500;
const AGAIN_MS_MAX = 15_000;

/** Until `signal` is aborted. `lastId` goes on behind that event. */
export async function followStream(url: string, lastId: string, listener: StreamListener, signal: AbortSignal) {
  let id = lastId;
  let againMs = AGAIN_MS_MIN;
  while (!signal.aborted) {
    let problem: Problem | undefined;
    let waitMs = againMs;
    try {
      for await (const event of eventsOf(url, id, listener.onOpen, signal)) {
        againMs = waitMs = AGAIN_MS_MIN;
        if (event.id !== undefined) listener.onId((id = event.id));
        listener.onEvent(event.event ?? "message", event.data);
      }
    } catch (error) {
      if (signal.aborted) return;
      problem = asProblem(error);
      if (isFinal(problem)) {
        listener.onRefused(problem);
        return;
      }
      if (error instanceof ProblemError && error.retryAfterS !== undefined) waitMs = error.retryAfterS * 1_000;
    }
    if (signal.aborted) return;
    listener.onLost(problem);
    // Not all consoles at the same moment.
    await slept(waitMs * (1 + Math.random() / 2), signal);
    againMs = Math.min(againMs * 2, AGAIN_MS_MAX);
  }
}

async function* eventsOf(
  url: string,
  lastId: string,
  onOpen: () => void,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const silence = new AbortController();
  const over = () => silence.abort(new TypeError("network: nothing was heard for too long"));
  let timer = setTimeout(over, SILENCE_MS_MAX);
  try {
    const headers = { Accept: "text/event-stream", ...(lastId === "" ? {} : { "Last-Event-ID": lastId }) };
    const response = await fetch(url, {
      headers,
      cache: "no-store",
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || response.body === null) throw await problemOf(response);
    const type = response.headers.get("Content-Type") ?? "";
    if (!type.startsWith("text/event-stream")) throw notAStream(type);
    onOpen();
    const events = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, BufferSource>)
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let read = await events.read(); !read.done; read = await events.read()) {
      clearTimeout(timer);
      timer = setTimeout(over, SILENCE_MS_MAX);
      yield read.value;
    }
  } finally {
    clearTimeout(timer);
    // Whoever stopped listening leaves no line open.
    silence.abort();
  }
}

/** Somebody else answered: mostly a proxy, with the page of its login. */
function notAStream(type: string): ProblemError {
  return new ProblemError({
    kind: "not_a_stream",
    status: 200,
    title: "No stream",
    detail: `the answer is ${type === "" ? "without a type" : type}, not a stream of events`,
    wayOut: "Reload the page: a proxy before camelops may want you to log in again.",
  });
}

/** A question that is wrong stays wrong; too many at once, and a server that is away, pass. */
function isFinal({ status }: Problem): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}

function slept(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
