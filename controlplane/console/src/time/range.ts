/**
 * A range of time as it stands in the address bar, and what it means now.
 *
 * Either end is `now`, `now-15m` (s, m, h, d, w) or a moment in ISO 8601 with up to nine digits after the second. What
 * is relative moves with every refresh; what is absolute stays, so that a colleague who opens the link sees the same.
 */

import { formatDuration } from "./formats";
import { maxNs, NS_PER_DAY, NS_PER_HOUR, NS_PER_MINUTE, NS_PER_S } from "./ns";
import { formatInstant, formatIso, formatTime, parseInstant, startOfDay, type Zone } from "./zones";

export interface RangeText {
  from: string;
  to: string;
}

export interface Range {
  startNs: bigint;
  endNs: bigint;
}

export const DEFAULT_RANGE: RangeText = { from: "now-1h", to: "now" };

export const PRESETS: readonly { label: string; from: string }[] = [
  { label: "5 minutes", from: "now-5m" },
  { label: "15 minutes", from: "now-15m" },
  { label: "30 minutes", from: "now-30m" },
  { label: "1 hour", from: "now-1h" },
  { label: "3 hours", from: "now-3h" },
  { label: "6 hours", from: "now-6h" },
  { label: "12 hours", from: "now-12h" },
  { label: "24 hours", from: "now-24h" },
  { label: "2 days", from: "now-2d" },
  { label: "7 days", from: "now-7d" },
  { label: "14 days", from: "now-14d" },
  { label: "30 days", from: "now-30d" },
];

const UNITS: Record<string, { ns: bigint; word: string }> = {
  s: { ns: NS_PER_S, word: "second" },
  m: { ns: NS_PER_MINUTE, word: "minute" },
  h: { ns: NS_PER_HOUR, word: "hour" },
  d: { ns: NS_PER_DAY, word: "day" },
  w: { ns: 7n * NS_PER_DAY, word: "week" },
};
const RELATIVE = /^now(?:\s*-\s*(\d{1,6})\s*([smhdw]))?$/;
// The shortest range that can be asked for: charts and steps below a microsecond show nothing.
const SHORTEST_NS = 1_000n;

/** Undefined: neither `now…` nor a moment. Moments on a wall are read in `zone`. */
export function momentOf(text: string, nowNs: bigint, zone: Zone = "utc"): bigint | undefined {
  const relative = RELATIVE.exec(text.trim());
  if (relative === null) return parseInstant(text, zone);
  const [, amount = "0", unit = "s"] = relative;
  return nowNs - BigInt(amount) * (UNITS[unit]?.ns ?? 0n);
}

export function isRelative(text: string): boolean {
  return RELATIVE.test(text.trim());
}

/** Undefined when an end is not a moment, or the start is not before the end. */
export function rangeOf({ from, to }: RangeText, nowNs: bigint, zone: Zone = "utc"): Range | undefined {
  const startNs = momentOf(from, nowNs, zone);
  const endNs = momentOf(to, nowNs, zone);
  if (startNs === undefined || endNs === undefined || startNs < 0n || startNs >= endNs) return undefined;
  return { startNs, endNs };
}

/** What a person typed, in the form of the address bar: walls become UTC, `now - 15m` loses its blanks. */
export function canonical(text: string, zone: Zone): string | undefined {
  if (isRelative(text)) return text.replaceAll(/\s/g, "");
  const moment = parseInstant(text, zone);
  return moment === undefined ? undefined : formatIso(moment);
}

export function textOf({ startNs, endNs }: Range): RangeText {
  return { from: formatIso(startNs), to: formatIso(maxNs(endNs, startNs + SHORTEST_NS)) };
}

/** The window of the same length that ends where this one starts. */
export function before({ startNs, endNs }: Range): Range {
  return { startNs: maxNs(0n, startNs - (endNs - startNs)), endNs: startNs };
}

/** Half a window to the past (-1) or the future (1), never beyond now. */
export function shifted(range: Range, direction: -1 | 1, nowNs: bigint): Range {
  const length = range.endNs - range.startNs;
  const wanted = range.endNs + (BigInt(direction) * length) / 2n;
  const endNs = direction > 0 && wanted > nowNs ? maxNs(nowNs, range.endNs) : wanted;
  return { startNs: maxNs(0n, endNs - length), endNs: maxNs(endNs, SHORTEST_NS) };
}

/** Twice as long around the same middle, never beyond now. */
export function widened({ startNs, endNs }: Range, nowNs: bigint): Range {
  const length = endNs - startNs;
  const wanted = endNs + length / 2n;
  const end = wanted > nowNs ? maxNs(nowNs, endNs) : wanted;
  return { startNs: maxNs(0n, end - 2n * length), endNs: end };
}

/** `Last 15 minutes`, or both ends on the wall of the zone, the second without its day where it is the same. */
export function describeRange(text: RangeText, zone: Zone, nowNs: bigint): string {
  if (text.to === "now" && isRelative(text.from)) {
    const preset = PRESETS.find(({ from }) => from === text.from);
    return `Last ${preset?.label ?? describeLength(text.from)}`;
  }
  const range = rangeOf(text, nowNs, zone);
  if (range === undefined) return `${text.from} to ${text.to}`;
  const precision = range.endNs - range.startNs < 10n * NS_PER_S ? 3 : 0;
  const sameDay = startOfDay(range.startNs, zone) === startOfDay(range.endNs, zone);
  const from = isRelative(text.from) ? text.from : formatInstant(range.startNs, zone, precision);
  if (isRelative(text.to)) return `${from} to ${text.to}`;
  return `${from} to ${(sameDay ? formatTime : formatInstant)(range.endNs, zone, precision)}`;
}

function describeLength(from: string): string {
  const [, amount = "0", unit = "s"] = RELATIVE.exec(from.trim()) ?? [];
  return `${amount} ${UNITS[unit]?.word ?? ""}${amount === "1" ? "" : "s"}`;
}

/** How long a range is, in words. */
export function lengthOf({ startNs, endNs }: Range): string {
  return formatDuration(endNs - startNs);
}
