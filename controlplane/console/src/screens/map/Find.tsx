import { IconSearch } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";

import { useShortcut } from "@/app/shortcuts";
import { ServiceName } from "@/kit/ServiceName";
import { useChoice } from "@/search/useChoice";

import css from "./Map.module.css";
import { inAddress } from "./route";
import type { MapState } from "./useMap";

// As many as fit below the field; a letter more finds the rest.
const SHOWN_MAX = 10;

/** Chooses a service by words of its name. One that is hidden is shown with what is around it. */
export function Find({ map: { estate, shown, choose, narrow } }: { map: MapState }) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useShortcut("/", "Find a service", "Service map", () => input.current?.focus());
  const found = isOpen ? matching(estate.services.map(({ service }) => service), text).slice(0, SHOWN_MAX) : []; // prettier-ignore
  const choice = useChoice(id, found, { isFirstChosen: true });
  const take = (service: string) => {
    setText("");
    setOpen(false);
    choice.forget();
    if (shown.services.some((each) => each.service === service)) choose({ service });
    else narrow({ focus: inAddress(service), service: inAddress(service), callee: undefined });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (choice.onKey(event, take)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
    } else if (event.key === "Escape") {
      // The chosen service stays: this key was the field's.
      event.stopPropagation();
      if (isOpen) setOpen(false);
      else event.currentTarget.closest("input")?.blur();
    }
  };
  return (
    <div className={css["find"]} role="search">
      <IconSearch aria-hidden />
      <input
        ref={input}
        role="combobox"
        aria-label="Find a service"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={choice.activeId}
        placeholder="Find a service"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          choice.forget();
        }}
        onFocus={() => setOpen(text !== "")}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label="Services" hidden={!isOpen}>
        {found.map((service, index) => (
          // The field has the focus and the keys.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={service}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === choice.chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(service)}
          >
            <ServiceName name={service} />
          </div>
        ))}
        {isOpen && found.length === 0 && <div className={css["none"]}>No service has these words in its name</div>}
      </div>
    </div>
  );
}

/** All words somewhere in the name; names that begin so come first. */
function matching(services: readonly string[], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  return services
    .filter((service) => words.every((word) => service.toLowerCase().includes(word)))
    .toSorted((a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)));
}
