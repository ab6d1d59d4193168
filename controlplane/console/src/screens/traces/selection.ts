/** A box of the heat map as it stands in the address, and as terms of a search. */
import type { Selection } from "@/charts/heat";
import { narrowed } from "@/search/facetTerms";
import { durationTerm } from "@/time/formats";

// 2^53: durations are numbers, and exact up to here.
const BOX = /^(\d{1,19})-(\d{1,19})-(\d{1,15})-(\d{1,15})$/;

/** Undefined: not a box, or one that holds nothing. */
export function parseBox(text: string | undefined): Selection | undefined {
  const found = text === undefined ? null : BOX.exec(text);
  if (found === null) return undefined;
  const [, start = "0", end = "0", shortest = "0", longest = "0"] = found;
  const box = {
    startNs: BigInt(start),
    endNs: BigInt(end),
    durationMinNs: Number(shortest),
    durationMaxNs: Number(longest),
  };
  return box.startNs < box.endNs && box.durationMinNs < box.durationMaxNs ? box : undefined;
}

export function boxText({ startNs, endNs, durationMinNs, durationMaxNs }: Selection): string {
  return [startNs, endNs, durationMinNs, durationMaxNs].join("-");
}

/** The search narrowed to the durations of the box: its shortest belongs to it, its longest does not. */
export function withDurations(query: string, { durationMinNs, durationMaxNs }: Selection): string {
  return narrowed(
    query,
    durationMinNs > 0 ? `duration>=${durationTerm(durationMinNs)}` : "",
    `duration<${durationTerm(durationMaxNs)}`,
  );
}

/** The times of the box within a range, as parameters of the API; undefined where they do not meet. */
export function timesOf(
  { startNs, endNs }: Selection,
  asked: { start_unix_ns: string; end_unix_ns: string },
): { start_unix_ns: string; end_unix_ns: string } | undefined {
  const start = startNs > BigInt(asked.start_unix_ns) ? startNs : BigInt(asked.start_unix_ns);
  const end = endNs < BigInt(asked.end_unix_ns) ? endNs : BigInt(asked.end_unix_ns);
  return start < end ? { start_unix_ns: String(start), end_unix_ns: String(end) } : undefined;
}
