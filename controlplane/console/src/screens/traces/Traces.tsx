import { IconChartBar, IconLayoutSidebar } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";

import { asProblem, type Problem } from "@/api/problem";
import { useShortcut } from "@/app/shortcuts";
import { useChange } from "@/app/useChange";
import { Explorer } from "@/kit/Explorer";
import { ToolToggle } from "@/kit/ToolToggle";
import { SaveSearch } from "@/saved/SaveSearch";
import { Facets } from "@/search/Facets";
import { QueryBox } from "@/search/QueryBox";

import { Charts } from "./Charts";
import { Differences } from "./Differences";
import { Results } from "./Results";
import type { TracesSearch } from "./route";
import { parseBox } from "./selection";
import { SelectionBar } from "./SelectionBar";
import { useResults } from "./useResults";

const route = getRouteApi("/traces");
const USUAL_KEYS = ["service", "name", "status", "kind", "route", "http.route", "http.response.status_code"];

/** Traces and spans that match a search: when, how long, what distinguishes some from the rest, and which. */
export function Traces() {
  const search = route.useSearch();
  const { q = "", rows = "traces", box, about, rail, charts } = search;
  const navigate = route.useNavigate();
  const change = useChange<TracesSearch>(route);
  const selected = parseBox(box);
  const results = useResults(q, rows, selected);
  const ask = (text: string) => void navigate({ search: (old) => ({ ...old, q: text || undefined }) });
  const toggleRail = () => change({ rail: rail === undefined ? "off" : undefined });
  const toggleCharts = () => change({ charts: charts === undefined ? "off" : undefined });
  useShortcut("f", "Show or hide the facets", "Traces", toggleRail);
  useShortcut("c", "Show or hide the charts", "Traces", toggleCharts);

  return (
    <Explorer
      name="traces"
      bar={
        <>
          <ToolToggle icon={IconLayoutSidebar} label="Facets" isOn={rail === undefined} onToggle={toggleRail} />
          <QueryBox
            signal="traces"
            value={q}
            onRun={ask}
            problem={problemOf(results.error, q)}
            warnings={results.pages[0]?.warnings.filter(({ column }) => column <= q.length)}
          />
          <SaveSearch screen="traces" />
          <ToolToggle icon={IconChartBar} label="Charts" isOn={charts === undefined} onToggle={toggleCharts} />
        </>
      }
      rail={
        rail === undefined ? (
          <Facets signal="traces" query={q} onQuery={ask} usual={USUAL_KEYS} search={search} onChange={change} />
        ) : undefined
      }
    >
      {charts === undefined && <Charts query={q} selected={selected} />}
      {selected !== undefined && <SelectionBar query={q} selected={selected} />}
      {(selected !== undefined || about !== undefined) && <Differences query={q} selected={selected} onQuery={ask} />}
      <Results query={q} rows={rows} results={results} hasSelection={selected !== undefined} />
    </Explorer>
  );
}

/** The problem as one of the search as it was typed: the list may ask for more than that. */
function problemOf(error: unknown, q: string): Problem | undefined {
  if (error === null) return undefined;
  const problem = asProblem(error);
  return problem.query?.startsWith(q) === true ? { ...problem, query: q } : problem;
}
