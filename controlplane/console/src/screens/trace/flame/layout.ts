/**
 * Lanes of a flame graph over time: a span lies in the first lane below its parent's that is free from its start on, so
 * that what ran at the same time lies below each other and nothing is drawn over anything. Pure.
 */
import { at, type Skeleton } from "../tree/skeleton";

// Spans that ran beside more others than this share the last lane; the waterfall has them all.
export const LANES_MAX = 2_000;
// Lanes that are looked at for one span before it is laid below all that are taken.
const LOOKED_AT_MAX = 400;

export interface Lanes {
  /** For each row its lane; -1 outside of what is shown. */
  lane: Int32Array;
  lanes: number;
  /** Rows of lane l are rows[first[l]] … rows[first[l + 1] - 1], by start. */
  rows: Int32Array;
  first: Int32Array;
  /** Rows that share the last lane. */
  crowded: number;
}

/** Lanes of rows `from` … `to` - 1, which are a subtree or all. */
export function lanesOf(trace: Skeleton, from: number, to: number): Lanes {
  const lane = new Int32Array(trace.rows).fill(-1);
  const freeFrom = new Float64Array(LANES_MAX);
  freeFrom.fill(-Infinity);
  let lanes = 0;
  let crowded = 0;
  const blocks: Block[] = [];
  let block: Block = { lane: 0, end: -Infinity };
  for (let row = from; row < to; row += 1) {
    const start = at(trace.start, row);
    const parent = at(trace.parent, row);
    if (parent < from) block = blockFor(blocks, start, lanes);
    block.end = Math.max(block.end, start + at(trace.duration, row));
    const lowest = parent < from ? block.lane : at(lane, parent) + 1;
    const looked = Math.min(lowest + LOOKED_AT_MAX, lanes);
    let place = lowest;
    while (place < looked && at(freeFrom, place) > start) place += 1;
    if (place === looked && looked < lanes) place = lanes;
    if (place >= LANES_MAX) {
      place = LANES_MAX - 1;
      crowded += 1;
    }
    lane[row] = place;
    freeFrom[place] = Math.max(at(freeFrom, place), start + at(trace.duration, row));
    lanes = Math.max(lanes, place + 1);
  }
  return { lane, lanes, crowded, ...byLane(lane, lanes, from, to) };
}

/** A root and what lies below it: nothing of another root that ran meanwhile may seem to belong to it. */
interface Block {
  lane: number;
  end: number;
}

/** The block of a root: below all others, or where all that is there has ended. */
function blockFor(blocks: Block[], start: number, lanes: number): Block {
  const over = blocks.find(({ end }) => end <= start);
  if (over !== undefined) return over;
  const last = blocks.at(-1);
  if (last !== undefined && lanes >= LANES_MAX) return last;
  const block = { lane: lanes, end: -Infinity };
  blocks.push(block);
  return block;
}

/** A counting sort: rows of one lane stay in pre-order, which in a lane is by start. */
function byLane(lane: Int32Array, lanes: number, from: number, to: number) {
  const first = new Int32Array(lanes + 1);
  for (let row = from; row < to; row += 1) first[at(lane, row) + 1] = at(first, at(lane, row) + 1) + 1;
  for (let l = 0; l < lanes; l += 1) first[l + 1] = at(first, l + 1) + at(first, l);
  const next = first.slice();
  const rows = new Int32Array(to - from);
  for (let row = from; row < to; row += 1) {
    const place = at(next, at(lane, row));
    next[at(lane, row)] = place + 1;
    rows[place] = row;
  }
  return { rows, first };
}

/** The place in `rows` of the last span of a lane that starts at `ns` or before; the lane's first place when none does. */
export function placeBefore(trace: Skeleton, { rows, first }: Lanes, lane: number, ns: number): number {
  let [low, high] = [at(first, lane), at(first, lane + 1) - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (at(trace.start, at(rows, middle)) <= ns) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The row at a moment of a lane; -1 when there is none. `slack` ns around short spans count as theirs. */
export function rowAt(trace: Skeleton, lanes: Lanes, lane: number, ns: number, slack: number): number {
  if (lane < 0 || lane >= lanes.lanes) return -1;
  const place = placeBefore(trace, lanes, lane, ns + slack);
  const row = at(lanes.rows, place);
  const [start, end] = [at(trace.start, row), at(trace.start, row) + at(trace.duration, row)];
  return start - slack <= ns && ns <= end + slack ? row : -1;
}
