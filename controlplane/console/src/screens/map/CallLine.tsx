import { memo } from "react";

import { errorShare } from "@/kit/attention";
import { formatShare } from "@/time/formats";

import { callKey, type Calls, type Choice } from "./estate";
import { callRate, said, type Units } from "./figures";
import type { Way } from "./layout";
import { arrowOf, lineOf, middleOf, strokeOf } from "./lines";
import css from "./Drawing.module.css";
import { Mark } from "./Mark";

const MARK_PX = 12;
const LOOP_STROKE_MAX = 2.5;

interface CallLineProps {
  way: Way<Calls>;
  units: Units;
  isChosen: boolean;
  isNear: boolean;
  isFaded: boolean;
  isCurrent: boolean;
  onChoose: (choice: Choice) => void;
}

/** A line from caller to callee, wider with more calls; a shape on it where errors deserve a look. */
export const CallLine = memo(function CallLine(props: CallLineProps) {
  const { way, units, isChosen, isNear, isFaded, isCurrent, onChoose } = props;
  const { call, points, isBackward } = way;
  const line = lineOf(points);
  // A loop is small: a wide line would fill it.
  const stroke = Math.min(
    strokeOf(call.calls, units.mostCalls),
    call.caller === call.callee ? LOOP_STROKE_MAX : Number.POSITIVE_INFINITY,
  );
  const middle = middleOf(points);
  const label = call.attention === undefined ? callRate(call, units) : `${callRate(call, units)} · ${formatShare(errorShare(call))}`; // prettier-ignore
  return (
    <g
      className={css["call"]}
      data-attention={call.attention}
      data-near={isNear || undefined}
      data-faded={isFaded || undefined}
      data-chosen={isChosen || undefined}
      data-backward={isBackward || undefined}
    >
      <g aria-hidden>
        <path className={css["halo"]} d={line} strokeWidth={stroke + 6} />
        <path className={css["line"]} d={line} strokeWidth={stroke} />
        <path className={css["arrow"]} d={arrowOf(points, stroke)} />
        {call.attention !== undefined && (
          <Mark attention={call.attention} x={middle.x - MARK_PX / 2} y={middle.y - MARK_PX / 2} size={MARK_PX} />
        )}
        <text className={css["label"]} x={middle.x} y={middle.y - (call.attention === undefined ? 5 : 9)}>
          {label}
        </text>
      </g>
      {/* Enter and the space bar are heard by the map, which clicks here. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <path
        className={css["hit"]}
        d={line}
        role="button"
        aria-label={said(call, units)}
        aria-pressed={isChosen}
        tabIndex={isCurrent ? 0 : -1}
        data-key={callKey(call)}
        data-part="call"
        onClick={() => onChoose({ service: call.caller, callee: call.callee })}
      />
    </g>
  );
});
