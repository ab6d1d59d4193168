/** The fields of the dialogs that save and edit a search, and what is sent of them. Pure. */
import { DEFAULT_RANGE, PRESETS, type RangeText } from "@/time/range";

import {
  type Address,
  type Draft,
  isMoving,
  paramsOf,
  type Part,
  PARTS,
  partsOf,
  rangeIn,
  rangeOfSaved,
  type SavedSearch,
  type ScreenName,
} from "./state";

// As the API bounds it.
export const NAME_CHARACTERS_MAX = 200;
// A heading in a list; who wants more writes it.
const SUGGESTED_CHARACTERS_MAX = 80;

/** `chosen`: whatever time is chosen when it is opened; `moving`: up to now; `fixed`: the range as it is. */
export type TimeKept = "chosen" | "moving" | "fixed";

export interface Fields {
  name: string;
  query: string;
  isShared: boolean;
  keepsView: boolean;
  keepsLayout: boolean;
  time: TimeKept;
  /** Of `moving`. */
  moving: RangeText;
  /** Of `fixed`; undefined where the range moves. */
  fixed: RangeText | undefined;
}

/**
 * What is offered for a screen as it is, under the name and with the parts of the search it came from. An absolute range
 * is kept by whoever says so, never by itself: one that moved goes on moving while somebody looks at a moment.
 */
export function fieldsOfScreen(address: Address, from?: SavedSearch): Fields {
  const parts: readonly Part[] = from === undefined ? PARTS : partsOf(from);
  const query = typeof address["q"] === "string" ? address["q"] : "";
  return {
    name: from?.name ?? query.slice(0, SUGGESTED_CHARACTERS_MAX),
    query,
    isShared: from?.shared ?? false,
    keepsView: parts.includes("view"),
    keepsLayout: parts.includes("layout"),
    ...timeOffered(rangeIn(address), from === undefined ? DEFAULT_RANGE : rangeOfSaved(from), from === undefined),
  };
}

function timeOffered(
  range: RangeText,
  before: RangeText | undefined,
  isNew: boolean,
): Pick<Fields, "time" | "moving" | "fixed"> {
  const moved = before !== undefined && isMoving(before);
  if (isMoving(range)) return { time: before === undefined ? "chosen" : "moving", moving: range, fixed: undefined };
  const time = before === undefined || isNew ? "chosen" : moved ? "moving" : "fixed";
  return { time, moving: moved ? before : DEFAULT_RANGE, fixed: range };
}

/** A saved search as it is. */
export function fieldsOfSaved(saved: SavedSearch): Fields {
  const parts = partsOf(saved);
  const range = rangeOfSaved(saved);
  const moves = range === undefined || isMoving(range);
  return {
    name: saved.name,
    query: saved.query,
    isShared: saved.shared,
    keepsView: parts.includes("view"),
    keepsLayout: parts.includes("layout"),
    time: range === undefined ? "chosen" : moves ? "moving" : "fixed",
    moving: range !== undefined && moves ? range : DEFAULT_RANGE,
    fixed: moves ? undefined : range,
  };
}

/** What is sent: the fields, and of the address what they keep. */
export function draftOf(fields: Fields, screen: ScreenName, address: Address): Draft {
  const range = fields.time === "fixed" ? fields.fixed : fields.time === "moving" ? fields.moving : undefined;
  const parts: Part[] = [
    ...(fields.keepsView ? (["view"] as const) : []),
    ...(fields.keepsLayout ? (["layout"] as const) : []),
    ...(range === undefined ? [] : (["time"] as const)),
  ];
  return {
    name: fields.name.trim(),
    screen,
    query: fields.query.trim(),
    params: paramsOf(address, parts, range),
    shared: fields.isShared,
  };
}

/** As it is, to be sent again. */
export function draftOfSaved({ name, screen, query, params, shared }: SavedSearch): Draft {
  return { name, screen, query, params, shared };
}

/** The lengths to choose from: the usual ones, and before them the one it has where that is another. */
export function lengths(moving: RangeText): RangeText[] {
  const usual = PRESETS.map(({ from }) => ({ from, to: DEFAULT_RANGE.to }));
  const isUsual = usual.some(({ from, to }) => from === moving.from && to === moving.to);
  return isUsual ? usual : [moving, ...usual];
}

/** A name for a copy that is not taken: `Errors (copy)`, `Errors (copy 2)`, within the bound. */
export function nameOfCopy(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/ \(copy(?: \d+)?\)$/, "");
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? " (copy)" : ` (copy ${number})`;
    const copy = stem.slice(0, NAME_CHARACTERS_MAX - end.length) + end;
    if (!taken.has(copy)) return copy;
  }
}
