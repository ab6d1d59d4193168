/** What the query box offers at the cursor. Pure: the answers of `/suggest/*` come in, the list goes out. */
import { pieces, type Writing, written } from "./language";

export interface KnownKey {
  key: string;
  source: string;
  count: number;
}

export interface KnownValue {
  value: string;
  count: number;
}

export interface Suggestion {
  label: string;
  /** At the right: what it is, or how often it was seen. */
  detail: string;
  /** Replaces `text.slice(start, end)` of the writing. */
  insert: string;
  /** It is a whole search, to be run. */
  whole?: boolean;
}

// More are reached by typing a letter more.
const SHOWN_MAX = 12;

const OPERATORS: readonly { sign: string; detail: string }[] = [
  { sign: ":", detail: "is, or begins with …*" },
  { sign: "!=", detail: "is not" },
  { sign: ">", detail: "greater" },
  { sign: "<", detail: "less" },
  { sign: "=~", detail: "matches a pattern" },
  { sign: ":*", detail: "is there" },
];

/** Keys that fit, or the operators once a key is written out. */
export function keySuggestions(prefix: string, keys: readonly KnownKey[]): Suggestion[] {
  const wanted = prefix.toLowerCase();
  const rank = ({ key }: KnownKey) => (key.toLowerCase().startsWith(wanted) ? 0 : 1);
  const fitting = keys
    .filter(({ key }) => key.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || b.count - a.count || a.key.localeCompare(b.key));
  const exact = fitting.some(({ key }) => key === prefix);
  const operators = exact
    ? OPERATORS.map(({ sign, detail }) => ({ label: `${prefix}${sign}`, detail, insert: `${prefix}${sign}` }))
    : [];
  const others = fitting
    .filter(({ key }) => key !== prefix)
    .map(({ key, source }) => ({ label: key, detail: source, insert: `${key}:` }));
  return [...operators, ...others].slice(0, SHOWN_MAX);
}

/** Values that fit, most seen first. */
export function valueSuggestions(
  prefix: string,
  values: readonly KnownValue[],
  describeCount: (count: number) => string,
): Suggestion[] {
  const wanted = prefix.toLowerCase();
  return values
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, SHOWN_MAX)
    .map(({ value, count }) => ({
      label: value,
      detail: count > 0 ? describeCount(count) : "",
      insert: `${written(value)} `,
    }));
}

/** The text with a suggestion taken, and where the cursor stands then. */
export function taken(text: string, writing: Writing, suggestion: Suggestion): { text: string; cursor: number } {
  const before = text.slice(0, writing.start);
  // The operator goes along when a key is replaced: `ser|:orders` becomes `service:orders`.
  const hasOperator =
    writing.what === "key" && pieces(text).some((piece) => piece.kind === "operator" && piece.start === writing.end);
  const insert = hasOperator ? suggestion.insert.replace(/(:|!=|=~|[<>])\*?$/, "") : suggestion.insert;
  const rest = text.slice(writing.end);
  const joined = insert.endsWith(" ") && /^[\s)]/.test(rest) ? insert.trimEnd() : insert;
  return { text: before + joined + rest, cursor: before.length + joined.length };
}
