/** The numbers of services and calls in words and in short. Pure. */
import { errorShare } from "@/kit/attention";
import { visible } from "@/kit/values";
import { counted, formatDuration, formatRate, formatShare, type RateUnit, rateUnit } from "@/time/formats";

import type { Calls, Estate, Service } from "./estate";

/** What counts become rates by; one unit for the whole map. */
export interface Units {
  /** Length of the window. */
  seconds: number;
  rate: RateUnit;
  /** Calls between services were counted in one trace of so many. */
  oneIn: number;
  /** Calls of the most frequent one: by it the width of lines is measured, whatever is hidden. */
  mostCalls: number;
}

export function unitsOf({ services, calls }: Estate, seconds: number, oneIn: number): Units {
  const mostCalls = Math.max(0, ...calls.map((each) => each.calls));
  const most = Math.max(mostCalls, ...services.map((each) => each.calls));
  return { seconds, rate: rateUnit(most / seconds), oneIn, mostCalls };
}

export function serviceRate({ calls }: Pick<Service, "calls">, { seconds, rate }: Units): string {
  return formatRate(calls / seconds, rate);
}

/** `≈` where it is an estimate. */
export function callRate({ calls }: Pick<Calls, "calls">, { seconds, rate, oneIn }: Units): string {
  return `${oneIn > 1 ? "≈\u00A0" : ""}${formatRate(calls / seconds, rate)}`;
}

/** Of a service or of a call between two, for who hears it. */
export function said(each: Service | Calls, units: Units): string {
  const isCall = "caller" in each;
  const name = isCall ? `${nameOf(each.caller)} calls ${nameOf(each.callee)}` : nameOf(each.service);
  if (each.calls === 0) return `${name}: nobody calls it`;
  const share = formatShare(errorShare(each));
  const rate = isCall ? callRate(each, units) : serviceRate(each, units);
  const look = each.attention === undefined ? "" : "needs a look, ";
  return `${name}: ${look}${rate} calls, ${share} errors, p95 ${formatDuration(each.p95_ns)}`;
}

/** `1,204 calls`, `about 120,400 calls`. Parts of calls are what sampling leaves: they are rounded. */
export function countSaid(calls: number, isEstimated: boolean): string {
  return `${isEstimated ? "about " : ""}${counted(Math.round(calls), "call")}`;
}

/** As it is shown, heard and saved in pictures. */
export const nameOf = (service: string) => visible(service) || "(no name)";
