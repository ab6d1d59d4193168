import { formatShare } from "@/time/formats";

import css from "./kit.module.css";

export interface ChangeProps {
  now: number;
  before: number | undefined;
  /** Which direction is bad. None: calls may rise and fall. */
  worse?: "up" | "down" | "neither";
  /** In parts of one (rates of errors): the difference is told in percentage points. */
  isShare?: boolean;
  /** How many calls the smaller of the two is made of. Of few, a change is told but never coloured. */
  sample?: number | undefined;
}

// Smaller differences are the weather.
const SHARE_MIN = 0.1;
const POINTS_MIN = 0.001;
// From here on a change for the worse is worth a colour.
const WORTH_COLOUR = 0.2;
const POINTS_WORTH_COLOUR = 0.01;
// The 95th percentile of thirty is one or two calls: below, it jumps by itself.
const SAMPLE_MIN = 30;

/** `▲ 12 %` against the window before; nothing where nothing changed, `new` where nothing was. */
export function Change({ now, before, worse = "neither", isShare = false, sample = SAMPLE_MIN }: ChangeProps) {
  if (before === undefined || (before === 0 && !isShare)) {
    return <span className={css["change"]}>{now > 0 ? "new" : ""}</span>;
  }
  const difference = isShare ? now - before : (now - before) / before;
  const size = Math.abs(difference);
  if (size < (isShare ? POINTS_MIN : SHARE_MIN)) return <span className={css["change"]} />;
  const isUp = difference > 0;
  const isWorse = worse === (isUp ? "up" : "down");
  const isWorthColour = size >= (isShare ? POINTS_WORTH_COLOUR : WORTH_COLOUR);
  const tone = worse === "neither" || !isWorthColour || sample < SAMPLE_MIN ? undefined : isWorse ? "worse" : "better";
  const said = isShare
    ? `${Number((size * 100).toPrecision(2))} pp`
    : size >= 10
      ? `${Number((size + 1).toPrecision(2))}×`
      : formatShare(Number(size.toPrecision(2)));
  return (
    <span className={css["change"]} data-tone={tone}>
      <span aria-hidden>{isUp ? "▲" : "▼"} </span>
      <span className="unseen">{isUp ? "up " : "down "}</span>
      {said}
    </span>
  );
}
