/** What the palette offers for a text: commands whose letters fit, best first. Pure. */
export interface Command {
  id: string;
  label: string;
  group: string;
  /** Other words it is found by. */
  words?: string;
  /** Where it leads, beside it. */
  detail?: string;
  /** Its shortcut, if it has one. */
  keys?: string;
  run: () => void;
}

// Two letters in some order are in nearly every name.
const LETTERS_MIN = 3;

/**
 * How well a text fits: words that begin with it best, then its letters in a row, then in order. Undefined: not at all.
 */
export function fit(command: Pick<Command, "label" | "words">, text: string): number | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return 0;
  const label = command.label.toLowerCase();
  const all = `${label} ${command.words?.toLowerCase() ?? ""}`;
  const parts = wanted.split(/\s+/);
  if (label.startsWith(wanted)) return 100;
  if (parts.every((part) => all.split(/[^\p{L}\p{N}.]+/u).some((word) => word.startsWith(part)))) return 80;
  if (all.includes(wanted)) return 60;
  return wanted.length >= LETTERS_MIN && isSubsequence(wanted.replaceAll(/\s/g, ""), label) ? 20 : undefined;
}

export function matching(commands: readonly Command[], text: string): Command[] {
  return commands
    .map((command, index) => ({ command, index, score: fit(command, text) }))
    .filter((each): each is typeof each & { score: number } => each.score !== undefined)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ command }) => command);
}

function isSubsequence(letters: string, text: string): boolean {
  let position = 0;
  for (const letter of letters) {
    position = text.indexOf(letter, position) + 1;
    if (position === 0) return false;
  }
  return true;
}
