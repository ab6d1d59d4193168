import { IconHistory } from "@tabler/icons-react";

import { visible } from "@/kit/values";

import type { Suggestion } from "./suggest";
import css from "./Suggestions.module.css";

interface Props {
  id: string;
  suggestions: readonly Suggestion[];
  chosen: number;
  onTake: (suggestion: Suggestion) => void;
  /** What Enter does while nothing is chosen. */
  enter: string;
}

/** What may be written next, below the box it is written in. The box keeps the focus; see `useChoice`. */
export function Suggestions({ id, suggestions, chosen, onTake, enter }: Props) {
  return (
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
          onClick={() => onTake(suggestion)}
        >
          {suggestion.whole === true && <IconHistory aria-hidden />}
          <span title={visible(suggestion.label)}>{visible(suggestion.label)}</span>
          <small>{suggestion.detail}</small>
        </div>
      ))}
      <div className={css["hint"]} aria-hidden>
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>↵</kbd> {enter}
      </div>
    </div>
  );
}
