/** What a search says about one key at its top level, and the search with that changed: what facets click on. */
import { pieces, term, topLevelTerms, unquoted, written } from "./language";

export interface FacetTerms {
  /** Any of these; none: whatever it is. */
  included: readonly string[];
  excluded: readonly string[];
  /** The search without what it says about the key. */
  rest: string;
}

/** Ranges, patterns and everything below an OR stay in `rest`: they are not facets' business. */
export function facetTerms(text: string, key: string): FacetTerms {
  const parts = topLevelTerms(text);
  if (parts === undefined) return { included: [], excluded: [], rest: `(${text.trim()})` };
  const included: string[] = [];
  const excluded: string[] = [];
  const rest: string[] = [];
  for (const part of parts) {
    const read = valuesOf(part, key);
    if (read === undefined) rest.push(part);
    else if (read.isNegated) excluded.push(...read.values);
    else if (included.length === 0) included.push(...read.values);
    // Two inclusions side by side ask for both at once, which is not what a list of values can show.
    else rest.push(part);
  }
  return { included, excluded, rest: rest.join(" ") };
}

/** The search that says this about a key. */
export function withFacet({ included, excluded, rest }: FacetTerms, key: string): string {
  const [first] = included;
  const parts = [
    rest,
    first === undefined
      ? ""
      : included.length === 1
        ? term(key, first)
        : `${key}:(${included.map(inList).join(" OR ")})`,
    ...excluded.map((value) => term(key, value, false)),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Within a list the words that join values are values only in quotes. */
function inList(value: string): string {
  return /^(?:AND|OR|NOT|TO)$/.test(value) ? `"${value}"` : written(value);
}

/** This value alone; clicked again, any value. */
export function onlyValue(text: string, key: string, value: string): string {
  const { included, rest } = facetTerms(text, key);
  const isOnly = included.length === 1 && included[0] === value;
  return withFacet({ included: isOnly ? [] : [value], excluded: [], rest }, key);
}

/** The value beside those that are included already; once more, without it. */
export function toggledInclude(text: string, key: string, value: string): string {
  const { included, excluded, rest } = facetTerms(text, key);
  return withFacet(
    {
      included: included.includes(value) ? without(included, value) : [...included, value],
      excluded: without(excluded, value),
      rest,
    },
    key,
  );
}

/** Everything but the value; once more, with it. */
export function toggledExclude(text: string, key: string, value: string): string {
  const { included, excluded, rest } = facetTerms(text, key);
  return withFacet(
    {
      included: without(included, value),
      excluded: excluded.includes(value) ? without(excluded, value) : [...excluded, value],
      rest,
    },
    key,
  );
}

/** The search with one more term, whatever it holds: alternatives at its top are bracketed first. */
export function narrowed(text: string, ...terms: string[]): string {
  const all = terms.filter((each) => each !== "").join(" ");
  if (text.trim() === "" || all === "") return text.trim() || all;
  return topLevelTerms(text) === undefined ? `(${text.trim()}) ${all}` : `${text.trim()} ${all}`;
}

function without(values: readonly string[], value: string): string[] {
  return values.filter((each) => each !== value);
}

/** `key:v`, `-key:v`, `key:(a OR b)`: its values; undefined for any other term. */
function valuesOf(part: string, key: string): { values: string[]; isNegated: boolean } | undefined {
  const all = pieces(part).filter(({ kind }) => kind !== "blank");
  const at = (index: number) => part.slice(all[index]?.start, all[index]?.end);
  const isNegated = all[0]?.kind === "connective" && ["-", "NOT"].includes(at(0));
  const from = isNegated ? 1 : 0;
  if (all[from]?.kind !== "key" || at(from) !== key || ![":", "="].includes(at(from + 1).trim())) return undefined;
  const after = all.slice(from + 2);
  const texts = after.map(({ start, end }) => part.slice(start, end));
  const isList = texts[0] === "(" && texts.at(-1) === ")";
  const values = isList ? after.slice(1, -1).filter(({ kind }) => kind !== "connective") : after;
  if (values.length === 0 || (!isList && values.length > 1)) return undefined;
  if (values.some(({ kind }) => !["value", "quoted", "word"].includes(kind))) return undefined;
  const read = values.map(({ start, end, kind }) => ({ kind, text: part.slice(start, end) }));
  // A star asks for more than one value, or for any.
  if (read.some(({ kind, text }) => kind !== "quoted" && text.endsWith("*"))) return undefined;
  return { values: read.map(({ text }) => stored(key, unquoted(text))), isNegated };
}

// Keys with a few words of ours for values, which a search takes in any case, and how the store writes them.
const CAPITALIZED: ReadonlySet<string> = new Set(["status", "kind"]);

/** The value as a facet lists it. */
function stored(key: string, value: string): string {
  if (CAPITALIZED.has(key)) return value.charAt(0).toUpperCase() + value.slice(1).toLowerCase();
  return key === "level" ? value.toLowerCase() : value;
}
