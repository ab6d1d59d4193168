import { Link } from "@tanstack/react-router";

import { errorShare } from "@/kit/attention";
import { Change } from "@/kit/Change";
import { StatusMark } from "@/kit/StatusMark";
import { term } from "@/search/language";
import { durationTerm, formatDuration, formatExactCount, formatExactDuration, formatShare } from "@/time/formats";

import type { Calls, Service } from "./estate";
import { callRate, countSaid, serviceRate, type Units } from "./figures";
import css from "./Panel.module.css";

/** Rate, errors and durations, each against the window before. */
export function FewFigures({ of, units }: { of: Service | Calls; units: Units }) {
  const isCall = "caller" in of;
  const isEstimated = isCall && units.oneIn > 1;
  const { before } = of;
  const sample = Math.min(of.calls, before?.calls ?? 0);
  if (of.calls === 0) return <p className={css["note"]}>Nobody calls it in this time; it only calls others.</p>;
  return (
    <dl className={css["figures"]}>
      <div>
        <dt>Calls</dt>
        <dd title={countSaid(of.calls, isEstimated)}>
          {isCall ? callRate(of, units) : serviceRate(of, units)} <Change now={of.calls} before={before?.calls} />
        </dd>
      </div>
      <div>
        <dt>Errors</dt>
        <dd
          data-attention={of.attention}
          title={`${formatExactCount(Math.round(of.errors))} of ${countSaid(of.calls, isEstimated)}`}
        >
          {of.attention !== undefined && (
            <StatusMark status={of.attention === "bad" ? "error" : "warning"} label="Needs a look:" />
          )}
          {formatShare(errorShare(of))}{" "}
          <Change now={errorShare(of)} before={before && errorShare(before)} worse="up" sample={sample} isShare />
        </dd>
      </div>
      <div>
        <dt>p50</dt>
        <dd title={formatExactDuration(Math.round(of.p50_ns))}>{formatDuration(of.p50_ns)}</dd>
      </div>
      <div>
        <dt>p95</dt>
        <dd title={formatExactDuration(Math.round(of.p95_ns))}>
          {formatDuration(of.p95_ns)} <Change now={of.p95_ns} before={before?.p95_ns} worse="up" sample={sample} />
        </dd>
      </div>
    </dl>
  );
}

// What a service does for itself is no call; its calls are what these two kinds of spans are.
const CALLED = "kind:(server OR consumer)";

/** To what is behind the numbers, with the search filled in. */
export function MoreLinks({ service, p95Ns, isCalled }: { service: string; p95Ns: number; isCalled: boolean }) {
  const of = term("service", service);
  const called = `${of} ${CALLED}`;
  return (
    <ul className={css["links"]} aria-label="More about it">
      <li>
        <Link to="/traces" search={{ q: isCalled ? called : of }}>
          Traces
        </Link>
      </li>
      {isCalled && (
        <>
          <li>
            <Link to="/traces" search={{ q: `${called} status:error` }}>
              Failed
            </Link>
          </li>
          <li>
            <Link to="/traces" search={{ q: `${called} duration>=${durationTerm(Math.floor(p95Ns))}` }}>
              Slowest 5 %
            </Link>
          </li>
        </>
      )}
      <li>
        <Link to="/" search={{ group: "operation", service }}>
          Operations
        </Link>
      </li>
      <li>
        <Link to="/logs" search={{ q: of }}>
          Logs
        </Link>
      </li>
    </ul>
  );
}
