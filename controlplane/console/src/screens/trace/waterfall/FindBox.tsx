import { TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";

import { useAhead } from "@/app/address";
import { useShortcut } from "@/app/shortcuts";
import type { Suggestion } from "@/search/suggest";
import { Suggestions } from "@/search/Suggestions";
import { useChoice } from "@/search/useChoice";

import css from "../Trace.module.css";
import { without } from "../tree/filters";
import type { View } from "../useView";
import { useWords } from "./useWords";

const nothing: readonly Suggestion[] = [];

/** Runs while one types; what the trace has is offered below. */
export function FindBox({ view, saidId }: { view: View; saidId: string }) {
  const { search, found, finding, goTo, source } = view;
  const { text, type, runNow } = useTyped(view);
  const [cursor, setCursor] = useState(text.length);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const words = useWords(view, text, cursor, isOpen);
  const isListed = isOpen && words.suggestions.length > 0;
  const choice = useChoice(id, isListed ? words.suggestions : nothing, { byTab: words.isWriting });
  const moveTo = useCursor(box);
  useShortcut("/", "Find in the trace", "Trace", () => box.current?.select());
  const write = (next: string, at: number) => {
    type(next);
    setCursor(at);
    choice.forget();
    setOpen(true);
  };
  const take = (suggestion: Suggestion) => {
    const next = words.take(suggestion);
    write(next.text, next.cursor);
    moveTo(next.cursor);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || choice.onKey(event, take)) return;
    if (event.key === "Enter") {
      setOpen(false);
      runNow();
      // What is being looked for now has not been found yet.
      if (text.trim() === (search.find ?? "")) goTo(found, event.shiftKey ? -1 : 1);
    } else if (event.key === " " && event.ctrlKey) setOpen(true);
    else if (event.key === "Escape" && isListed) setOpen(false);
    else if (event.key === "Escape" && text === "") event.currentTarget.blur();
    else if (event.key === "Escape") type("");
  };
  return (
    <div className={css["findBox"]}>
      <TextInput
        ref={box}
        role="combobox"
        aria-label="Find in the trace"
        aria-expanded={isListed}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={choice.activeId}
        aria-describedby={saidId}
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
        onChange={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart ?? 0)}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart ?? 0)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
      />
      {isListed && (
        <Suggestions id={id} suggestions={words.suggestions} chosen={choice.chosen} onTake={take} enter="next match" />
      )}
    </div>
  );
}

/** The text that is written; the address follows once the fingers rest. */
function useTyped({ search, change }: View) {
  const [text, type, runNow] = useAhead<string, string | undefined>(search.find, {
    read: (find) => find ?? "",
    spell: (written) => written.trim() || undefined,
    write: (find) => change(find === undefined ? { find, only: without(search.only, "found") } : { find }),
  });
  return { text, type, runNow };
}

/** Puts the cursor to a place of the text that is written next. */
function useCursor(box: { current: HTMLInputElement | null }): (to: number) => void {
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });
  return (to) => {
    wanted.current = to;
    box.current?.focus();
  };
}
