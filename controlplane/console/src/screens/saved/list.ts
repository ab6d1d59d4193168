/** The list of saved searches as it is narrowed down and read. Pure. */
import { rangeOfSaved, type SavedSearch, SCREENS } from "@/saved/state";

import type { SavedListSearch } from "./route";

export function filtered(
  searches: readonly SavedSearch[],
  { filter = "", screen, whose }: SavedListSearch,
  me: string | undefined,
): SavedSearch[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return searches.filter(
    (each) =>
      (screen === undefined || each.screen === screen) &&
      (whose === undefined || (whose === "shared" ? each.shared : each.owner === me)) &&
      words.every((word) => textOf(each).includes(word)),
  );
}

function textOf({ name, query, owner, screen }: SavedSearch): string {
  return `${name}\n${query}\n${owner}\n${SCREENS[screen].label}`.toLowerCase();
}

/** Whose it is, in a word. Where requests carry no credential nobody is told from anybody. */
export function ownerOf({ owner }: Pick<SavedSearch, "owner">, me: string | undefined): string {
  if (owner === "") return "Anybody here";
  return owner === me ? "You" : owner;
}

/** The range it opens in, as in the address bar; undefined: whatever is chosen then. */
export function timeText(saved: Pick<SavedSearch, "params">): string | undefined {
  const range = rangeOfSaved(saved);
  return range && `${range.from} to ${range.to}`;
}
