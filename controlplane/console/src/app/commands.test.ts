import { expect, test } from "vitest";

import { type Command, matching } from "./commands";

const command = (label: string, words?: string): Command => ({
  id: label,
  label,
  group: "Go",
  run: () => undefined,
  ...(words === undefined ? {} : { words }),
});
const all = [
  command("Go to Overview"),
  command("Go to Traces"),
  command("Dark theme", "appearance mode night"),
  command("Last 24 hours", "time range day"),
  command("Traces of orders-eu.west"),
];
const labels = (text: string) => matching(all, text).map(({ label }) => label);

test("no text offers everything in its order", () => expect(labels("")).toEqual(all.map(({ label }) => label)));

test("the beginning of the label comes before words within it", () => {
  expect(labels("traces")).toEqual(["Traces of orders-eu.west", "Go to Traces"]);
});

test("other words find it, in any order", () => {
  expect(labels("night")).toEqual(["Dark theme"]);
  expect(labels("range 24")).toEqual(["Last 24 hours"]);
});

test("letters in their order find it too, after all others", () => expect(labels("gtov")).toEqual(["Go to Overview"]));

test("what fits nothing finds nothing", () => expect(labels("zzz")).toEqual([]));
