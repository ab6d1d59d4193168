import { memo } from "react";

import { errorShare } from "@/kit/attention";
import { formatShare } from "@/time/formats";

import type { Calls, Choice } from "./estate";
import { callRate, said, type Units } from "./figures";
import type { Way } from "./layout";
import { arrowOf, lineOf, middleOf, strokeOf } from "./lines";
import css from "./Map.module.css";
import { Mark } from "./Mark";

const MARK_PX = 12;

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
  const stroke = strokeOf(call.calls, units.mostCalls);
  const middle = middleOf(points);
  const label = call.attention === undefined ? callRate(call, units) : `${callRate(call, units)} · ${formatShare(errorShare(call))}`; // prettier-ignore
  return (
    // Enter and the space bar are heard by the map, which clicks here.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <g
      className={css["call"]}
      role="button"
      aria-label={said(call, units)}
      aria-pressed={isChosen}
      tabIndex={isCurrent ? 0 : -1}
      data-key={`${call.caller}\u0000${call.callee}`}
      data-part="call"
      data-attention={call.attention}
      data-near={isNear || undefined}
      data-faded={isFaded || undefined}
      data-backward={isBackward || undefined}
      onClick={() => onChoose({ service: call.caller, callee: call.callee })}
    >
      <path className={css["hit"]} d={line} />
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
  );
});
