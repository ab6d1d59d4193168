import { api, type Schema } from "@/api/client";
import { type Held, useHeld, useHeldOf } from "@/api/useHeld";
import { Answered, ComparisonNotice, Empty, Notice } from "@/kit/states";
import { formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { Canvas } from "./Canvas";
import { nameOf } from "./figures";
import css from "./Map.module.css";
import { Panel } from "./Panel";
import { CallTable, ServiceTable } from "./Tables";
import { Toolbar } from "./Toolbar";
import { type MapState, useMap } from "./useMap";

type Answer = Schema<"ServiceMap">;

/** Who calls whom, how often, how well and how fast: drawn, and as tables. */
export function ServiceMap() {
  const { asked, range, previous } = useTime();
  const seconds = Number(range.endNs - range.startNs) / 1e9;
  const now = useHeldOf(api.useQuery("get", "/api/v1/service-map", { params: { query: asked } }), "now", seconds);
  const earlier = { start_unix_ns: String(previous.startNs), end_unix_ns: String(previous.endNs) };
  const before = useHeld(
    api.useQuery(
      "get",
      "/api/v1/service-map",
      { params: { query: earlier } },
      // What one looks at comes first; the comparison is as much work again.
      { enabled: now.data !== undefined },
    ),
    // Of another length there is nothing to compare with.
    `before ${now.of}`,
  );
  const comparable = now.of === seconds ? before : { ...before, data: undefined };
  return (
    <div className={css["screen"]}>
      <Answered query={now}>
        {(data) => (data.nodes.length > 0 ? <Shown now={data} before={comparable} seconds={now.of} /> : <Nothing />)}
      </Answered>
    </div>
  );
}

function Nothing() {
  return (
    <Empty title="No spans in this time">
      Choose a longer time at the top right, or point an OpenTelemetry SDK at <code>{location.hostname}:4317</code>{" "}
      (gRPC) or <code>:4318</code> (HTTP). A call is drawn where a span has its parent in another service.
    </Empty>
  );
}

function Shown({ now, before, seconds }: { now: Answer; before: Held<Answer>; seconds: number }) {
  const map = useMap(now, before.data, seconds);
  const { view } = map.search;
  return (
    <>
      <Toolbar map={map} />
      <ComparisonNotice before={before} />
      <Notices now={now} map={map} />
      <div className={css["body"]}>
        {view === undefined ? (
          <Canvas map={map} />
        ) : (
          <div className={css["tables"]} data-scroll-restoration-id="service-map">
            {view === "services" ? <ServiceTable map={map} /> : <CallTable map={map} />}
          </div>
        )}
        <Panel map={map} />
      </div>
    </>
  );
}

/** What the numbers are not, and what is not there. */
function Notices({ now, map: { focus, estate } }: { now: Answer; map: MapState }) {
  return (
    <>
      {now.edges_one_in > 1 && (
        <Notice tone="info">
          Calls between services (≈) are estimated from one trace of {formatExactCount(now.edges_one_in)}; of a shorter
          time all are counted. The numbers of services are of all spans.
        </Notice>
      )}
      {!now.complete && (
        <Notice>
          There are more than {formatExactCount(now.nodes.length)} services; those with fewer calls are not here.
        </Notice>
      )}
      {focus !== undefined && estate.services.every(({ service }) => service !== focus) && (
        <Notice>{nameOf(focus)} sent nothing in this time: all services are shown.</Notice>
      )}
      {estate.calls.length === 0 && estate.services.length > 1 && (
        <Notice tone="info">
          No service calls another one: no span has its parent in another service. They may be independent, or not hand
          on the trace context (the traceparent header).
        </Notice>
      )}
    </>
  );
}
