import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";

import { formatExactCount } from "@/time/formats";

import css from "../Trace.module.css";
import { toggled } from "../tree/filters";
import { rankOf } from "../tree/find";
import type { View } from "../useView";
import { FindBox } from "./FindBox";

/** What is looked for in the trace, in the language of every search; matches are gone through by Enter, f and b. */
export function Find({ view }: { view: View }) {
  const { search, change, found, finding, goTo } = view;
  const matches = found?.count() ?? 0;
  return (
    <div className={css["find"]} role="search">
      <FindBox view={view} saidId="find-said" />
      <span
        id="find-said"
        className={css["said"]}
        role="status"
        data-problem={finding.problem !== undefined || undefined}
      >
        {said(view, matches)}
      </span>
      {search.find !== undefined && (
        <>
          <Tooltip label="Previous match (B)">
            <ActionIcon aria-label="Previous match" disabled={matches === 0} onClick={() => goTo(found, -1)}>
              <IconChevronUp size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next match (F)">
            <ActionIcon aria-label="Next match" disabled={matches === 0} onClick={() => goTo(found, 1)}>
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <button
            type="button"
            className={css["toggle"]}
            aria-pressed={search.only?.includes("found") ?? false}
            disabled={matches === 0}
            onClick={() => change({ only: toggled(search.only, "found") })}
          >
            Only these
          </button>
        </>
      )}
    </div>
  );
}

function said({ finding, search, found, chosen }: View, matches: number): string {
  if (finding.problem !== undefined) return finding.problem.detail;
  if (search.find === undefined) return "";
  if (found === undefined) return "Looking…";
  const all = `${formatExactCount(matches)}${finding.isComplete ? "" : "+"}`;
  return chosen >= 0 && found.has(chosen) ? `${formatExactCount(rankOf(found, chosen))} of ${all}` : `${all} found`;
}
