/** A value as it is read, in one line. Pure. */
import type { Schema } from "@/api/client";

// Beyond what any row shows; a body may have megabytes.
const LINE_CHARACTERS_MAX = 2_000;

// Controls but tab and the end of a line, marks and overrides of direction, what has no width, letters of tags. Joiners
// stay: scripts and emoji need them.
const UNSEEN =
  /(?![\t\n\r])[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
// Their pictures (U+2400 and on) are in few fonts.
const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US";
const CONTROL_NAMES = CONTROLS.split(" ");

/**
 * Text of telemetry as a screen shows it: what cannot be seen, or turns the text around, is written out (`⟨ESC⟩`,
 * `⟨U+202E⟩`; Unicode TR 36). Copies, files and searches have the text as it was sent.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨${CONTROL_NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}⟩`;
  });
}

/** Where a column begins in a string. The server counts columns from 1 in characters, a string has UTF-16 units. */
export function indexOf(column: number, text: string): number {
  return [...text].slice(0, column - 1).join("").length;
}

/** The first character that `visible` writes out: its column, from 1, and how it is written. */
export function firstUnseen(text: string): { column: number; written: string } | undefined {
  const found = text.search(UNSEEN);
  if (found < 0) return undefined;
  const [before, after] = [Array.from(text.slice(0, found)), text.codePointAt(found) ?? 0];
  return { column: before.length + 1, written: visible(String.fromCodePoint(after)) };
}

/** Text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The body of a log record, or the event's name, as a line on a screen. */
export function lineOf({ body, event_name }: Pick<Schema<"LogRecord">, "body" | "event_name">): string {
  const whole = valueText(body);
  const text = whole.length > LINE_CHARACTERS_MAX ? `${whole.slice(0, LINE_CHARACTERS_MAX)}…` : whole;
  return text.trim() === "" || text === "null" ? visible(event_name) || "(no body)" : visible(text);
}
