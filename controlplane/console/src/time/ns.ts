/**
 * Moments and lengths in nanoseconds, as BigInt: nanoseconds since 1970 exceed 2^53, and a number loses their last
 * digits. The API sends and takes moments as decimal strings. Durations come as numbers: they stay exact to 104 days.
 */

export const NS_PER_US = 1_000n;
export const NS_PER_MS = 1_000_000n;
export const NS_PER_S = 1_000_000_000n;
export const NS_PER_MINUTE = 60n * NS_PER_S;
export const NS_PER_HOUR = 60n * NS_PER_MINUTE;
export const NS_PER_DAY = 24n * NS_PER_HOUR;

/** The decimal string of the API. Throws SyntaxError on anything else: that is a defect of ours. */
export function parseNs(text: string): bigint {
  return BigInt(text);
}

export function fromMs(unixMs: number): bigint {
  return BigInt(Math.trunc(unixMs)) * NS_PER_MS;
}

/** Whole milliseconds, rounded towards the past, as `Date` takes them. */
export function toMs(ns: bigint): number {
  return Number(floorDiv(ns, NS_PER_MS));
}

/** Seconds with a fraction, for the axis of a chart: exact to a fraction of a microsecond. */
export function toSeconds(ns: bigint): number {
  return Number(floorDiv(ns, NS_PER_US)) / 1e6;
}

/** From the axis of a chart back to a moment, to the microsecond. */
export function fromSeconds(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e6)) * NS_PER_US;
}

/** Division that rounds towards minus infinity, so that moments before 1970 are treated as all others. */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

export function minNs(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function maxNs(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
