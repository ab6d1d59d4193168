import { useEffect, useRef, useState } from "react";

import { apiUrl } from "@/api/client";
import type { Problem } from "@/api/problem";

import { followStream } from "./stream";
import {
  type Arrival,
  arrived,
  type Came,
  clearedTail,
  emptyTail,
  ENTRIES_MAX,
  type Held,
  heldTail,
  perSecond,
  recent,
  resumedTail,
  type Tail,
  tally,
} from "./tail";

export type Connection = "connecting" | "live" | "reconnecting" | "refused";

/** One tail that was left, for who comes back from the trace or the record that was opened out of it. */
interface Kept {
  of: string;
  tail: Tail<unknown>;
  lastId: string;
  opened: number | undefined;
}
let kept: Kept | undefined;

export interface LiveTail<Row> {
  tail: Tail<Row>;
  connection: Connection;
  /** Why it is not live. */
  problem: Problem | undefined;
  /** Records a second that match, those that the server left out among them. */
  rate: number;
  /** The number of the entry that was opened before one came back. */
  opened: number | undefined;
  onOpened: (number: number) => void;
  hold: (held: Held) => void;
  resume: () => void;
  clear: () => void;
}

/** What comes in of one signal. Another search needs another component (`key`): its entries are others. */
export function useTail<Row>(signal: "traces" | "logs", query: string): LiveTail<Row> {
  const of = `${signal} ${query}`;
  const [before] = useState(() => (kept?.of === of ? kept : undefined));
  // Who comes back finds what was left: it moves on when asked to.
  const [tail, setTail] = useState<Tail<Row>>(() =>
    before === undefined ? emptyTail() : heldTail(before.tail as Tail<Row>, "reading"),
  );
  const [connection, setConnection] = useState<Connection>("connecting");
  const [problem, setProblem] = useState<Problem>();
  const [rate, setRate] = useState(0);
  const left = useRef<Kept>({ of, tail, lastId: before?.lastId ?? "", opened: undefined });
  useEffect(() => {
    left.current.tail = tail;
  });

  useEffect(() => {
    const over = new AbortController();
    const { add, stop } = inFrames<Row>((batch) => setTail((old) => arrived(old, batch)));
    const startedMs = performance.now();
    let came: Came[] = [];
    const isLive = (state: Connection, why?: Problem) => {
      setConnection(state);
      setProblem(why);
    };
    const arrives = (arrival: Arrival<Row>) => {
      isLive("live");
      came = [...recent(came, performance.now()), { atMs: performance.now(), count: tally([arrival]).came }];
      add(arrival);
    };
    void followStream(
      apiUrl(`/api/v1/tail/${signal}`, { query }),
      left.current.lastId,
      {
        onOpen: () => isLive("live"),
        onLost: (why) => isLive("reconnecting", why),
        onRefused: (why) => isLive("refused", why),
        onId: (id) => {
          left.current.lastId = id;
        },
        onEvent: (event, data) => {
          const said: unknown = JSON.parse(data);
          if (event === "dropped") arrives({ left: (said as { count: number }).count });
          else if (event === "problem") isLive("reconnecting", problemIn(said as Record<string, string>));
          else if (event === "heartbeat") isLive("live");
          else arrives({ row: said as Row });
        },
      },
      over.signal,
    );
    const ticking = window.setInterval(() => setRate(perSecond(came, startedMs, performance.now())), 1_000);
    const { current } = left;
    return () => {
      over.abort();
      stop();
      window.clearInterval(ticking);
      kept = current;
    };
  }, [signal, query]);

  return {
    tail,
    connection,
    problem,
    rate,
    opened: before?.opened,
    onOpened: (number) => {
      left.current.opened = number;
    },
    hold: (held) => setTail((old) => heldTail(old, held)),
    resume: () => setTail((old) => resumedTail(old)),
    clear: () => setTail((old) => clearedTail(old)),
  };
}

/** Gives on what is added once a frame: a thousand records are one change of the page. */
function inFrames<Row>(give: (batch: Arrival<Row>[]) => void) {
  let batch: Arrival<Row>[] = [];
  let frame: number | undefined;
  const flush = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    const all = batch;
    batch = [];
    give(all);
  };
  return {
    add: (arrival: Arrival<Row>) => {
      batch.push(arrival);
      // A page in the background has no frames: what waits for one stays bounded.
      if (batch.length >= ENTRIES_MAX) flush();
      else frame ??= requestAnimationFrame(flush);
    },
    stop: () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}

/** A problem that the server says within the stream, which goes on. */
function problemIn(said: Record<string, string>): Problem {
  const text = (key: string) => said[key] ?? "";
  return {
    kind: text("type").split(":").at(-1) ?? "",
    status: 503,
    title: text("title"),
    detail: text("detail"),
    wayOut: text("way_out"),
  };
}
