import { IconHelp, IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";

import type { Problem } from "@/api/problem";
import { remember, type Signal } from "@/app/preferences";
import { useShortcut } from "@/app/shortcuts";
import { StatusMark } from "@/kit/StatusMark";
import { firstUnseen, indexOf, visible } from "@/kit/values";

import { Coloured } from "./Coloured";
import { writingAt } from "./language";
import css from "./QueryBox.module.css";
import { type Suggestion, taken } from "./suggest";
import { Suggestions } from "./Suggestions";
import { SyntaxSheet } from "./SyntaxSheet";
import { useChoice } from "./useChoice";
import { useSuggestions } from "./useSuggestions";

export interface QueryBoxProps {
  signal: Signal;
  /** The search that is shown, as in the address bar. */
  value: string;
  onRun: (search: string) => void;
  /** Why the search could not be read; shown at its place while the text is still that search. */
  problem?: Problem | undefined;
  /** What the server says about a search that it did run: unknown keys, mostly. */
  warnings?: readonly { column: number; message: string }[] | undefined;
  placeholder?: string;
}

const noWarnings: NonNullable<QueryBoxProps["warnings"]> = [];
const nothing: readonly Suggestion[] = [];

/** The search as text, coloured, with what may come next below it. Enter runs it; nothing runs while one types. */
export function QueryBox({ signal, value, onRun, problem, warnings = noWarnings, placeholder }: QueryBoxProps) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  const [cursor, setCursor] = useState(value.length);
  const [isOpen, setOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const wantedCursor = useRef<number>(undefined);
  const id = useId();
  useShortcut("/", "Write a search", "Search", () => input.current?.focus());

  const writing = writingAt(text, cursor);
  const suggestions = useSuggestions(signal, writing, text, isOpen);
  const isListed = isOpen && suggestions.length > 0;
  const choice = useChoice(id, isListed ? suggestions : nothing, { byTab: writing.prefix !== "" });
  const unseen = firstUnseen(text);
  const failedAt = problem?.column !== undefined && (problem.query ?? "") === text ? problem.column : undefined;

  useLayoutEffect(() => {
    if (wantedCursor.current === undefined) return;
    input.current?.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = undefined;
  });

  const write = (next: string, at: number) => {
    setText(next);
    setCursor(at);
    choice.forget();
    setOpen(true);
  };
  const take = (suggestion: Suggestion) => {
    const next = suggestion.whole
      ? { text: suggestion.insert, cursor: suggestion.insert.length }
      : taken(text, writing, suggestion);
    write(next.text, next.cursor);
    wantedCursor.current = next.cursor;
    if (suggestion.whole) run(next.text);
    else input.current?.focus();
  };
  const run = (search: string) => {
    setOpen(false);
    choice.forget();
    remember(signal, search);
    onRun(search.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (choice.onKey(event, take)) return;
    if (event.key === "Enter") run(text);
    else if (event.key === " " && event.ctrlKey) setOpen(true);
    else if (event.key === "Escape" && isListed) setOpen(false);
    else if (event.key === "Escape") input.current?.blur();
    else return;
    event.preventDefault();
  };

  return (
    <div className={css["box"]} role="search">
      <div className={css["frame"]} data-failed={failedAt !== undefined || undefined}>
        <IconSearch aria-hidden className={css["icon"]} />
        <div className={css["field"]}>
          <Coloured
            text={text}
            failedAt={failedAt && indexOf(failedAt, text)}
            warnedAt={value === text ? warnings.map(({ column }) => indexOf(column, text)) : []}
          />
          <textarea
            ref={input}
            rows={1}
            role="combobox"
            aria-label={`Search ${signal}`}
            aria-expanded={isListed}
            aria-controls={id}
            aria-autocomplete="list"
            aria-activedescendant={choice.activeId}
            aria-invalid={failedAt !== undefined}
            aria-describedby={failedAt !== undefined ? `${id}-problem` : undefined}
            value={text}
            placeholder={placeholder ?? "service:orders status:error duration>100ms"}
            maxLength={4_096}
            onChange={(event) => write(event.target.value.replaceAll("\n", " "), event.target.selectionStart)}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </div>
        {text !== "" && (
          <button
            type="button"
            className={css["button"]}
            aria-label="Clear the search"
            onClick={() => {
              setText("");
              run("");
              // This button goes with the text; the box offers what was searched for before.
              input.current?.focus();
            }}
          >
            <IconX aria-hidden />
          </button>
        )}
        <button
          type="button"
          className={css["button"]}
          aria-label="How a search is written"
          onClick={() => setSheetOpen(true)}
        >
          <IconHelp aria-hidden />
        </button>
      </div>
      {isListed && (
        <Suggestions id={id} suggestions={suggestions} chosen={choice.chosen} onTake={take} enter="search" />
      )}
      {failedAt !== undefined && problem !== undefined && (
        <Said id={`${id}-problem`} status="error">
          Character {failedAt}: {visible(problem.detail)}
        </Said>
      )}
      {unseen !== undefined && (
        <Said status="warning">
          Character {unseen.column} of the search is not seen: {unseen.written}
        </Said>
      )}
      {value === text &&
        warnings.map(({ column, message }) => (
          <Said key={column} status="warning">
            {visible(message)}
          </Said>
        ))}
      <SyntaxSheet signal={signal} isOpen={isSheetOpen} close={() => setSheetOpen(false)} />
    </div>
  );
}

function Said({ id, status, children }: { id?: string; status: "error" | "warning"; children: ReactNode }) {
  return (
    <p id={id} className={css["said"]} role={status === "error" ? "alert" : "status"}>
      <StatusMark status={status} /> <span>{children}</span>
    </p>
  );
}
