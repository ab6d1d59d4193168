/** Where services and their calls stand on the map: callers at the left, what they call at the right. Pure. */
import { Graph, layout } from "@dagrejs/dagre";

export interface Call {
  caller: string;
  callee: string;
}

export interface Point {
  x: number;
  y: number;
}

/** A service and the centre of its box. */
export interface Place extends Point {
  service: string;
}

/** A call and its way: the points of a line, from the caller's side to the callee's. */
export interface Way<C extends Call = Call> {
  call: C;
  points: Point[];
  /** From right to left, or to itself: it closes a circle. */
  isBackward: boolean;
}

/** All in px of the drawing, whose top left is 0, 0. */
export interface Layout<C extends Call = Call> {
  places: Place[];
  ways: Way<C>[];
  width: number;
  height: number;
}

export const BOX = { width: 208, height: 48 };
const MARGIN = 16;
const BETWEEN_ROWS = 24;
const BETWEEN_LINES = 14;
const BETWEEN_COLUMNS = 88;
// Room between a box and an arrow of the opposite direction: two services that call each other have two lines.
const APART = 9;
// What a call to itself rises above its box.
const LOOP = 16;
// Services that neither call nor are called stand below the others, in rows of at least so many.
const LONE_COLUMNS_MIN = 4;

/**
 * The same services and calls give the same picture, in whatever order they come: numbers have no say, so a refresh
 * moves nothing. A call goes from left to right unless it closes a circle. Calls of services that are not given are
 * left out.
 */
export function layOut<C extends Call>(services: readonly string[], calls: readonly C[]): Layout<C> {
  const known = new Set(services);
  const kept = calls.filter(({ caller, callee }) => known.has(caller) && known.has(callee)).toSorted(byNames);
  const between = kept.filter(({ caller, callee }) => caller !== callee);
  const linked = new Set(between.flatMap(({ caller, callee }) => [caller, callee]));
  const { graph, idOf } = arranged(ordered([...linked], between), between);
  const places = [...linked].toSorted(compare).map((service) => {
    const { x = 0, y = 0 } = graph.node(idOf(service));
    return { service, x, y };
  });
  const size = graph.graph();
  const lone = below(
    [...known].filter((service) => !linked.has(service)).toSorted(compare),
    size.width ?? 0,
    size.height ?? 0,
  );
  const all = [...places, ...lone];
  return {
    places: all,
    ways: ways(kept, all, ({ caller, callee }) => graph.edge(idOf(caller), idOf(callee)).points ?? []),
    width: Math.max(0, ...all.map(({ x }) => x + BOX.width / 2 + MARGIN)),
    height: Math.max(0, ...all.map(({ y }) => y + BOX.height / 2 + MARGIN)),
  };
}

interface Arranged {
  graph: Graph;
  /** The library's keys are keys of objects, where a service called `__proto__` has no place. */
  idOf: (service: string) => string;
}

function arranged(services: readonly string[], calls: readonly Call[]): Arranged {
  const ids = new Map(services.map((service, index) => [service, `n${index}`]));
  const idOf = (service: string) => ids.get(service) ?? "";
  const graph = new Graph();
  graph.setGraph({
    rankdir: "LR",
    // Within a few lines of the best one, and a third of its time for hundreds of services.
    ranker: "tight-tree",
    nodesep: BETWEEN_ROWS,
    edgesep: BETWEEN_LINES,
    ranksep: BETWEEN_COLUMNS,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  for (const service of services) graph.setNode(idOf(service), { ...BOX });
  for (const { caller, callee } of calls) graph.setEdge(idOf(caller), idOf(callee), {});
  if (services.length > 0) layout(graph);
  return { graph, idOf };
}

/**
 * Circles are opened at the call that leads back to where the walk came from; so it begins at services that nobody
 * calls, and the order of names decides the rest.
 */
function ordered(services: readonly string[], calls: readonly Call[]): string[] {
  const called = new Set(calls.map(({ callee }) => callee));
  return services.toSorted((a, b) => Number(called.has(a)) - Number(called.has(b)) || compare(a, b));
}

function below(services: readonly string[], width: number, height: number): Place[] {
  const columnPx = BOX.width + BETWEEN_ROWS;
  const columns = Math.max(LONE_COLUMNS_MIN, Math.floor((width - 2 * MARGIN + BETWEEN_ROWS) / columnPx));
  return services.map((service, index) => ({
    service,
    x: MARGIN + BOX.width / 2 + (index % columns) * columnPx,
    y: height + MARGIN + BOX.height / 2 + Math.floor(index / columns) * (BOX.height + BETWEEN_ROWS),
  }));
}

function ways<C extends Call>(
  calls: readonly C[],
  places: readonly Place[],
  pointsOf: (call: Call) => readonly Point[],
): Way<C>[] {
  const placeOf = new Map(places.map((place) => [place.service, place]));
  const columns = new Set(places.map(({ x }) => Math.round(x)));
  const both = new Set(calls.map(({ caller, callee }) => keyOf(caller, callee)));
  return calls.flatMap((call): Way<C>[] => {
    const from = placeOf.get(call.caller);
    const to = placeOf.get(call.callee);
    if (from === undefined || to === undefined) return [];
    if (from === to) return [{ call, points: loop(from), isBackward: true }];
    const isBackward = from.x > to.x;
    const side = (isBackward ? -1 : 1) * (BOX.width / 2);
    const apart = both.has(keyOf(call.callee, call.caller)) ? (isBackward ? APART : -APART) : 0;
    // Bends lie in the columns, between the boxes; those half way between two columns say nothing.
    const bends = pointsOf(call)
      .slice(1, -1)
      .filter(({ x }) => columns.has(Math.round(x)) && Math.abs(x - from.x) > 1 && Math.abs(x - to.x) > 1)
      .flatMap(({ x, y }) => [
        { x: x - side, y },
        { x: x + side, y },
      ]);
    const points = [{ x: from.x + side, y: from.y + apart }, ...bends, { x: to.x - side, y: to.y + apart }];
    return [{ call, points, isBackward }];
  });
}

function loop({ x, y }: Point): Point[] {
  const top = y - BOX.height / 2;
  return [
    { x: x + BOX.width / 4, y: top },
    { x: x + BOX.width / 4, y: top - LOOP },
    { x: x + BOX.width / 16, y: top - LOOP },
    { x: x + BOX.width / 16, y: top },
  ];
}

const keyOf = (caller: string, callee: string) => `${caller}\u0000${callee}`;
const byNames = (a: Call, b: Call) => compare(a.caller, b.caller) || compare(a.callee, b.callee);
// By code units: the same on every machine, whatever its language.
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
