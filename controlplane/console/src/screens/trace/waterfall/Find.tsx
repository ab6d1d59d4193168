import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { useShortcut } from "@/app/shortcuts";
import { formatExactCount } from "@/time/formats";

import css from "../Trace.module.css";
import { toggled, without } from "../tree/filters";
import { rankOf } from "../tree/find";
import type { View } from "../useView";

// After the last letter: a search runs on the server.
const TYPED_MS = 250;

/** What is looked for in the trace, in the language of every search; matches are gone through by Enter, f and b. */
export function Find({ view }: { view: View }) {
  const { search, change, found, finding, goTo, chosen, source } = view;
  const [text, setText] = useState(search.find ?? "");
  const [shown, setShown] = useState(search.find);
  if (shown !== search.find) {
    setShown(search.find);
    if (search.find !== text.trim()) setText(search.find ?? "");
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const box = useRef<HTMLInputElement>(null);
  useShortcut("/", "Find in the trace", "Trace", () => box.current?.select());
  const run = (wanted: string) => {
    const find = wanted.trim() || undefined;
    if (find !== search.find) change(find === undefined ? { find, only: without(search.only, "found") } : { find });
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => run(next), TYPED_MS);
  };
  const matches = found?.count() ?? 0;
  const rank = found !== undefined && chosen >= 0 && found.has(chosen) ? rankOf(found, chosen) : undefined;
  return (
    <div className={css["find"]} role="search">
      <TextInput
        ref={box}
        classNames={{ input: css["input"] ?? "" }}
        aria-label="Find in the trace"
        placeholder={source.isStored ? "Find: words, or status:error duration>100ms" : "Find: words"}
        value={text}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={
          text !== "" && (
            <button type="button" className={css["clear"]} aria-label="Clear" onClick={() => type("")}>
              <IconX size={14} aria-hidden />
            </button>
          )
        }
        error={finding.problem !== undefined}
        aria-describedby="find-said"
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            clearTimeout(timer.current);
            run(text);
            goTo(found, event.shiftKey ? -1 : 1);
          } else if (event.key === "Escape") {
            if (text === "") event.currentTarget.blur();
            else type("");
          }
        }}
      />
      <span
        id="find-said"
        className={css["said"]}
        role="status"
        data-problem={finding.problem !== undefined || undefined}
      >
        {said()}
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

  function said(): string {
    if (finding.problem !== undefined) return finding.problem.detail;
    if (search.find === undefined) return "";
    if (found === undefined) return "Looking…";
    if (rank !== undefined) return `${formatExactCount(rank)} of ${formatExactCount(matches)}`;
    return `${formatExactCount(matches)}${finding.isComplete ? "" : "+"} found`;
  }
}
