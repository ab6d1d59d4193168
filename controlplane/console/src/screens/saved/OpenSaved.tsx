import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { asProblem, type Problem } from "@/api/problem";
import { Empty, Loading, ProblemNotice } from "@/kit/states";
import { addressOf, SCREENS } from "@/saved/state";
import { useSaving } from "@/saved/useSaved";

const route = getRouteApi("/saved/$savedId");

/** Goes on to the screen that a saved search opens, as it is saved now; else says why not. */
export function OpenSaved() {
  const { savedId } = route.useParams();
  const navigate = useNavigate();
  const { read } = useSaving();
  const [problem, setProblem] = useState<Problem>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const open = async () => {
      const saved = await read(savedId);
      if (isWanted) await navigate({ to: SCREENS[saved.screen].to, search: addressOf(saved), replace: true });
    };
    open().catch((error: unknown) => isWanted && setProblem(asProblem(error)));
    return () => {
      isWanted = false;
    };
  }, [savedId, tries, read, navigate]);

  if (problem === undefined) return <Loading rows={14} />;
  const all = <Link to="/saved">Show all saved searches</Link>;
  if (problem.kind === "saved_search_deleted")
    return (
      <Empty title={`${problem.detail.replaceAll(/^'|'(?= was deleted$)/g, "")}`}>
        Whoever saved it deleted it since this link was made. {all}
      </Empty>
    );
  if (problem.kind === "saved_search_not_found" || problem.status === 400)
    return (
      <Empty title="There is no such saved search">
        It is private to somebody else, or the link is not whole: its end is 32 digits and letters from a to f. {all}
      </Empty>
    );
  const again = () => {
    setProblem(undefined);
    setTries(tries + 1);
  };
  return <ProblemNotice problem={problem} onRetry={again} />;
}
