/** A value as it is read, in one line. Pure. */
import type { Schema } from "@/api/client";

// Beyond what any row shows; a body may have megabytes.
const LINE_CHARACTERS_MAX = 2_000;

/** Text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The body of a log record, or the event's name. */
export function lineOf({ body, event_name }: Pick<Schema<"LogRecord">, "body" | "event_name">): string {
  const text = valueText(body).slice(0, LINE_CHARACTERS_MAX);
  return text.trim() === "" || text === "null" ? event_name || "(no body)" : text;
}
