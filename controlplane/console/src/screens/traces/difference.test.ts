import { expect, test } from "vitest";

import { type Attribute, bands, isTelling, lacking, pairs } from "./difference";

const sides = { selected: 10, rest: 200 };
const attribute: Attribute = {
  key: "cloud.region",
  source: "span",
  score: 0.9,
  selected: 8,
  rest: 200,
  values: [
    { value: "eu", selected: 8, rest: 50 },
    { value: "us", selected: 0, rest: 150 },
  ],
  numbers: null,
  selected_quartiles: null,
  rest_quartiles: null,
};

test("values are shares of their side, whatever the sides' sizes", () => {
  expect(pairs(attribute, sides).map(({ value, selected, rest }) => [value, selected, rest])).toEqual([
    ["eu", 0.8, 0.25],
    ["us", 0, 0.75],
  ]);
  expect(pairs(attribute, { selected: 0, rest: 0 })).toEqual([]);
});

test("what lacks the attribute is told, and only where something does", () => {
  expect(lacking(attribute, sides)).toMatchObject({ selected: 0.2, rest: 0, selectedCount: 2 });
  expect(lacking({ ...attribute, selected: 10 }, sides)).toBeUndefined();
});

test("numbers are bands, each side by its own highest", () => {
  const numbers = { bounds: [1, 10, 100], selected: [0, 5], rest: [100, 50] };
  expect(bands({ ...attribute, numbers })).toMatchObject([
    { from: 1, to: 10, selected: 0, rest: 1 },
    { from: 10, to: 100, selected: 1, rest: 0.5, selectedCount: 5, restCount: 50 },
  ]);
  expect(bands(attribute)).toEqual([]);
});

test("what is rare on both sides is left out; ids have nothing to say", () => {
  const rare = { value: "id-1", selected: 0, rest: 3 };
  expect(pairs({ ...attribute, values: [...attribute.values, rare] }, sides).map(({ value }) => value)).toEqual([
    "eu",
    "us",
  ]);
  const id = { ...attribute, values: [rare, rare], selected: 10 };
  expect(pairs(id, sides)).toEqual([]);
  expect([attribute, { ...attribute, score: 0.01 }, id].map((each) => isTelling(each, sides))).toEqual([
    true,
    false,
    false,
  ]);
});
