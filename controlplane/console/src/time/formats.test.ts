import { describe, expect, test } from "vitest";

import * as formats from "./formats";

const plain = (text: string) => text.replaceAll("\u00A0", " ");

describe("durations", () => {
  test.each([
    [0, "0 ns"],
    [1, "1 ns"],
    [999, "999 ns"],
    [999.6, "1 µs"],
    [1_240, "1.24 µs"],
    [999_499, "999 µs"],
    [999_500, "1 ms"],
    [12_400_000, "12.4 ms"],
    [1_500_000_000, "1.5 s"],
    [59_940_000_000, "59.9 s"],
    [59_960_000_000, "1 min"],
    [125_000_000_000, "2 min 05 s"],
    [3_600_000_000_000, "1 h"],
    [11_520_000_000_000, "3 h 12 min"],
    [26n * 3_600_000_000_000n, "1 d 2 h"],
    [4_000n * 86_400_000_000_000n, "4,000 d"],
    [-1_200_000, "−1.2 ms"],
    [Number.NaN, "–"],
  ])("%s ns reads %s", (ns, text) => expect(plain(formats.formatDuration(ns))).toBe(text));

  test("the exact form keeps every digit", () => {
    expect(plain(formats.formatExactDuration(1_240_123))).toBe("1,240,123 ns");
    expect(plain(formats.formatExactDuration(9_007_199_254_740_993n))).toBe("9,007,199,254,740,993 ns");
  });

  test.each([
    [0, "0ns"],
    [1, "1ns"],
    [1_500, "1500ns"],
    [1_500_000, "1500us"],
    [250_000_000, "250ms"],
    [3_000_000_000n, "3s"],
  ])("%s ns in a search is %s", (ns, text) => expect(formats.durationTerm(ns)).toBe(text));
});

test.each([
  [0, "0"],
  [0.251, "0.251"],
  [12.34, "12.3"],
  [999, "999"],
  [1_234, "1,234"],
  [9_999.4, "9,999"],
  [12_345, "12.3 k"],
  [999_499, "999 k"],
  [999_500, "1 M"],
  [4_560_000, "4.56 M"],
  [7_200_000_000, "7.2 G"],
])("the count %s reads %s", (count, text) => expect(plain(formats.formatCount(count))).toBe(text));

describe("rates", () => {
  test.each([
    [12.34, "12.3/s"],
    [0.05, "3/min"],
    [0.0005, "1.8/h"],
    [0, "0/h"],
  ])("%s a second reads %s", (rate, text) => expect(plain(formats.formatRate(rate))).toBe(text));

  test("a list has the unit of its highest", () => {
    const unit = formats.rateUnit(7);
    expect([7, 0.123, 0.004, 0].map((rate) => plain(formats.formatRate(rate, unit)))).toEqual([
      "7/s",
      "0.12/s",
      "< 0.01/s",
      "0/s",
    ]);
  });
});

test.each([
  [0, "0 %"],
  [0.000_01, "< 0.01 %"],
  [0.001_234, "0.12 %"],
  [0.034_2, "3.42 %"],
  [0.999_9, "> 99.9 %"],
  [1, "100 %"],
])("the share %s reads %s", (share, text) => expect(plain(formats.formatShare(share))).toBe(text));

test.each([
  [812, "812 B"],
  [1_200, "1.2 kB"],
  [34e6, "34 MB"],
  [5.5e9, "5.5 GB"],
])("%s bytes read %s", (bytes, text) => expect(plain(formats.formatBytes(bytes))).toBe(text));

test("a count agrees with its noun", () => {
  const { counted } = formats;
  expect([counted(1, "row"), counted(0, "row"), counted(1_204, "row")]).toEqual(["1 row", "0 rows", "1,204 rows"]);
  expect(counted(2, "dependency", "dependencies")).toBe("2 dependencies");
});
