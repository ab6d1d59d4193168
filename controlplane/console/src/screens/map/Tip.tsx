import { errorShare } from "@/kit/attention";
import { ServiceName } from "@/kit/ServiceName";
import { formatDuration, formatExactCount, formatShare } from "@/time/formats";

import type { Calls, Service } from "./estate";
import { callRate, countSaid, serviceRate, type Units } from "./figures";
import type { Point } from "./layout";
import css from "./Tools.module.css";
import type { Size } from "./viewport";

const AWAY_PX = 10;
// It grows to its left in the right half, and upwards in the lower one.
const HALF = 0.5;

interface TipProps {
  of: Service | Calls;
  units: Units;
  /** On the screen: the middle of a line, or of a box's lower side. */
  at: Point;
  screen: Size;
}

/** What a service or a call is, whole: names that are cut on the map, and numbers that have no room there. */
export function Tip({ of, units, at, screen }: TipProps) {
  const isCall = "caller" in of;
  const left = at.x > screen.width * HALF ? "-100%" : "0";
  const up = at.y > screen.height * HALF ? `calc(-100% - ${AWAY_PX + (isCall ? 0 : 60)}px)` : `${AWAY_PX}px`;
  return (
    <div
      className={css["tip"]}
      // The same is the label of what has the focus.
      aria-hidden
      style={{ left: clamp(at.x, screen.width), top: clamp(at.y, screen.height), transform: `translate(${left}, ${up})` }}
    >
      <strong>
        {isCall ? (
          <>
            <ServiceName name={of.caller} /> <span>→</span> <ServiceName name={of.callee} />
          </>
        ) : (
          <ServiceName name={of.service} />
        )}
      </strong>
      {of.calls === 0 ? (
        <span>Nobody calls it in this time</span>
      ) : (
        <>
          <span>
            {isCall ? callRate(of, units) : serviceRate(of, units)} · {countSaid(of.calls, isCall && units.oneIn > 1)}
          </span>
          <span data-attention={of.attention}>
            {formatShare(errorShare(of))} errors
            {of.errors > 0 && ` · ${formatExactCount(Math.round(of.errors))}`}
          </span>
          <span>
            p50 {formatDuration(of.p50_ns)} · p95 {formatDuration(of.p95_ns)}
          </span>
        </>
      )}
    </div>
  ); // prettier-ignore
}

const clamp = (value: number, length: number) => Math.min(Math.max(0, value), length);
