/** A value of an attribute as it is read: whole, and structured where it has structure. Pure. */
import { valueText } from "@/kit/values";

// A value of more lines or characters than this is folded at first.
export const FOLDED_CHARACTERS = 480;
export const FOLDED_LINES = 8;
// Structured text that is longer is left as it was sent: laying it out would hold the page up.
const STRUCTURE_CHARACTERS_MAX = 500_000;

export function isLong(text: string): boolean {
  return text.length > FOLDED_CHARACTERS || text.split("\n", FOLDED_LINES + 1).length > FOLDED_LINES;
}

/** JSON within a string, or a list, laid out; undefined when there is nothing to lay out. */
export function structured(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null) return JSON.stringify(value, null, 2);
  if (typeof value !== "string" || value.length > STRUCTURE_CHARACTERS_MAX || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const laidOut = JSON.stringify(JSON.parse(value), null, 2);
    return laidOut === value ? undefined : laidOut;
  } catch {
    return undefined;
  }
}

/** Keys of the same beginning stand together: by key, with what the search finds in them. */
export function listed(values: Readonly<Record<string, unknown>>, text: string): [string, unknown][] {
  const wanted = text.toLowerCase();
  return Object.entries(values)
    .filter(([key, value]) => value !== "" && `${key}\n${valueText(value)}`.toLowerCase().includes(wanted))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
