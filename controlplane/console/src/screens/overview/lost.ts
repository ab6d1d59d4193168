import type { Schema } from "@/api/client";
import { grouped } from "@/kit/groups";
import { counted } from "@/time/formats";

const NAMES: Record<string, string> = { traces: "span", logs: "log record", metrics: "metric point" };

/** `1,200 spans (over_limit) and 3 log records (malformed) did not get in, and are in no number here.` */
export function sayLost(sums: readonly Schema<"GapSum">[]): string {
  const parts = [...grouped(sums, ({ signal }) => signal)].map(([signal, ofSignal]) => {
    const count = ofSignal.reduce((sum, each) => sum + each.count, 0);
    const reasons = [...new Set(ofSignal.map(({ reason }) => reason))].join(", ");
    return `${counted(count, NAMES[signal] ?? signal)} (${reasons})`;
  });
  if (parts.length === 0) return "";
  return `${new Intl.ListFormat("en").format(parts)} did not get in, and are in no number here.`;
}
