/** What a screen shows when it does not show its data: four states, the same words and places everywhere. */
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { asProblem, type Problem } from "@/api/problem";
import type { Held } from "@/api/useHeld";

import css from "./kit.module.css";
import { StatusMark } from "./StatusMark";
import { indexOf, visible } from "./values";

interface Size {
  /** Within a panel instead of a whole screen. */
  compact?: boolean;
}

const placed = (compact: boolean | undefined) => `${css["state"]} ${compact ? css["compact"] : ""}`;

/** Nothing to show, and nothing is wrong. The children say what could be done to see something. */
export function Empty({ title, children, compact }: { title: string; children?: ReactNode } & Size) {
  return (
    <div className={placed(compact)}>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** A problem in the API's own words: what, where in the search, and the way out. */
export function ProblemNotice({ problem, onRetry, compact }: { problem: Problem; onRetry?: () => void } & Size) {
  return (
    <div className={placed(compact)} role="alert">
      <h2>
        <StatusMark status="error" /> {sentence(problem.detail)}
      </h2>
      {problem.query !== undefined && problem.column !== undefined && (
        <MarkedQuery query={problem.query} column={problem.column} />
      )}
      {problem.wayOut && <p>{sentence(problem.wayOut)}</p>}
      {onRetry !== undefined && problem.status !== 400 && (
        <div className={css["actions"]}>
          <Button onClick={onRetry} leftSection={<IconRefresh size={16} aria-hidden />}>
            Try again
          </Button>
        </div>
      )}
      <p className={css["small"]}>
        {problem.kind}
        {problem.status > 0 && ` · ${problem.status}`}
      </p>
    </div>
  );
}

// A search may have 4,096 characters; the place of the error is what matters.
const AROUND = 60;

/** The search with the place where it broke, and a caret below it. `column` counts from 1. */
function MarkedQuery({ query, column }: { query: string; column: number }) {
  const at = indexOf(column, query);
  const start = Math.max(0, at - AROUND);
  const lead = start > 0 ? "…" : "";
  const before = lead + visible(query.slice(start, at).replaceAll(/\s/g, " "));
  const broken = /^\S+/.exec(query.slice(at))?.[0].slice(0, AROUND) ?? " ";
  const rest = query.slice(at + broken.length, at + AROUND).replaceAll(/\s/g, " ");
  return (
    <div className={css["query"]} aria-label={`At character ${column} of: ${visible(query)}`} role="img">
      {before}
      <mark>{visible(broken)}</mark>
      {visible(rest)}
      <div className={css["caret"]} aria-hidden>
        {`${" ".repeat([...before].length)}^`}
      </div>
    </div>
  );
}

/** A line above data that is there but not all of it, not new, or not as asked. Always says why. */
export function Notice({
  tone = "warning",
  children,
  action,
}: {
  tone?: "warning" | "error" | "info";
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css["notice"]} data-tone={tone} role="status">
      {tone !== "info" && <StatusMark status={tone} />}
      <span>{children}</span>
      {action}
    </div>
  );
}

/** Bars where the rows will be. They appear only after a moment: a quick answer shows no flicker. */
export function Loading({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div className={css["skeleton"]} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} style={{ width: `${92 - ((row * 37) % 41)}%` }} />
      ))}
    </div>
  );
}

/**
 * A query in whichever state it is. Give it what `useHeld` returns: then the old answer stays while the same is asked of
 * another time, and when that failed a line above says so.
 */
export function Answered<T>({
  query,
  loading,
  children,
}: {
  query: Held<T>;
  loading?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { data, error, refetch } = query;
  const retry = () => void refetch();
  if (data === undefined)
    return error === null ? (loading ?? <Loading />) : <ProblemNotice problem={asProblem(error)} onRetry={retry} />;
  return (
    <>
      {error !== null && <LastAnswer problem={asProblem(error)} onRetry={retry} />}
      {children(data)}
    </>
  );
}

/** Above an answer that stays because the next one failed. */
export function LastAnswer({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <Notice tone="error" action={<TryAgain onClick={onRetry} />}>
      {sentence(problem.detail)} This is the last answer.
    </Notice>
  );
}

/** A line while something beside the answer could not be had. */
export function Missing({ what, query: { error, refetch } }: { what: string; query: Held<unknown> }) {
  if (error === null) return null;
  return (
    <Notice action={<TryAgain onClick={() => void refetch()} />}>
      {what}: {sentence(asProblem(error).detail)}
    </Notice>
  );
}

/** The numbers to compare with: without them nothing would look changed. */
export function ComparisonNotice({ before }: { before: Held<unknown> }) {
  const isNone = before.data === undefined;
  const what = isNone ? "Nothing is compared with the time before" : "The comparison is the last one that there was";
  return <Missing what={what} query={before} />;
}

function TryAgain({ onClick }: { onClick: () => void }) {
  return <NoticeButton onClick={onClick}>Try again</NoticeButton>;
}

/** What can be done about a notice. */
export function NoticeButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className={css["link"]} onClick={onClick}>
      {children}
    </button>
  );
}

/** The API's texts begin in lower case and end without a stop, as the command line shows them. */
export function sentence(text: string): string {
  const trimmed = visible(text.trim());
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…`]$/.test(trimmed) ? "" : ".");
}
