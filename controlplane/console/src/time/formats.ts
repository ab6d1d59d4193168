/** Numbers as people read them: at most three significant digits, a no-break space before the unit. */

import { NS_PER_MS, NS_PER_S, NS_PER_US } from "./ns";

const SPACE = "\u00A0";

/** `999 ns`, `1.24 µs`, `12.4 ms`, `1.5 s`, `2 min 05 s`, `3 h 12 min`, `4 d 3 h`. */
export function formatDuration(ns: number | bigint): string {
  const length = Number(ns);
  if (!Number.isFinite(length)) return "–";
  if (length < 0) return `−${formatDuration(-length)}`;
  if (length < 999.5) return `${digits(length)}${SPACE}ns`;
  if (length < 999.5e3) return `${digits(length / 1e3)}${SPACE}µs`;
  if (length < 999.5e6) return `${digits(length / 1e6)}${SPACE}ms`;
  if (length < 59.95e9) return `${digits(length / 1e9)}${SPACE}s`;
  const seconds = Math.round(length / 1e9);
  if (seconds < 3_600) return pair(seconds, 60, "min", "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(minutes, 60, "h", "min");
  return pair(Math.round(minutes / 60), 24, "d", "h");
}

/** Every digit: `1,240,123 ns`. For titles and for copying. */
export function formatExactDuration(ns: number | bigint): string {
  return `${grouped(BigInt(ns))}${SPACE}ns`;
}

/** A length as the search language takes it, exact: `1500000` → `1500us`. */
export function durationTerm(ns: number | bigint): string {
  const length = BigInt(typeof ns === "number" ? Math.round(ns) : ns);
  if (length === 0n) return "0ns";
  for (const [unit, size] of [
    ["s", NS_PER_S],
    ["ms", NS_PER_MS],
    ["us", NS_PER_US],
  ] as const) {
    if (length % size === 0n) return `${length / size}${unit}`;
  }
  return `${length}ns`;
}

/** `0`, `0.25`, `12.3`, `1,234`, `12.3 k`, `4.56 M`. Estimates of sampled data have fractions. */
export function formatCount(count: number): string {
  const size = Math.abs(count);
  if (!Number.isFinite(count)) return "–";
  if (size < 99.95) return digits(count);
  if (size < 9_999.5) return grouped(BigInt(Math.round(count)));
  if (size < 999.5e3) return `${digits(count / 1e3)}${SPACE}k`;
  if (size < 999.5e6) return `${digits(count / 1e6)}${SPACE}M`;
  return `${digits(count / 1e9)}${SPACE}G`;
}

/** Every digit of a whole number: `1,234,567`. */
export function formatExactCount(count: number): string {
  return Number.isInteger(count) ? grouped(BigInt(count)) : String(count);
}

/** A whole number before its noun: `1 row`, `1,204 rows`; `one` is the noun of one, `many` where it is not that and an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatExactCount(count)} ${count === 1 ? one : many}`;
}

/** The unit of a list of rates: one for all, so that they compare at a glance. */
export interface RateUnit {
  name: "s" | "min" | "h";
  seconds: number;
}

/** Per second, or per minute or hour where even the highest is rare. */
export function rateUnit(highestPerSecond: number): RateUnit {
  if (highestPerSecond >= 0.5) return { name: "s", seconds: 1 };
  return highestPerSecond * 60 >= 0.5 ? { name: "min", seconds: 60 } : { name: "h", seconds: 3_600 };
}

/** `12.3/s`, `3.28/min`, `1.8/h`; what is not zero never reads as zero: `< 0.01/s`. */
export function formatRate(perSecond: number, unit: RateUnit = rateUnit(perSecond)): string {
  const rate = perSecond * unit.seconds;
  if (rate > 0 && rate < 0.01) return `<${SPACE}0.01/${unit.name}`;
  return `${rate < 1 ? digits(Math.round(rate * 100) / 100) : formatCount(rate)}/${unit.name}`;
}

/** `0 %`, `< 0.01 %`, `0.12 %`, `3.4 %`, `100 %`. What is not zero never reads as zero, what is not all never as all. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return `0${SPACE}%`;
  if (percent < 0.01) return `<${SPACE}0.01${SPACE}%`;
  if (percent < 100 && percent > 99.9) return `>${SPACE}99.9${SPACE}%`;
  return `${digits(percent, percent < 1 ? 2 : 3)}${SPACE}%`;
}

/** `812 B`, `1.2 kB`, `34 MB`: powers of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${digits(bytes)}${SPACE}B`;
  if (bytes < 999.5e3) return `${digits(bytes / 1e3)}${SPACE}kB`;
  if (bytes < 999.5e6) return `${digits(bytes / 1e6)}${SPACE}MB`;
  return `${digits(bytes / 1e9)}${SPACE}GB`;
}

/** Digits in groups of three. */
export function grouped(whole: bigint): string {
  return whole.toString().replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

function digits(value: number, significant = 3): string {
  return String(Number(value.toPrecision(significant)));
}

function pair(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  const whole = `${grouped(BigInt(Math.floor(total / base)))}${SPACE}${large}`;
  return rest === 0 ? whole : `${whole} ${String(rest).padStart(small === "s" ? 2 : 1, "0")}${SPACE}${small}`;
}
