import { visible } from "@/kit/values";
import { formatDuration } from "@/time/formats";

import { at, CRITICAL, FAILED, has, nameOf, serviceOf, START_SET_RIGHT, STUB, type Skeleton } from "../tree/skeleton";

// Of a name: enough to know it by.
const NAME_CHARACTERS_MAX = 300;

/** A row in words, for who does not see it. */
export function spoken(trace: Skeleton, row: number): string {
  const parts = [visible(serviceOf(trace, row)), visible(nameOf(trace, row).slice(0, NAME_CHARACTERS_MAX))];
  if (!has(trace, row, STUB)) parts.push(formatDuration(at(trace.duration, row)));
  if (has(trace, row, FAILED)) parts.push("failed");
  if (has(trace, row, CRITICAL)) parts.push("on the critical path");
  if (has(trace, row, START_SET_RIGHT)) parts.push("start set right");
  return parts.filter(Boolean).join(", ");
}
