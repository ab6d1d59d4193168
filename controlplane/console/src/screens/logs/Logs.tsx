import { IconChartBar, IconLayoutSidebar, IconTextWrap } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";

import { client, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { usePages } from "@/api/usePages";
import { useShortcut } from "@/app/shortcuts";
import { useChange } from "@/app/useChange";
import { Explorer } from "@/kit/Explorer";
import { ToolToggle } from "@/kit/ToolToggle";
import { SaveSearch } from "@/saved/SaveSearch";
import { Facets } from "@/search/Facets";
import { QueryBox } from "@/search/QueryBox";
import { useTime } from "@/time/TimeContext";

import { LevelChart } from "./LevelChart";
import { LogList } from "./LogList";
import css from "./Logs.module.css";
import type { LogsSearch } from "./route";

const route = getRouteApi("/logs");
const USUAL_KEYS = ["level", "service", "route", "event", "exception.type", "scope"];
// Five screens of lines.
const PAGE = 200;

/** Log records that match a search: how many of which level over time, and each of them, whole. */
export function Logs() {
  const search = route.useSearch();
  const { q = "", order = "newest", wrap, rail, charts } = search;
  const navigate = route.useNavigate();
  const change = useChange<LogsSearch>(route);
  const { asked } = useTime();
  const results = usePages<Schema<"Logs">>("logs", JSON.stringify([q, order]), asked, (page, signal) =>
    client.GET("/api/v1/logs", { params: { query: { ...asked, ...page, query: q, order, limit: PAGE } }, signal }),
  );
  const ask = (text: string) =>
    void navigate({
      search: (old) => ({ ...old, q: text || undefined, open: undefined, openNs: undefined, around: undefined }),
    });
  const toggleRail = () => change({ rail: rail === undefined ? "off" : undefined });
  const toggleChart = () => change({ charts: charts === undefined ? "off" : undefined });
  const toggleWrap = () => change({ wrap: wrap === undefined ? "on" : undefined });
  useShortcut("f", "Show or hide the facets", "Logs", toggleRail);
  useShortcut("c", "Show or hide the chart", "Logs", toggleChart);
  useShortcut("w", "Wrap lines, or cut them", "Logs", toggleWrap);

  return (
    <Explorer
      name="logs"
      bar={
        <>
          <ToolToggle icon={IconLayoutSidebar} label="Facets" isOn={rail === undefined} onToggle={toggleRail} />
          <QueryBox
            signal="logs"
            value={q}
            onRun={ask}
            problem={results.error === null ? undefined : asProblem(results.error)}
            warnings={results.pages[0]?.warnings}
            placeholder="service:orders level>=warn timeout"
          />
          <SaveSearch screen="logs" />
          <ToolToggle icon={IconTextWrap} label="Whole lines" isOn={wrap !== undefined} onToggle={toggleWrap} />
          <ToolToggle icon={IconChartBar} label="Chart" isOn={charts === undefined} onToggle={toggleChart} />
        </>
      }
      rail={
        rail === undefined ? (
          <Facets signal="logs" query={q} onQuery={ask} usual={USUAL_KEYS} search={search} onChange={change} />
        ) : undefined
      }
    >
      <div className={css["logs"]}>
        {charts === undefined && <LevelChart query={q} onQuery={ask} />}
        <LogList query={q} onQuery={ask} results={results} />
      </div>
    </Explorer>
  );
}
