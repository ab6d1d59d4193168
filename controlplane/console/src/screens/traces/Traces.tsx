import { IconChartBar, IconLayoutSidebar } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";

import { asProblem, type Problem } from "@/api/problem";
import { useShortcut } from "@/app/shortcuts";
import { Explorer } from "@/kit/Explorer";
import { ToolToggle } from "@/kit/ToolToggle";
import { SaveSearch } from "@/saved/SaveSearch";
import { Facets } from "@/search/Facets";
import { QueryBox } from "@/search/QueryBox";

import { Charts } from "./Charts";
import { Differences } from "./Differences";
import { Results } from "./Results";
import { parseBox } from "./selection";
import { SelectionBar } from "./SelectionBar";
import { useResults } from "./useResults";

const route = getRouteApi("/traces");
const USUAL_KEYS = ["service", "name", "status", "kind", "route", "http.route", "http.response.status_code"];

/** Traces and spans that match a search: when, how long, what distinguishes some from the rest, and which. */
export function Traces() {
  const { q = "", rows = "traces", box, about, facet, folded = [], rail, charts } = route.useSearch();
  const navigate = route.useNavigate();
  const selected = parseBox(box);
  const results = useResults(q, rows, selected);
  const ask = (search: string) => void navigate({ search: (old) => ({ ...old, q: search || undefined }) });
  const toggleRail = () =>
    void navigate({
      search: (old) => ({ ...old, rail: rail === undefined ? "off" : undefined }),
      replace: true,
      resetScroll: false,
    });
  const toggleCharts = () =>
    void navigate({
      search: (old) => ({ ...old, charts: charts === undefined ? "off" : undefined }),
      replace: true,
      resetScroll: false,
    });
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
          <Facets
            signal="traces"
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
