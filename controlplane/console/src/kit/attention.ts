/** When errors deserve a look first: the one rule of all screens. Pure. */

export interface Counted {
  calls: number;
  errors: number;
}

/** `bad`: so many that it does not matter what was before. `news`: many more than before. */
export type Attention = "bad" | "news";

// One in twenty is bad whatever it was before; a doubling that is at least one in a hundred is news.
const SHARE_BAD = 0.05;
const SHARE_NEWS = 0.01;

/** The rule in words, for legends. */
export const ATTENTION_SAID = "from 5 %, or when it doubled to 1 % or more";

/** 0 to 1; of no calls 0. */
export function errorShare({ calls, errors }: Counted): number {
  return calls > 0 ? errors / calls : 0;
}

/** `before` is the window of the same length before it; undefined where it is not known. */
export function attention(now: Counted, before: Counted | undefined): Attention | undefined {
  const share = errorShare(now);
  if (share >= SHARE_BAD) return "bad";
  return before !== undefined && share >= SHARE_NEWS && share >= 2 * errorShare(before) ? "news" : undefined;
}
