import { expect, it } from "vitest";

import { comparedRows, type Comparison, differentRows, isDifferent, summary } from "./tree";

// A root, a child that got slower, one that only a has, one that only b has, and one as before.
const answer: Comparison = {
  services: ["orders"],
  names: ["root", "slow", "gone", "new", "same"],
  rows: {
    parent: [-1, 0, 0, 0, 1],
    depth: [0, 1, 1, 1, 2],
    service: [0, 0, 0, -1, 0],
    name: [0, 1, 2, -1, 4],
    count_a: [1, 1, 1, 0, 2],
    duration_a_ns: [1e9, 1e6, 5, 0, 1e6],
    self_a_ns: [0, 0, 0, 0, 0],
    errors_a: [0, 0, 0, 0, 0],
    count_b: [1, 1, 0, 1, 2],
    duration_b_ns: [1.1e9, 2e6, 0, 7, 1.1e6],
    self_b_ns: [0, 0, 0, 0, 0],
    errors_b: [0, 0, 0, 0, 0],
  },
};

it("tells what differs: counts, errors, a fifth of the time", () => {
  const rows = comparedRows(answer);
  expect(rows.map(isDifferent)).toEqual([false, true, true, true, false]);
  expect(summary(rows)).toEqual({ onlyA: 1, onlyB: 1, different: 1 });
  expect(rows[3]?.name).toBe("Span that did not arrive");
});

it("keeps what differs and what it lies in", () => {
  const rows = comparedRows(answer);
  expect(differentRows(rows, answer.rows.parent).map(({ row }) => row)).toEqual([0, 1, 2, 3]);
  expect(differentRows(rows.slice(4, 5), [-1])).toEqual([]);
});
