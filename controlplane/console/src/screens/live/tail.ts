/** What a live tail holds: so many entries, newest last, and what is counted beside them. Pure. */

// 50 s of the most that the server passes on, 100 a second. Whoever wants more wants a search.
export const ENTRIES_MAX = 5_000;
// Arrivals come once a second in a batch: over ten of them the rate stands still enough to be read.
const RATE_WINDOW_MS = 10_000;

/** A record; or so many that the server left out here, because more came than it passes on. */
export type Arrival<Row> = { row: Row } | { left: number };
/** `number` counts up while the tail is open: records that are alike are told apart by it. */
export type Entry<Row> = Arrival<Row> & { number: number };

/** Why nothing moves: somebody asked for it, or reads further up. */
export type Held = "asked" | "reading";

export interface Tail<Row> {
  entries: readonly Entry<Row>[];
  /** Came in while the tail is held, oldest first. */
  waiting: readonly Entry<Row>[];
  held: Held | undefined;
  /** Records that waited and were let go, because more than `ENTRIES_MAX` waited. */
  letGo: number;
  next: number;
}

export function emptyTail<Row>(): Tail<Row> {
  return { entries: [], waiting: [], held: undefined, letGo: 0, next: 0 };
}

/** How many records the arrivals stand for, and how many of them are here. */
export function tally(arrivals: readonly Arrival<unknown>[]): { came: number; shown: number } {
  const shown = arrivals.filter((each) => "row" in each).length;
  return { shown, came: arrivals.reduce((sum, each) => sum + ("row" in each ? 1 : each.left), 0) };
}

/** A batch came in, oldest first. What is held stays as it is: nothing moves under who reads it. */
export function arrived<Row>(tail: Tail<Row>, batch: readonly Arrival<Row>[], max = ENTRIES_MAX): Tail<Row> {
  const numbered = batch.map((each, at) => ({ ...each, number: tail.next + at }));
  const next = tail.next + batch.length;
  if (tail.held === undefined) return { ...tail, entries: [...tail.entries, ...numbered].slice(-max), next };
  const waiting = [...tail.waiting, ...numbered];
  const gone = waiting.slice(0, Math.max(0, waiting.length - max));
  return { ...tail, waiting: waiting.slice(-max), letGo: tail.letGo + tally(gone).came, next };
}

/** Nothing moves any more. Who asked for it stays asked for when somebody reads. */
export function heldTail<Row>(tail: Tail<Row>, held: Held): Tail<Row> {
  return tail.held === "asked" ? tail : { ...tail, held };
}

/** What waited joins, behind a line that says what was let go meanwhile. */
export function resumedTail<Row>(tail: Tail<Row>, max = ENTRIES_MAX): Tail<Row> {
  const lost = tail.letGo > 0 ? [{ left: tail.letGo, number: tail.next }] : [];
  const entries = [...tail.entries, ...lost, ...tail.waiting].slice(-max);
  return { entries, waiting: [], held: undefined, letGo: 0, next: tail.next + lost.length };
}

/** No entries and no counts; what is held stays held. */
export function clearedTail<Row>(tail: Tail<Row>): Tail<Row> {
  return { ...emptyTail<Row>(), held: tail.held === "asked" ? "asked" : undefined, next: tail.next };
}

export interface Came {
  atMs: number;
  count: number;
}

/** Without what is older than the rate's window. */
export function recent(came: readonly Came[], nowMs: number): Came[] {
  return came.filter(({ atMs }) => nowMs - atMs < RATE_WINDOW_MS);
}

/** Records a second over the window, or over the time since the start when that is shorter (at least 1 s). */
export function perSecond(came: readonly Came[], startedMs: number, nowMs: number): number {
  const ms = Math.min(RATE_WINDOW_MS, Math.max(1_000, nowMs - startedMs));
  return (recent(came, nowMs).reduce((sum, { count }) => sum + count, 0) * 1_000) / ms;
}
