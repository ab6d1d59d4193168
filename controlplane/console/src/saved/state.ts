/**
 * What a saved search keeps of a screen's address, and the address that it opens. Pure.
 *
 * The search is always kept. Of the rest, which parts are kept is the person's choice, written down in `params.keeps`:
 * the view (what is shown of what matched), the layout (facets, hidden parts), the time. A relative range is kept as
 * text, so that it moves with now. What is one moment's alone is never kept: the record that is open, zone, refresh.
 */
import type { Schema } from "@/api/client";
import { DEFAULT_RANGE, isRelative, type RangeText } from "@/time/range";

export type SavedSearch = Schema<"SavedSearch">;
export type Draft = Required<Schema<"SavedSearchDraft">>;
export type ScreenName = Schema<"Screen">;
export type Params = SavedSearch["params"];
/** Search parameters as a route reads them. */
export type Address = Record<string, unknown>;

export const SCREENS = {
  traces: { to: "/traces", label: "Traces" },
  logs: { to: "/logs", label: "Logs" },
  metrics: { to: "/metrics-explorer", label: "Metrics" },
  live: { to: "/live", label: "Live" },
  "service-map": { to: "/service-map", label: "Service map" },
} as const satisfies Record<ScreenName, { to: string; label: string }>;

export const PARTS = ["view", "layout", "time"] as const;
export type Part = (typeof PARTS)[number];

const LAYOUT = new Set(["facet", "folded", "rail", "charts", "find", "at"]);
// The box of a heat map has moments for ends: it means something in its own time alone.
const TIME = new Set(["from", "to", "box"]);
const NEVER = new Set(["q", "saved", "keeps", "tz", "refresh", "open", "openNs", "around"]);

function partOf(key: string): Part | undefined {
  if (NEVER.has(key)) return undefined;
  return TIME.has(key) ? "time" : LAYOUT.has(key) ? "layout" : "view";
}

const ID = /^[0-9a-f]{32}$/;

/** The saved search that a screen was opened from, as the address has it; for `validateSearch`. */
export function openedFrom(search: Address): { saved?: string | undefined } {
  const id = search["saved"];
  return { saved: typeof id === "string" && ID.test(id) ? id : undefined };
}

/** The range of an address, its default where it has none. */
export function rangeIn(address: Address): RangeText {
  const end = (key: "from" | "to") => (typeof address[key] === "string" ? address[key] : DEFAULT_RANGE[key]);
  return { from: end("from"), to: end("to") };
}

/** Whether both ends move with now. */
export function isMoving({ from, to }: RangeText): boolean {
  return isRelative(from) && isRelative(to);
}

/** What is kept of an address: as `Draft["params"]`. `range` is what the time is to be, when it is kept. */
export function paramsOf(address: Address, parts: readonly Part[], range: RangeText = rangeIn(address)): Params {
  const kept: Params = { keeps: PARTS.filter((part) => parts.includes(part)).join(" ") };
  for (const [key, value] of Object.entries(address)) {
    const part = partOf(key);
    if (part === undefined || part === "time" || !parts.includes(part)) continue;
    const texts = textsOf(value);
    if (texts.length > 0) kept[key] = Array.isArray(value) ? texts : (texts[0] ?? "");
  }
  if (!parts.includes("time")) return kept;
  const box = textsOf(address["box"])[0];
  return { ...kept, ...range, ...(box === undefined || isMoving(range) ? {} : { box }) };
}

/** The parts that a search was saved with. */
export function partsOf({ params }: Pick<SavedSearch, "params">): Part[] {
  const named = params["keeps"];
  if (typeof named === "string") return PARTS.filter((part) => named.split(" ").includes(part));
  const parts = new Set(Object.keys(params).map(partOf));
  return PARTS.filter((part) => parts.has(part));
}

/** The range it was saved with; undefined: it opens in whatever time is chosen then. */
export function rangeOfSaved(saved: Pick<SavedSearch, "params">): RangeText | undefined {
  return partsOf(saved).includes("time") ? rangeIn(saved.params) : undefined;
}

/** The search parameters that a saved search opens. Without a time of its own the chosen one stays. */
export function addressOf(saved: SavedSearch): Address {
  const { keeps: _, from: _from, to: _to, ...rest } = saved.params;
  return { ...rest, q: saved.query || undefined, saved: saved.id, ...timeParams(rangeOfSaved(saved)) };
}

/** Defaults are there as undefined: an end that is left out would be taken from the screen before. */
function timeParams(range: RangeText | undefined): Address {
  if (range === undefined) return {};
  const isDefault = range.from === DEFAULT_RANGE.from && range.to === DEFAULT_RANGE.to;
  return { from: isDefault ? undefined : range.from, to: range.to === DEFAULT_RANGE.to ? undefined : range.to };
}

/** Whether the screen shows something else than the saved search opens, in what it keeps. */
export function isChanged(saved: Pick<SavedSearch, "query" | "params">, address: Address): boolean {
  const parts = partsOf(saved);
  const now = comparable(textsOf(address["q"])[0] ?? "", paramsOf(address, parts));
  const then = comparable(saved.query, paramsOf(saved.params, parts));
  return now !== then;
}

function comparable(query: string, params: Params): string {
  const texts = Object.keys(params)
    .toSorted()
    .map((key) => [key, textsOf(params[key])]);
  return JSON.stringify([query.trim(), texts]);
}

// Where the address alone would not be understood.
const WORDS: Record<string, string> = {
  "rail off": "facets hidden",
  "charts off": "charts hidden",
  "wrap on": "lines wrapped",
  "all yes": "all of them",
  at: "where the map was moved to",
  facet: "facets",
  folded: "folded facets",
  by: "grouped by",
};

/** What a part holds: `rows: spans; facets: service, http.route`; '' when it is as usual. */
export function summary(address: Address, part: Exclude<Part, "time">): string {
  return Object.entries(address)
    .filter(([key, value]) => partOf(key) === part && textsOf(value).length > 0)
    .map(([key, value]) => {
      const texts = textsOf(value).join(", ");
      return WORDS[`${key} ${texts}`] ?? (key === "at" ? WORDS[key] : `${WORDS[key] ?? key}: ${texts}`);
    })
    .join("; ");
}

/** The latest changed first. */
export function newestFirst(searches: readonly SavedSearch[]): SavedSearch[] {
  return searches.toSorted((a, b) => Number(BigInt(b.updated_unix_ns) - BigInt(a.updated_unix_ns)));
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value])
    .filter((each) => typeof each === "string" || typeof each === "number")
    .map(String)
    .filter((each) => each !== "");
}
