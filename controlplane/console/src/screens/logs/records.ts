/** A log record as it is read, searched by and saved: pure. */
import type { Schema } from "@/api/client";
import { isSearchable } from "@/search/language";

export type LogRecord = Schema<"LogRecord">;

/** JSON laid out, whether it came as structure or as text; undefined when there is nothing to lay out. */
export function laidOut(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null) return JSON.stringify(value, null, 2);
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return undefined;
  }
}

export interface Field {
  key: string;
  value: unknown;
  /** As a search names it; undefined where it cannot ask for this value. */
  asked?: string;
}

/** The pairs of a map by key, each with how a search names it. */
export function fieldsOf(values: Readonly<Record<string, unknown>>, prefix: "" | "resource."): Field[] {
  return Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value, ...(isSearchable(key, value) ? { asked: prefix + key } : {}) }));
}
