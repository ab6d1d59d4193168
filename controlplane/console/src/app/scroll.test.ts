import { expect, test } from "vitest";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

// The options of a navigation, from the search to the end of the call.
const NAVIGATION = /navigate\(\{[^;]*?replace: true[^;]*?\}\s*\)/g;

test("what changes the address in place leaves lists where they are scrolled to", () => {
  const inPlace = Object.entries(sources).flatMap(([path, text]) =>
    [...text.matchAll(NAVIGATION)].map(([call]) => ({ path, call })),
  );
  expect(inPlace.length).toBeGreaterThan(2);
  // To another screen it starts at the top.
  const jumping = inPlace.filter(({ call }) => !/\bto:/.test(call) && !call.includes("resetScroll: false"));
  expect(jumping).toEqual([]);
});
