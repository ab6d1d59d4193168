/** Which rows are wanted: by service, by what is wrong with them, by what was found. */
import { Bits } from "./bits";
import { at, CRITICAL, FAILED, STUB, type Skeleton } from "./skeleton";

export const ONLY = ["found", "errors", "critical"] as const;
export type Only = (typeof ONLY)[number];

export function without(only: readonly Only[] | undefined, one: Only): Only[] | undefined {
  const left = only?.filter((each) => each !== one) ?? [];
  return left.length === 0 ? undefined : left;
}

/** Turned on when it is off, and off when it is on. */
export function toggled(only: readonly Only[] | undefined, one: Only): Only[] | undefined {
  return only?.includes(one) ? without(only, one) : [...(only ?? []), one];
}

/** The rows that fulfil all that is asked for; undefined when nothing is: then all rows are wanted. */
export function wantedRows(
  trace: Skeleton,
  services: readonly string[] | undefined,
  only: readonly Only[] | undefined,
  found: Bits | undefined,
): Bits | undefined {
  const flags = (only?.includes("errors") ? FAILED : 0) | (only?.includes("critical") ? CRITICAL : 0);
  const matches = only?.includes("found") ? found : undefined;
  if (services === undefined && flags === 0 && matches === undefined) return undefined;
  const named = Uint8Array.from(trace.services, (name) => (services === undefined || services.includes(name) ? 1 : 0));
  const wanted = Bits.empty(trace.rows);
  for (let row = 0; row < trace.rows; row += 1) {
    const has = at(trace.flags, row);
    if ((has & STUB) !== 0 || (has & flags) !== flags) continue;
    if (at(named, at(trace.service, row)) === 0) continue;
    if (matches === undefined || matches.has(row)) wanted.add(row);
  }
  return wanted;
}

export interface ServiceShare {
  name: string;
  spans: number;
  errors: number;
}

/** What each service did, most spans first. */
export function serviceShares(trace: Skeleton): ServiceShare[] {
  const shares = trace.services.map((name) => ({ name, spans: 0, errors: 0 }));
  for (let row = 0; row < trace.rows; row += 1) {
    const share = shares[at(trace.service, row)];
    if (share === undefined || (at(trace.flags, row) & STUB) !== 0) continue;
    share.spans += 1;
    share.errors += at(trace.flags, row) & FAILED;
  }
  return shares.toSorted((a, b) => b.spans - a.spans || a.name.localeCompare(b.name));
}

/** Rows that failed. */
export function failedRows(trace: Skeleton): Bits {
  const failed = Bits.empty(trace.rows);
  for (let row = 0; row < trace.rows; row += 1) if ((at(trace.flags, row) & FAILED) !== 0) failed.add(row);
  return failed;
}
