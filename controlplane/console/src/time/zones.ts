/**
 * Time zones: from a moment to the clock on the wall and back, exact to the nanosecond.
 *
 * The rules of every zone come from the browser (`Intl`), which knows milliseconds; what is below them passes through
 * as digits, because no zone moves by less than a second.
 */

import { floorDiv, NS_PER_MS, NS_PER_S, toMs } from "./ns";

/** `local` is the browser's own, `utc` is UTC, everything else an IANA name. */
export type Zone = string;

export interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 to 999,999,999. */
  nanosecond: number;
}

/** Digits after the second: none, milli-, micro-, nanoseconds. */
export type Precision = 0 | 3 | 6 | 9;

const clocks = new Map<Zone, Intl.DateTimeFormat>();

function clockOf(zone: Zone): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      ...(zone === "local" ? {} : { timeZone: zone === "utc" ? "UTC" : zone }),
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** Whether the browser knows the zone. */
export function isZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** IANA names that the browser knows, for a list to choose from. */
export function knownZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}

/** The IANA name behind `local`. */
export function localZoneName(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function wallClock(ns: bigint, zone: Zone): WallClock {
  const parts: Record<string, number> = {};
  for (const { type, value } of clockOf(zone).formatToParts(toMs(ns))) parts[type] = Number(value);
  return {
    year: parts["year"] ?? 0,
    month: parts["month"] ?? 0,
    day: parts["day"] ?? 0,
    hour: parts["hour"] ?? 0,
    minute: parts["minute"] ?? 0,
    second: parts["second"] ?? 0,
    nanosecond: Number(((ns % NS_PER_S) + NS_PER_S) % NS_PER_S),
  };
}

/**
 * The moment at which the clock on the wall shows this. A time that happens twice (clocks go back) is the first of the
 * two; one that never happens (clocks go forward) is read with the offset from before, as most calendars do.
 */
export function fromWallClock(clock: WallClock, zone: Zone): bigint {
  const asUtc = utcMs(clock);
  const early = offsetMs(asUtc - DAY_MS, zone);
  const late = offsetMs(asUtc + DAY_MS, zone);
  // Two offsets at most are in question within two days of a moment.
  const candidates = [early, late].map((offset) => asUtc - offset).toSorted((a, b) => a - b);
  const fitting = candidates.find((ms) => ms + offsetMs(ms, zone) === asUtc);
  return BigInt(fitting ?? asUtc - early) * NS_PER_MS + BigInt(clock.nanosecond);
}

/** What is added to UTC for the clock on the wall, in minutes. */
export function offsetMinutes(ns: bigint, zone: Zone): number {
  return Math.round(offsetMs(toMs(ns), zone) / 60_000);
}

/** `2026-11-23 04:40:46.123456789`. */
export function formatInstant(ns: bigint, zone: Zone, precision: Precision = 3): string {
  const clock = wallClock(ns, zone);
  return `${formatDay(clock)} ${formatClock(clock, precision)}`;
}

/** `04:40:46.123`. */
export function formatTime(ns: bigint, zone: Zone, precision: Precision = 3): string {
  return formatClock(wallClock(ns, zone), precision);
}

/** `2026-11-23T04:40:46.123456789Z` without needless zeros: the form of permalinks and exports. */
export function formatIso(ns: bigint): string {
  const clock = wallClock(ns, "utc");
  const fraction = pad(clock.nanosecond, 9).replace(/0+$/, "");
  return `${formatDay(clock)}T${formatClock(clock, 0)}${fraction ? `.${fraction}` : ""}Z`;
}

/** `UTC+01:00`, and `UTC` alone for UTC. */
export function formatOffset(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}

const WRITTEN =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A moment as people paste it: `2026-11-23 04:40[:46[.123456789]]` on the wall of `zone`, the same with `Z` or an
 * offset, or digits since 1970 in seconds, milli-, micro- or nanoseconds. Undefined: not a moment.
 */
export function parseInstant(text: string, zone: Zone): bigint | undefined {
  const trimmed = text.trim();
  if (/^\d{9,19}$/.test(trimmed)) return sinceEpoch(trimmed);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset] =
    WRITTEN.exec(trimmed) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const clock: WallClock = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    nanosecond: Number(fraction.padEnd(9, "0")),
  };
  if (!exists(clock)) return undefined;
  if (offset === undefined) return fromWallClock(clock, zone);
  const minutes = offset.toUpperCase() === "Z" ? 0 : offsetOf(offset);
  return BigInt(utcMs(clock) - minutes * 60_000) * NS_PER_MS + BigInt(clock.nanosecond);
}

const DAY_MS = 86_400_000;

function utcMs(clock: WallClock): number {
  const date = new Date(0);
  date.setUTCFullYear(clock.year, clock.month - 1, clock.day);
  date.setUTCHours(clock.hour, clock.minute, clock.second);
  return date.getTime();
}

function offsetMs(ms: number, zone: Zone): number {
  const whole = Math.floor(ms / 1_000) * 1_000;
  return utcMs(wallClock(BigInt(whole) * NS_PER_MS, zone)) - whole;
}

function exists(clock: WallClock): boolean {
  const { hour, minute, second, month, day } = clock;
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1) return false;
  return new Date(utcMs({ ...clock, hour: 0, minute: 0, second: 0 })).getUTCDate() === day;
}

// Seconds have 9 or 10 digits from 1973 to 2286; each finer unit has three more.
function sinceEpoch(digits: string): bigint | undefined {
  const missing = { 9: 9, 10: 9, 12: 6, 13: 6, 15: 3, 16: 3, 18: 0, 19: 0 }[digits.length];
  return missing === undefined ? undefined : BigInt(digits) * 10n ** BigInt(missing);
}

function offsetOf(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(-2)));
}

function formatDay(clock: WallClock): string {
  return `${pad(clock.year, 4)}-${pad(clock.month, 2)}-${pad(clock.day, 2)}`;
}

function formatClock(clock: WallClock, precision: Precision): string {
  const whole = `${pad(clock.hour, 2)}:${pad(clock.minute, 2)}:${pad(clock.second, 2)}`;
  return precision === 0 ? whole : `${whole}.${pad(clock.nanosecond, 9).slice(0, precision)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The start of the day of a moment, on the wall of the zone. */
export function startOfDay(ns: bigint, zone: Zone): bigint {
  const clock = wallClock(ns, zone);
  return fromWallClock({ ...clock, hour: 0, minute: 0, second: 0, nanosecond: 0 }, zone);
}

/** Whole seconds of a moment; for axes. */
export function wholeSeconds(ns: bigint): bigint {
  return floorDiv(ns, NS_PER_S);
}
