import { describe, expect, test } from "vitest";

import {
  formatInstant,
  formatIso,
  formatOffset,
  fromWallClock,
  isZone,
  offsetMinutes,
  parseInstant,
  startOfDay,
  wallClock,
} from "./zones";

const MOMENT = 1_763_872_846_123_456_789n; // 2025-11-23T04:40:46.123456789Z

describe("to the wall", () => {
  test("every digit stays", () => {
    expect(formatInstant(MOMENT, "utc", 9)).toBe("2025-11-23 04:40:46.123456789");
    expect(formatInstant(MOMENT, "Asia/Kathmandu", 6)).toBe("2025-11-23 10:25:46.123456");
    expect(formatInstant(MOMENT, "America/New_York", 0)).toBe("2025-11-22 23:40:46");
    expect(formatInstant(MOMENT, "local", 3)).toBe("2025-11-23 05:40:46.123");
  });

  test("a moment before 1970 is not rounded the wrong way", () => {
    expect(formatIso(-1n)).toBe("1969-12-31T23:59:59.999999999Z");
  });

  test("the permalink form has no needless zeros", () => {
    expect(formatIso(1_763_872_846_000_000_000n)).toBe("2025-11-23T04:40:46Z");
    expect(formatIso(1_763_872_846_120_000_000n)).toBe("2025-11-23T04:40:46.12Z");
  });
});

describe("from the wall", () => {
  test("is the inverse, in every zone and around every change of clocks", () => {
    for (const zone of ["utc", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham", "Pacific/Apia", "Asia/Tehran"]) {
      for (let day = 0n; day < 370n; day += 1n) {
        const moment = MOMENT + day * 86_400_000_000_000n;
        const found = fromWallClock(wallClock(moment, zone), zone);
        // The clock shows the same; where it shows it twice, the first of the two is meant.
        expect(wallClock(found, zone)).toEqual(wallClock(moment, zone));
        expect([0n, 3_600_000_000_000n]).toContain(moment - found);
      }
    }
  });

  test("an hour that happens twice is the first of the two", () => {
    // Berlin, 2025-10-26: 03:00 CEST becomes 02:00 CET.
    expect(formatIso(parseInstant("2025-10-26 02:30", "Europe/Berlin") ?? 0n)).toBe("2025-10-26T00:30:00Z");
  });

  test("an hour that never happens is read with the offset from before", () => {
    // Berlin, 2026-03-29: 02:00 CET becomes 03:00 CEST.
    expect(formatIso(parseInstant("2026-03-29 02:30", "Europe/Berlin") ?? 0n)).toBe("2026-03-29T01:30:00Z");
  });
});

describe("what people paste", () => {
  test.each([
    ["2025-11-23T04:40:46.123456789Z", MOMENT],
    ["2025-11-23 05:40:46.123456789", MOMENT],
    ["2025-11-23T10:25:46.123456789+05:45", MOMENT],
    ["2025-11-22 23:40:46,123456789 -0500", MOMENT],
    ["1763872846", 1_763_872_846_000_000_000n],
    ["1763872846123", 1_763_872_846_123_000_000n],
    ["1763872846123456", 1_763_872_846_123_456_000n],
    ["1763872846123456789", MOMENT],
    ["2025-11-23", 1_763_852_400_000_000_000n],
  ])("%s", (text, moment) => expect(parseInstant(text, "Europe/Berlin")).toBe(moment));

  test.each([
    "",
    "yesterday",
    "2025-13-01",
    "2025-02-30",
    "2025-11-23 24:00",
    "2025-11-23 10:60",
    "12345",
    "2025-11-23T",
  ])("%j is no moment", (text) => expect(parseInstant(text, "utc")).toBeUndefined());
});

test("offsets read as they are written", () => {
  expect(formatOffset(offsetMinutes(MOMENT, "utc"))).toBe("UTC");
  expect(formatOffset(offsetMinutes(MOMENT, "Europe/Berlin"))).toBe("UTC+01:00");
  expect(formatOffset(offsetMinutes(MOMENT, "America/St_Johns"))).toBe("UTC−03:30");
});

test("a day starts on the wall of its zone", () => {
  expect(formatIso(startOfDay(MOMENT, "Asia/Kathmandu"))).toBe("2025-11-22T18:15:00Z");
});

test("zones the browser does not know are told apart", () => {
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("utc")).toBe(true);
  expect(isZone("Mars/Olympus")).toBe(false);
});
