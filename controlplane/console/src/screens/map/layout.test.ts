import { describe, expect, test } from "vitest";

import { BOX, type Call, type Layout, layOut } from "./layout";

/** A number below 1 from a seed: the same ones on every machine. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const NO_CIRCLE = 0;

/** Services `s0`…, each called by some before it; `circles` is the share of calls that go back. */
function estate(services: number, callsEach: number, circles: number, seed: number): [string[], Call[]] {
  const next = numbers(seed);
  const names = Array.from({ length: services }, (_, number) => `s${number}`);
  const calls = new Map<string, Call>();
  for (let count = 0; count < services * callsEach; count += 1) {
    const a = Math.floor(next() * services);
    const b = Math.floor(next() * services);
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (low === high && circles === NO_CIRCLE) continue;
    const isBack = next() < circles;
    const call = { caller: `s${isBack ? high : low}`, callee: `s${isBack ? low : high}` };
    calls.set(`${call.caller} ${call.callee}`, call);
  }
  return [names, [...calls.values()]];
}

const shuffled = <T>(values: readonly T[], seed: number): T[] => {
  const next = numbers(seed);
  return values
    .map((value) => ({ value, order: next() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
};

function overlaps({ places }: Layout): string[] {
  return places.flatMap((a, index) =>
    places
      .slice(index + 1)
      .filter((b) => Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height)
      .map((b) => `${a.service} ${b.service}`),
  );
}

const ESTATES: [number, number, number, number][] = [
  [1, 2, 0.5, 1],
  [2, 4, 0.5, 2],
  [8, 1.5, 0.2, 3],
  [30, 2, 0.1, 4],
  [60, 3, 0.3, 5],
  [120, 1, 0, 6],
];

describe.for(ESTATES)("%i services, %f calls each, %f of them back, seed %i", (of) => {
  const [services, calls] = estate(...of);
  const drawn = layOut(services, calls);

  test("every service and call is there once", () => {
    expect(drawn.places.map(({ service }) => service).toSorted()).toEqual(services.toSorted());
    expect(drawn.ways).toHaveLength(calls.length);
  });

  test("no box lies on another one, and all of them in the drawing", () => {
    expect(overlaps(drawn)).toEqual([]);
    for (const { x, y } of drawn.places) {
      expect(x - BOX.width / 2).toBeGreaterThanOrEqual(0);
      expect(y - BOX.height / 2).toBeGreaterThanOrEqual(0);
      expect(x + BOX.width / 2).toBeLessThanOrEqual(drawn.width);
      expect(y + BOX.height / 2).toBeLessThanOrEqual(drawn.height);
    }
  });

  test("a line begins at its caller and ends at its callee", () => {
    const placeOf = new Map(drawn.places.map((place) => [place.service, place]));
    for (const { call, points } of drawn.ways) {
      for (const [point, service] of [
        [points[0], call.caller],
        [points.at(-1), call.callee],
      ] as const) {
        const place = placeOf.get(service) ?? { x: Number.NaN, y: Number.NaN };
        expect(Math.abs((point?.x ?? 0) - place.x)).toBeLessThanOrEqual(BOX.width / 2);
        expect(Math.abs((point?.y ?? 0) - place.y)).toBeLessThanOrEqual(BOX.height / 2);
      }
    }
  });

  test("a line never turns round", () => {
    for (const { call, points, isBackward } of drawn.ways) {
      if (call.caller === call.callee) continue;
      const along = points.map(({ x }) => (isBackward ? -x : x));
      expect(along).toEqual(along.toSorted((a, b) => a - b));
    }
  });

  test("a line does not run through a box of others", () => {
    for (const { points } of drawn.ways) {
      for (const { x, y } of points.slice(1, -1)) {
        const hit = drawn.places.filter(
          (place) => Math.abs(place.x - x) < BOX.width / 2 && Math.abs(place.y - y) < BOX.height / 2,
        );
        expect(hit).toEqual([]);
      }
    }
  });

  test("the order in which they come does not matter, nor how often it is asked", () => {
    for (const seed of [1, 2, 3]) expect(layOut(shuffled(services, seed), shuffled(calls, seed))).toEqual(drawn);
  });
});

test("without circles every call goes from left to right", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const [services, calls] = estate(40, 2, NO_CIRCLE, seed);
    expect(layOut(services, calls).ways.filter(({ isBackward }) => isBackward)).toEqual([]);
  }
});

test("only a call that closes a circle goes back", () => {
  const [services, calls] = estate(40, 2, 0.2, 9);
  const reach = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    for (const each of seen) for (const { caller, callee } of calls) if (caller === each) seen.add(callee);
    return seen.has(to);
  };
  const back = layOut(services, calls).ways.filter(({ isBackward }) => isBackward);
  expect(back.length).toBeGreaterThan(0);
  for (const { call } of back) expect(reach(call.callee, call.caller)).toBe(true);
});

test("a chain is a row; two that call each other have two lines apart", () => {
  const chain = layOut(
    ["c", "b", "a"],
    [
      { caller: "a", callee: "b" },
      { caller: "b", callee: "c" },
      { caller: "b", callee: "a" },
    ],
  );
  expect(chain.places.map(({ y }) => y)).toEqual([chain.places[0]?.y, chain.places[0]?.y, chain.places[0]?.y]);
  const [there, back] = chain.ways;
  expect(there?.points[0]?.y).toBeLessThan(back?.points[0]?.y ?? 0);
});

test("numbers beside the names move nothing", () => {
  const calls = [{ caller: "a", callee: "b", calls: 1 }];
  const more = [{ caller: "a", callee: "b", calls: 1e9 }];
  expect(layOut(["a", "b"], more).places).toEqual(layOut(["a", "b"], calls).places);
});

test("services alone stand below the others", () => {
  const { places } = layOut(["lone", "a", "b", "alone"], [{ caller: "a", callee: "b" }]);
  const lowest = Math.max(...places.filter(({ service }) => "ab".includes(service)).map(({ y }) => y));
  const lone = places.filter(({ service }) => service.includes("lone")).map(({ y }) => y);
  expect(Math.min(...lone)).toBeGreaterThan(lowest + BOX.height);
});

test("calls of services that are not there are left out; nothing gives nothing", () => {
  expect(layOut(["a"], [{ caller: "a", callee: "gone" }]).ways).toEqual([]);
  expect(layOut([], [])).toEqual({ places: [], ways: [], width: 0, height: 0 });
});

test("names that mean something to JavaScript are names", () => {
  const names = ["__proto__", "constructor", "toString", "", "\u0001"];
  const { places } = layOut(
    names,
    names.slice(1).map((callee) => ({ caller: "__proto__", callee })),
  );
  expect(places.map(({ service }) => service).toSorted()).toEqual(names.toSorted());
});

test("300 services with 600 calls in well under a second", () => {
  const [services, calls] = estate(300, 2, 0.05, 11);
  const since = performance.now();
  layOut(services, calls);
  expect(performance.now() - since).toBeLessThan(3_000);
});
