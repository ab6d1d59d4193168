import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";

import { Answered, Empty, Notice } from "@/kit/states";
import { visible } from "@/kit/values";
import { formatDuration, formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { storedTrace, type LoadedTrace, type TraceSource, unlessSame } from "./data/source";
import { traceOfFile, useOpenedFile } from "./data/files";
import { Flame } from "./flame/Flame";
import { Header } from "./Header";
import { SpanPanel } from "./panel/SpanPanel";
import { Statistics } from "./Statistics";
import css from "./Trace.module.css";
import { OpenFile } from "./OpenFile";
import { TraceLogs } from "./TraceLogs";
import { useView } from "./useView";
import { Minimap } from "./waterfall/Minimap";
import { Toolbar } from "./waterfall/Toolbar";
import { useTraceKeys } from "./waterfall/useListKeys";
import { Waterfall } from "./waterfall/Waterfall";

const route = getRouteApi("/traces/$traceId");

/** One trace: what it is, its spans over time, and all of the span that is chosen. */
export function Trace() {
  const { traceId } = route.useParams();
  const { source: from } = route.useSearch();
  const file = useOpenedFile((opened) => opened.file);
  const source = useMemo(() => {
    if (from !== "file") return storedTrace(traceId);
    return file === undefined ? undefined : traceOfFile(file, traceId);
  }, [traceId, from, file]);
  if (source !== undefined) return <Asked source={source} />;
  return (
    <Empty title="This trace was in a file">
      The file was opened in one browser and is not stored. Open it here to see the trace.
      <OpenFile />
    </Empty>
  );
}

function Asked({ source }: { source: TraceSource }) {
  const query = useQuery<LoadedTrace>({
    queryKey: [...source.key],
    queryFn: ({ signal }) => source.trace(signal),
    structuralSharing: unlessSame,
  });
  const { refetch } = query;
  // A refresh by hand or by the clock asks again: spans of a trace may still come.
  const { nowNs } = useTime();
  const asked = useRef(nowNs);
  useEffect(() => {
    if (asked.current === nowNs) return;
    asked.current = nowNs;
    void refetch();
  }, [nowNs, refetch]);
  return (
    <Answered query={query}>{(found) => <Shown key={source.key.join(" ")} found={found} source={source} />}</Answered>
  );
}

function Shown({ found, source }: { found: LoadedTrace; source: TraceSource }) {
  const view = useView(found, source);
  const { facts, search, chosen } = view;
  useTraceKeys(view);
  const tab = search.tab ?? "waterfall";
  return (
    <div className={css["page"]}>
      <Header view={view} />
      {!source.isStored && <Notice tone="info">This trace is from a file and is not stored.</Notice>}
      <Notices facts={facts} />
      {(tab === "waterfall" || tab === "flame") && <Minimap view={view} />}
      {(tab === "waterfall" || tab === "flame") && <Toolbar view={view} />}
      <div className={css["split"]}>
        {tab === "waterfall" && <Waterfall view={view} />}
        {tab === "flame" && <Flame view={view} />}
        {tab === "statistics" && <Statistics view={view} />}
        {tab === "logs" && <TraceLogs view={view} />}
        {chosen >= 0 && <SpanPanel view={view} />}
      </div>
    </div>
  );
}

/** What is not there, or not as it was sent. */
function Notices({ facts }: { facts: LoadedTrace["facts"] }) {
  return (
    <>
      {!facts.complete && (
        <Notice>
          Cut: the first {formatExactCount(facts.spans)} spans by start are shown, and there are more. Search for spans
          of this trace in the traces explorer to reach the others.
        </Notice>
      )}
      {facts.warnings.map((warning) => (
        <Notice key={warning}>{warning.charAt(0).toUpperCase() + warning.slice(1)}.</Notice>
      ))}
      {facts.skew.length > 0 && (
        <Notice tone="info">
          Clocks differ:{" "}
          {facts.skew
            .map(
              ({ service, shift_ns, spans }) =>
                `${visible(service)} by ${formatDuration(Math.abs(shift_ns))} (${spans === 1 ? "1 span" : `${formatExactCount(spans)} spans`})`,
            )
            .join(", ")}
          . What they sent was moved into its callers; dotted lines lead to where it was.
        </Notice>
      )}
    </>
  );
}
