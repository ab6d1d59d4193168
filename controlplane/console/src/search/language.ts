/**
 * The search language as the query box needs it: what each piece of a text is, what may be written at the cursor, and
 * text with a term added. The server alone decides what a search means; `query/language.py` is the language's home, and
 * the cases in `terms.json` are read by the tests of both.
 */
import { valueText } from "@/kit/values";

export type PieceKind = "key" | "operator" | "value" | "quoted" | "word" | "connective" | "bracket" | "blank";

export interface Piece {
  kind: PieceKind;
  start: number;
  end: number;
}

const KEY_LETTERS = String.raw`[A-Za-z_@][\w.\-/@]*`;
const WHOLE_KEY = new RegExp(`^${KEY_LETTERS}$`);
const KEY = new RegExp(String.raw`(${KEY_LETTERS})(?:(\s*(?::?[<>]=?|!=|=~|!~|=)\s*)|(:)(?!\/\/))`, "y");
const CONNECTIVE = /(?:AND|OR|NOT|TO)(?=[\s()\]]|$)/y;
const MINUS = /-(?=[A-Za-z_@"(])/y;
const QUOTED = /"(?:[^"\\]|\\[^])*"?/y;
const BARE = /[^\s()"]+/y;
const BARE_IN_RANGE = /[^\s()"\]]+/y;
const BLANK = /\s+/y;

/** Every character of the text belongs to exactly one piece. Never fails: half-written text has pieces too. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let position = 0;
  let valueNext = false;
  let inRange = false;
  let inList = false;

  const take = (pattern: RegExp, kind: PieceKind): boolean => {
    pattern.lastIndex = position;
    const end = pattern.test(text) ? pattern.lastIndex : position;
    if (end === position) return false;
    found.push({ kind, start: position, end });
    position = end;
    return true;
  };
  const bracket = () => {
    found.push({ kind: "bracket", start: position, end: position + 1 });
    position += 1;
  };

  while (position < text.length) {
    const character = text[position] ?? "";
    if (take(BLANK, "blank")) {
      if (!inRange && !inList) valueNext = false;
    } else if (character === "(" || character === ")") {
      // In a list of values a colon is a part of one: no key is in there.
      inList = character === "(" && found.at(-1)?.kind === "operator";
      bracket();
      valueNext = inList;
    } else if ((character === "[" && valueNext) || (character === "]" && inRange)) {
      bracket();
      inRange = character === "[";
      valueNext = inRange;
    } else if (
      ((!valueNext || inRange || inList) && take(CONNECTIVE, "connective")) ||
      (!valueNext && take(MINUS, "connective"))
    ) {
      // The kind says it all.
    } else if (!valueNext && takeKey()) {
      valueNext = true;
    } else if (take(QUOTED, "quoted") || take(inRange ? BARE_IN_RANGE : BARE, valueNext ? "value" : "word")) {
      valueNext = inRange || inList;
    } else {
      bracket();
    }
  }
  return found;

  function takeKey(): boolean {
    KEY.lastIndex = position;
    const match = KEY.exec(text);
    if (match === null) return false;
    const keyEnd = position + (match[1] ?? "").length;
    found.push({ kind: "key", start: position, end: keyEnd });
    const operatorEnd = position + match[0].length;
    found.push({ kind: "operator", start: keyEnd, end: operatorEnd });
    position = operatorEnd;
    return true;
  }
}

/** What is being written at the cursor: `text.slice(start, end)` is what a suggestion replaces. */
export type Writing =
  | { what: "key"; prefix: string; start: number; end: number }
  | { what: "value"; key: string; prefix: string; start: number; end: number };

export function writingAt(text: string, cursor: number): Writing {
  const all = pieces(text);
  const index = all.findIndex((piece) => piece.start < cursor && cursor <= piece.end);
  const piece = all[index];
  if (piece === undefined || piece.kind === "connective" || piece.kind === "bracket")
    return after(text, all, index, cursor);
  const prefix = text.slice(piece.start, cursor);
  const { start, end } = piece;
  switch (piece.kind) {
    case "blank":
      return after(text, all, index, cursor);
    case "key":
    case "word":
      return inValueList(all, index)
        ? { what: "value", key: keyBefore(text, all, index), prefix, start, end }
        : { what: "key", prefix, start, end };
    case "operator":
      return { what: "value", key: keyBefore(text, all, index), prefix: "", start: cursor, end: cursor };
    case "value":
    case "quoted":
      return { what: "value", key: keyBefore(text, all, index), prefix: unquoted(prefix), start, end };
  }
}

/** At a blank, a bracket, a connective or the start: the beginning of a key, or of a value within `key:(…)`. */
function after(text: string, all: Piece[], index: number, cursor: number): Writing {
  if (inValueList(all, index + 1))
    return { what: "value", key: keyBefore(text, all, index + 1), prefix: "", start: cursor, end: cursor };
  return { what: "key", prefix: "", start: cursor, end: cursor };
}

/** Whether the piece stands within `key:( … )` or `key:[ … ]`. */
function inValueList(all: Piece[], index: number): boolean {
  for (let i = index - 1; i >= 0; i -= 1) {
    const kind = all[i]?.kind;
    if (kind === "bracket") return all[i - 1]?.kind === "operator";
    if (kind === "key" || kind === "operator") return false;
  }
  return false;
}

function keyBefore(text: string, all: Piece[], index: number): string {
  const key = all.slice(0, index + 1).findLast((piece) => piece.kind === "key");
  return key === undefined ? "" : text.slice(key.start, key.end);
}

/** Whether a search can name the key: others are sent, but cannot be written. */
export function isKey(key: string): boolean {
  return WHOLE_KEY.test(key);
}

// Longer values are not looked for by being equal to them.
const TERM_CHARACTERS_MAX = 500;

/** Whether a search can ask for the value: its key is one, and the value is one that is compared as text. */
export function isSearchable(key: string, value: unknown): boolean {
  return isKey(key) && typeof value !== "object" && valueText(value).length <= TERM_CHARACTERS_MAX;
}

export function unquoted(value: string): string {
  return value.startsWith('"')
    ? value
        .slice(1)
        .replace(/"$/, "")
        .replaceAll(/\\(["\\])/g, "$1")
    : value;
}

/** A value as it must be written after a key: bare where that is possible, else in quotes. */
export function written(value: string): string {
  // A star at the end means "begins with", a bracket at the start opens a list or range: in quotes both are letters.
  const bare = value !== "" && !/[\s()"]/.test(value) && !value.endsWith("*") && !/^[[<>=~]/.test(value);
  return bare ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** `key:value`, or `-key:value` to leave it out. */
export function term(key: string, value: string, include = true): string {
  return `${include ? "" : "-"}${key}:${written(value)}`;
}

/** The text narrowed by a term. A term that is there already is not added; its opposite is replaced. */
export function withTerm(text: string, key: string, value: string, include = true): string {
  const wanted = term(key, value, include);
  const opposite = term(key, value, !include);
  const parts = topLevelTerms(text);
  if (parts === undefined) return text.trim() === "" ? wanted : `(${text.trim()}) ${wanted}`;
  if (parts.includes(wanted)) return text.trim();
  const kept = parts.filter((part) => part !== opposite);
  return [...kept, wanted].join(" ");
}

/** The text without a term, in either form. */
export function withoutTerm(text: string, key: string, value: string): string {
  const parts = topLevelTerms(text);
  if (parts === undefined) return text.trim();
  const both = new Set([term(key, value), term(key, value, false)]);
  return parts.filter((part) => !both.has(part)).join(" ");
}

/** Whether the text asks for (or leaves out) the value at its top level. */
export function termState(text: string, key: string, value: string): "included" | "excluded" | "none" {
  const parts = topLevelTerms(text) ?? [];
  if (parts.includes(term(key, value))) return "included";
  return parts.includes(term(key, value, false)) ? "excluded" : "none";
}

/** The terms that all must hold, as they are written; undefined when OR at the top makes them alternatives. */
export function topLevelTerms(text: string): string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  const close = () => {
    if (part !== "") parts.push(part);
    part = "";
  };
  for (const { kind, start, end } of pieces(text)) {
    const here = text.slice(start, end);
    if (depth === 0 && kind === "blank") {
      if (!/(^|\s)(NOT)$/.test(part)) close();
      else part += " ";
      continue;
    }
    if (depth === 0 && kind === "connective" && here === "OR") return undefined;
    if (depth === 0 && kind === "connective" && here === "AND") continue;
    if (kind === "bracket") depth += here === "(" || here === "[" ? 1 : -1;
    part += here;
  }
  close();
  return parts;
}
