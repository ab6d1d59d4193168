/** Labels of the axes of charts: as short as their step allows. */
import { fromSeconds } from "@/time/ns";
import { wallClock, type Zone } from "@/time/zones";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Times on an axis, in seconds since 1970, `step` seconds apart; where a day begins, its date. */
export function timeLabels(splits: readonly number[], step: number, zone: Zone): string[] {
  return splits.map((seconds) => {
    const { month, day, hour, minute, second, nanosecond } = wallClock(fromSeconds(seconds), zone);
    const date = `${MONTHS[month - 1]} ${day}`;
    if (step >= 86_400 || (hour === 0 && minute === 0 && second === 0 && step >= 60)) return date;
    const clock = `${two(hour)}:${two(minute)}`;
    if (step >= 60) return clock;
    if (step >= 1) return `${clock}:${two(second)}`;
    const digits = Math.min(9, Math.ceil(-Math.log10(step)));
    return `:${two(second)}.${String(nanosecond).padStart(9, "0").slice(0, digits)}`;
  });
}

/** Where a logarithmic axis has a line between two bounds: powers of ten, and 3 of each when there is room. */
export function logarithmicTicks(min: number, max: number, ticksMax: number): number[] {
  const low = Math.floor(Math.log10(Math.max(1, min)));
  const high = Math.ceil(Math.log10(Math.max(1, max)));
  const decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const inside = (values: number[]) => values.filter((value) => value >= min && value <= max);
  const fine = inside(decades.flatMap((decade) => [decade, 3 * decade]));
  if (fine.length <= ticksMax) return fine;
  const coarse = inside(decades);
  const every = Math.max(1, Math.ceil(coarse.length / Math.max(1, ticksMax)));
  return coarse.filter((_, index) => index % every === 0);
}

/** As `logarithmicTicks`; where the bounds are too near each other for two such lines, the bounds themselves. */
export function durationTicks(min: number, max: number, ticksMax: number): number[] {
  const ticks = logarithmicTicks(min, max, ticksMax);
  return ticks.length >= 2 || min >= max ? ticks : [min, max];
}

/** The bounds of a logarithmic axis around values: some room at both ends, and never less than a decade. */
export function logarithmicRange(min: number, max: number): [number, number] {
  const low = Math.max(1, min);
  const high = Math.max(low, max);
  const middle = Math.sqrt(low * high);
  const reach = Math.max(Math.sqrt(high / low) * 1.25, Math.sqrt(10));
  return [middle / reach, middle * reach];
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
