import { expect, test } from "vitest";

import { arrived, clearedTail, emptyTail, type Entry, heldTail, perSecond, resumedTail, tally } from "./tail";

const rows = (...texts: string[]) => texts.map((row) => ({ row }));
const shown = (entries: readonly Entry<string>[]) =>
  entries.map((each) => ("row" in each ? each.row : `+${each.left}`));

test("the oldest make place", () => {
  const tail = arrived(arrived(emptyTail<string>(), rows("a", "b"), 3), [{ left: 7 }, ...rows("c")], 3);
  expect(shown(tail.entries)).toEqual(["b", "+7", "c"]);
  expect(tail.entries.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test("what is held stays as it is; what waits is bounded, and what was let go is said where it is missing", () => {
  const held = arrived(heldTail(arrived(emptyTail<string>(), rows("a"), 4), "reading"), rows("b", "c", "d"), 4);
  const full = arrived(held, [{ left: 5 }, ...rows("e", "f")], 4);
  expect(full.entries).toBe(held.entries);
  expect(shown(full.waiting)).toEqual(["d", "+5", "e", "f"]);
  expect(full.letGo).toBe(2);
  const resumed = resumedTail(full, 9);
  expect(shown(resumed.entries)).toEqual(["a", "+2", "d", "+5", "e", "f"]);
  expect(new Set(resumed.entries.map(({ number }) => number)).size).toBe(6);
  expect(resumed).toMatchObject({ held: undefined, letGo: 0, waiting: [] });
});

test("whoever asked for a pause has it until it is taken back", () => {
  const asked = heldTail(heldTail(emptyTail<string>(), "asked"), "reading");
  expect(asked.held).toBe("asked");
  expect(clearedTail(arrived(asked, rows("a")))).toMatchObject({ entries: [], waiting: [], held: "asked", next: 1 });
  expect(clearedTail(heldTail(emptyTail<string>(), "reading")).held).toBeUndefined();
});

test("what came in is counted with what the server left out", () => {
  expect(tally([...rows("a", "b"), { left: 40 }])).toEqual({ shown: 2, came: 42 });
});

test("the rate is over ten seconds, or since the start", () => {
  const came = [
    { atMs: 0, count: 500 },
    { atMs: 15_000, count: 100 },
  ];
  expect(perSecond(came, 0, 20_000)).toBe(10);
  expect(perSecond([{ atMs: 100, count: 8 }], 0, 200)).toBe(8);
});
