import { IconHelp, IconHistory, IconSearch, IconX } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

import { api } from "@/api/client";
import type { Problem } from "@/api/problem";
import { remember, type Signal, usePreferences } from "@/app/preferences";
import { useShortcut } from "@/app/shortcuts";
import { StatusMark } from "@/kit/StatusMark";
import { formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { pieces, type Writing, writingAt } from "./language";
import css from "./QueryBox.module.css";
import { keySuggestions, type Suggestion, taken, valueSuggestions } from "./suggest";
import { SyntaxSheet } from "./SyntaxSheet";

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
  const [chosen, setChosen] = useState(-1);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const wantedCursor = useRef<number>(undefined);
  const id = useId();
  useShortcut("/", "Write a search", "Search", () => input.current?.focus());

  const writing = writingAt(text, cursor);
  const suggestions = useSuggestions(signal, writing, text, isOpen);
  const isListed = isOpen && suggestions.length > 0;
  const failedAt = problem?.column !== undefined && (problem.query ?? "") === text ? problem.column : undefined;

  useLayoutEffect(() => {
    if (wantedCursor.current === undefined) return;
    input.current?.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = undefined;
  });
  useEffect(() => {
    if (chosen >= 0) document.querySelector(`#${CSS.escape(`${id}-${chosen}`)}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);

  const write = (next: string, at: number) => {
    setText(next);
    setCursor(at);
    setChosen(-1);
    setOpen(true);
  };
  const take = (suggestion: Suggestion & { whole?: boolean }) => {
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
    setChosen(-1);
    remember(signal, search);
    onRun(search.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = suggestions[chosen] ?? (event.key === "Tab" ? suggestions[0] : undefined);
    if (event.nativeEvent.isComposing) return;
    if (step !== undefined && isListed)
      setChosen((chosen + step + suggestions.length + (chosen < 0 && step < 0 ? 1 : 0)) % suggestions.length);
    else if (event.key === "Tab" && isListed && !event.shiftKey && writing.prefix !== "" && current !== undefined)
      take(current);
    else if (event.key === "Enter" && isListed && current !== undefined) take(current);
    else if (event.key === "Enter") run(text);
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
            failedAt={failedAt}
            warnedAt={value === text ? warnings.map(({ column }) => column) : []}
          />
          <textarea
            ref={input}
            rows={1}
            role="combobox"
            aria-label={`Search ${signal}`}
            aria-expanded={isListed}
            aria-controls={id}
            aria-autocomplete="list"
            aria-activedescendant={isListed && chosen >= 0 ? `${id}-${chosen}` : undefined}
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
            onClick={() => (setText(""), run(""))}
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
        <div id={id} role="listbox" aria-label="Suggestions" className={css["list"]}>
          {suggestions.map((suggestion, index) => (
            // The text keeps the focus; the arrow keys choose, as in every combobox.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={`${suggestion.label} ${suggestion.detail}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={css["option"]}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
            >
              {suggestion.whole && <IconHistory aria-hidden />}
              <span>{suggestion.label}</span>
              <small>{suggestion.detail}</small>
            </div>
          ))}
          <div className={css["hint"]} aria-hidden>
            <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>↵</kbd> search
          </div>
        </div>
      )}
      {failedAt !== undefined && problem !== undefined && (
        <Said id={`${id}-problem`} status="error">
          Character {failedAt}: {problem.detail}
        </Said>
      )}
      {value === text &&
        warnings.map(({ column, message }) => (
          <Said key={column} status="warning">
            {message}
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

/** The same text behind the field, in colours: the field's own letters are transparent, its cursor is not. */
function Coloured({
  text,
  failedAt,
  warnedAt,
}: {
  text: string;
  failedAt: number | undefined;
  warnedAt: readonly number[];
}) {
  return (
    <div className={css["coloured"]} aria-hidden>
      {pieces(text).map(({ kind, start, end }) => (
        <span
          key={start}
          data-kind={kind}
          data-failed={(failedAt !== undefined && covers(failedAt, start, end)) || undefined}
          data-warned={warnedAt.some((column) => covers(column, start, end)) || undefined}
        >
          {text.slice(start, end)}
        </span>
      ))}
      {failedAt !== undefined && failedAt > text.length && <span data-failed> </span>}
      {"\u200B"}
    </div>
  );
}

/** Whether a column, from 1, lies in a piece. */
function covers(column: number, start: number, end: number): boolean {
  return start < column && column <= end;
}

function useSuggestions(
  signal: Signal,
  writing: Writing,
  text: string,
  isOpen: boolean,
): (Suggestion & { whole?: boolean })[] {
  const { asked } = useTime();
  const recent = usePreferences((preferences) => preferences.recent[signal]);
  const prefix = useDeferredValue(writing.prefix);
  const isKey = writing.what === "key";
  // Nothing is suggested for metrics: their filter has few keys, and the sheet names them.
  const signalAsked = signal === "metrics" ? "logs" : signal;
  const isAsked = isOpen && signal !== "metrics";
  const keys = api.useQuery(
    "get",
    "/api/v1/suggest/keys",
    { params: { query: { ...asked, signal: signalAsked, prefix } } },
    { enabled: isAsked && isKey, placeholderData: keepPreviousData },
  );
  const key = isKey ? "" : writing.key;
  const values = api.useQuery(
    "get",
    "/api/v1/suggest/values",
    { params: { query: { ...asked, signal: signalAsked, key, prefix } } },
    {
      enabled: isAsked && !isKey && key !== "",
      placeholderData: (old, query) => (sameKey(query?.queryKey, key) ? old : undefined),
    },
  );
  if (!isOpen) return [];
  if (!isKey) return valueSuggestions(writing.prefix, values.data?.values ?? [], formatCount);
  const searches =
    text.trim() === ""
      ? recent.slice(0, 5).map((search) => ({ label: search, detail: "", insert: search, whole: true }))
      : [];
  return [...searches, ...keySuggestions(writing.prefix, keys.data?.keys ?? [])];
}

function sameKey(queryKey: unknown, key: string): boolean {
  const init = Array.isArray(queryKey)
    ? (queryKey[2] as { params?: { query?: { key?: string } } } | undefined)
    : undefined;
  return init?.params?.query?.key === key;
}
