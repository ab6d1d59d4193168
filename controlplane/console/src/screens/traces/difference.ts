/** Two distributions of an attribute side by side, as shares that compare: pure. */
import type { Schema } from "@/api/client";

export type Attribute = Schema<"DifferentAttribute">;

export interface Pair {
  value: string;
  /** Of the spans of its side, 0 to 1. */
  selected: number;
  rest: number;
  selectedCount: number;
  restCount: number;
}

/** The sides' sizes: what was looked at, of which an attribute is counted. */
export interface Sides {
  selected: number;
  rest: number;
}

// Rarer on both sides is one line among hundreds: ids, mostly. What tells sides apart is commoner, or is not there.
const SHARE_MIN = 0.02;

/** Values with their share of each side; those that are rare on both are left out. */
export function pairs(attribute: Attribute, sides: Sides): Pair[] {
  const pair = (value: string, selected: number, rest: number): Pair => ({
    value,
    selected: share(selected, sides.selected),
    rest: share(rest, sides.rest),
    selectedCount: selected,
    restCount: rest,
  });
  return attribute.values
    .map(({ value, selected, rest }) => pair(value, selected, rest))
    .filter(({ selected, rest }) => selected >= SHARE_MIN || rest >= SHARE_MIN);
}

// Fewer than one in a hundred is no difference one can act on.
const LACKING_MIN = 0.01;

/** Spans of either side that do not have the attribute at all. */
export function lacking({ selected, rest }: Attribute, sides: Sides): Pair | undefined {
  const lacks = { selected: sides.selected - selected, rest: sides.rest - rest };
  const isRare = (count: number, all: number) => count <= 0 || share(count, all) < LACKING_MIN;
  if (isRare(lacks.selected, sides.selected) && isRare(lacks.rest, sides.rest)) return undefined;
  return {
    value: "",
    selected: share(lacks.selected, sides.selected),
    rest: share(lacks.rest, sides.rest),
    selectedCount: lacks.selected,
    restCount: lacks.rest,
  };
}

// Weaker differences are read as noise.
const SCORE_MIN = 0.02;

/** Whether there is anything to show of it: ids differ by every value, and none of them says something. */
export function isTelling(attribute: Attribute, sides: Sides): boolean {
  if (attribute.score < SCORE_MIN) return false;
  return attribute.numbers !== null || pairs(attribute, sides).length > 0 || lacking(attribute, sides) !== undefined;
}

export interface Bands {
  from: number;
  to: number;
  /** Of the highest band of its own side, 0 to 1: shapes compare, whatever the sides' sizes. */
  selected: number;
  rest: number;
  selectedCount: number;
  restCount: number;
}

export function bands({ numbers }: Attribute): Bands[] {
  if (!numbers) return [];
  const most = { selected: Math.max(1, ...numbers.selected), rest: Math.max(1, ...numbers.rest) };
  return numbers.selected.map((count, index) => ({
    from: numbers.bounds[index] ?? 0,
    to: numbers.bounds[index + 1] ?? 0,
    selected: count / most.selected,
    rest: (numbers.rest[index] ?? 0) / most.rest,
    selectedCount: count,
    restCount: numbers.rest[index] ?? 0,
  }));
}

function share(count: number, all: number): number {
  return all > 0 ? Math.min(1, Math.max(0, count / all)) : 0;
}
