import { getRouteApi } from "@tanstack/react-router";

import { api } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import { Explorer } from "@/kit/Explorer";
import { Answered, Empty, Loading } from "@/kit/states";
import { SaveSearch } from "@/saved/SaveSearch";
import { QueryBox } from "@/search/QueryBox";
import { asProblem } from "@/api/problem";
import { useTime } from "@/time/TimeContext";

import { MetricView } from "./MetricView";
import { Picker } from "./Picker";
import type { MetricsSearch } from "./route";

const route = getRouteApi("/metrics-explorer");
// What a chart still tells apart; the table has no more than the chart.
const SERIES_MAX = 50;
// Found by a word at each key pressed; more are found by the server.
const METRICS_MAX = 2_000;

/** One metric over time: what it was, by which key, and only where it matters. */
export function Metrics() {
  const { metric, q = "", find = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const names = useNames(find);
  const found = useSeries();
  const ask = (search: string) =>
    void navigate({ search: (old) => ({ ...old, q: search || undefined, only: undefined }) });

  return (
    <Explorer
      name="metrics"
      bar={
        <>
          <QueryBox
            signal="metrics"
            value={q}
            onRun={ask}
            problem={found.error === null ? undefined : asProblem(found.error)}
            warnings={found.data?.warnings}
            placeholder="Only series that match: service:orders http.request.method:POST"
          />
          <SaveSearch screen="metrics" />
        </>
      }
      railLabel="Metrics"
      rail={
        <Answered query={names} loading={<Loading rows={12} />}>
          {(data) => <Picker metrics={data.metrics} all={data.found} />}
        </Answered>
      }
    >
      {metric === undefined ? (
        names.data?.metrics.length === 0 ? (
          <Empty title="No metric in this time">
            Choose a longer time at the top right, or point an OpenTelemetry SDK at{" "}
            <code>{location.hostname}:4317</code> (gRPC) or <code>:4318</code> (HTTP).
          </Empty>
        ) : (
          <Empty title="Choose a metric">
            The list at the left has all that were sent in this time; type there to find one by its name.
          </Empty>
        )
      ) : (
        <MetricView name={metric} found={found} onQuery={ask} />
      )}
    </Explorer>
  );
}

/** All that there are, or of too many for one answer those that the server finds by the words. */
function useNames(find: string) {
  const { asked } = useTime();
  const all = useHeld(
    api.useQuery("get", "/api/v1/metrics", { params: { query: { ...asked, limit: METRICS_MAX } } }),
    "names",
  );
  const isCut = all.data !== undefined && !all.data.complete && find !== "";
  const some = useHeld(
    api.useQuery(
      "get",
      "/api/v1/metrics",
      { params: { query: { ...asked, text: find, limit: METRICS_MAX } } },
      { enabled: isCut },
    ),
    find,
  );
  return isCut && some.data !== undefined ? some : all;
}

function useSeries() {
  const { metric = "", aggregate, by, q = "" }: MetricsSearch = route.useSearch();
  const { asked } = useTime();
  const asking = {
    filter: q,
    series: SERIES_MAX,
    ...(aggregate === undefined ? {} : { aggregate }),
    ...(by === undefined ? {} : { group_by: by }),
  };
  return useHeld(
    api.useQuery(
      "get",
      "/api/v1/metrics/series",
      { params: { query: { ...asked, name: metric, ...asking } } },
      { enabled: metric !== "" },
    ),
    JSON.stringify([metric, asking]),
  );
}
