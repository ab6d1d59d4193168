/** A log record as it is read, searched by and saved: pure. */
import type { Schema } from "@/api/client";
import { valueText } from "@/kit/values";

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

// What the search language reads as a key, and the longest value that is worth asking for by being equal.
const KEY = /^[A-Za-z_@][\w.\-/@]*$/;
const TERM_CHARACTERS_MAX = 500;

/** The pairs of a map by key, each with how a search names it. */
export function fieldsOf(values: Readonly<Record<string, unknown>>, prefix: "" | "resource."): Field[] {
  return Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      const isAsked = KEY.test(key) && typeof value !== "object" && valueText(value).length <= TERM_CHARACTERS_MAX;
      return { key, value, ...(isAsked ? { asked: prefix + key } : {}) };
    });
}
