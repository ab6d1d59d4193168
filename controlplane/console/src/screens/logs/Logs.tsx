import { IconChartBar, IconLayoutSidebar, IconTextWrap } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";

import { client, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { usePages } from "@/api/usePages";
import { useShortcut } from "@/app/shortcuts";
import { Explorer } from "@/kit/Explorer";
import { ToolToggle } from "@/kit/ToolToggle";
import { SaveSearch } from "@/saved/SaveSearch";
import { Facets } from "@/search/Facets";
import { QueryBox } from "@/search/QueryBox";
import { useTime } from "@/time/TimeContext";

import { LevelChart } from "./LevelChart";
import { LogList } from "./LogList";
import css from "./Logs.module.css";

const route = getRouteApi("/logs");
const USUAL_KEYS = ["level", "service", "route", "event", "exception.type", "scope"];
// Five screens of lines.
const PAGE = 200;

/** Log records that match a search: how many of which level over time, and each of them, whole. */
export function Logs() {
  const { q = "", order = "newest", wrap, facet, folded = [], rail, charts } = route.useSearch();
  const navigate = route.useNavigate();
  const { asked } = useTime();
  const results = usePages<Schema<"Logs">>("logs", JSON.stringify([q, order]), asked, (page, signal) =>
    client.GET("/api/v1/logs", { params: { query: { ...asked, ...page, query: q, order, limit: PAGE } }, signal }),
  );
  const ask = (search: string) =>
    void navigate({ search: (old) => ({ ...old, q: search || undefined, open: undefined, around: undefined }) });
  const toggle = (part: "rail" | "charts") =>
    void navigate({
      search: (old) => ({ ...old, [part]: old[part] === undefined ? "off" : undefined }),
      replace: true,
      resetScroll: false,
    });
  const toggleWrap = () =>
    void navigate({
      search: (old) => ({ ...old, wrap: old.wrap === undefined ? "on" : undefined }),
      replace: true,
      resetScroll: false,
    });
  useShortcut("f", "Show or hide the facets", "Logs", () => toggle("rail"));
  useShortcut("c", "Show or hide the chart", "Logs", () => toggle("charts"));
  useShortcut("w", "Wrap lines, or cut them", "Logs", toggleWrap);

  return (
    <Explorer
      name="logs"
      bar={
        <>
          <ToolToggle
            icon={IconLayoutSidebar}
            label="Facets"
            isOn={rail === undefined}
            onToggle={() => toggle("rail")}
          />
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
          <ToolToggle icon={IconChartBar} label="Chart" isOn={charts === undefined} onToggle={() => toggle("charts")} />
        </>
      }
      rail={
        rail === undefined ? (
          <Facets
            signal="logs"
            query={q}
            onQuery={ask}
            keys={facet ?? USUAL_KEYS}
            areUsual={facet === undefined}
            onKeys={(keys) =>
              void navigate({ search: (old) => ({ ...old, facet: [...keys] }), replace: true, resetScroll: false })
            }
            closed={folded}
            onClosed={(keys) =>
              void navigate({
                search: (old) => ({ ...old, folded: keys.length > 0 ? [...keys] : undefined }),
                replace: true,
                resetScroll: false,
              })
            }
          />
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
