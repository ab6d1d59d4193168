/** An end of a range while it is written: what it stands for stays the same when it is shown in another zone. */
import { canonical, isRelative } from "./range";
import { formatInstant, parseInstant, type Precision, type Zone } from "./zones";

export interface End {
  /** As in the address: `now…`, or a moment in UTC. Undefined: what is typed is neither. */
  exact: string | undefined;
  typed?: { text: string; zone: Zone };
}

/** An end as the address has it. */
export function endOf(text: string, zone: Zone): End {
  return { exact: canonical(text, zone) };
}

export function typedEnd(text: string, zone: Zone): End {
  return { exact: canonical(text, zone), typed: { text, zone } };
}

/** As it was typed, and in any other zone than it was typed in, on the wall of that one. */
export function shownEnd({ exact, typed }: End, zone: Zone): string {
  if (exact === undefined || typed?.zone === zone) return typed?.text ?? "";
  const moment = isRelative(exact) ? undefined : parseInstant(exact, "utc");
  return moment === undefined ? exact : onTheWall(moment, zone);
}

function onTheWall(ns: bigint, zone: Zone): string {
  const fraction = ns % 1_000_000_000n;
  const precision: Precision =
    fraction === 0n ? 0 : fraction % 1_000_000n === 0n ? 3 : fraction % 1_000n === 0n ? 6 : 9;
  return formatInstant(ns, zone, precision);
}
