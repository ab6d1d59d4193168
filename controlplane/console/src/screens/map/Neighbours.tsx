import { errorShare } from "@/kit/attention";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import { formatDuration, formatShare } from "@/time/formats";

import { callKey, type Calls } from "./estate";
import { callRate } from "./figures";
import css from "./Panel.module.css";
import type { MapState } from "./useMap";

interface NeighboursProps {
  map: MapState;
  title: string;
  calls: readonly Calls[];
  /** Which end of the call is the neighbour. */
  end: "caller" | "callee";
  none: string;
}

/** The calls at one side of a service, most first. A press chooses the call. */
export function Neighbours({ map: { choose, units }, title, calls, end, none }: NeighboursProps) {
  return (
    <section className={css["neighbours"]} aria-label={title}>
      <h3>
        {title} <small>{calls.length}</small>
      </h3>
      {calls.length === 0 && <p className={css["note"]}>{none}</p>}
      <ul>
        {calls.map((call) => (
          <li key={callKey(call)}>
            <button type="button" onClick={() => choose({ service: call.caller, callee: call.callee })}>
              <ServiceName name={call[end]} />
              <span>
                {callRate(call, units)} <span className="unseen">calls, </span>
              </span>
              <span data-attention={call.attention}>
                {call.attention !== undefined && (
                  <StatusMark status={call.attention === "bad" ? "error" : "warning"} label="Needs a look:" />
                )}
                {formatShare(errorShare(call))} <span className="unseen">errors, p95 </span>
              </span>
              <span>{formatDuration(call.p95_ns)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
