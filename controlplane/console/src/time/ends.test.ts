import { expect, test } from "vitest";

import { endOf, shownEnd, typedEnd } from "./ends";

const BERLIN = "Europe/Berlin";

test("an end that nobody edited stays the same moment in every zone", () => {
  const end = endOf("2026-11-23T09:00:00.000000001Z", BERLIN);
  expect(shownEnd(end, BERLIN)).toBe("2026-11-23 10:00:00.000000001");
  expect(shownEnd(end, "utc")).toBe("2026-11-23 09:00:00.000000001");
  expect(end.exact).toBe("2026-11-23T09:00:00.000000001Z");
});

test("the second of two equal hours stays the second", () => {
  const end = endOf("2026-10-25T01:30:00Z", BERLIN);
  expect(shownEnd(end, BERLIN)).toBe("2026-10-25 02:30:00");
  expect(end.exact).toBe("2026-10-25T01:30:00Z");
});

test("an edited end is of the zone it was typed in, and shown as typed there", () => {
  const end = typedEnd("2026-11-23 10:00", BERLIN);
  expect(shownEnd(end, BERLIN)).toBe("2026-11-23 10:00");
  expect(shownEnd(end, "utc")).toBe("2026-11-23 09:00:00");
  expect(end.exact).toBe("2026-11-23T09:00:00Z");
});

test("an hour that is missing in one zone is shown as it is in another", () => {
  const end = typedEnd("2026-03-29 02:30", BERLIN);
  expect(shownEnd(end, BERLIN)).toBe("2026-03-29 02:30");
  expect(shownEnd(end, "utc")).toBe("2026-03-29 01:30:00");
});

test("what is relative, and what cannot be read, is as it was written", () => {
  expect(shownEnd(typedEnd("now - 15m", BERLIN), "utc")).toBe("now-15m");
  expect(typedEnd("tomorrow", "utc").exact).toBeUndefined();
  expect(shownEnd(typedEnd("tomorrow", BERLIN), "utc")).toBe("tomorrow");
});
