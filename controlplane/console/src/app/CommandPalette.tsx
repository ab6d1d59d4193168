import { Modal, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useId, useMemo, useState } from "react";
import { create } from "zustand";

import { api } from "@/api/client";
import { Keys } from "@/kit/Keys";
import { visible } from "@/kit/values";
import { newestFirst, type SavedSearch, SCREENS } from "@/saved/state";
import { useSavedSearches } from "@/saved/useSaved";
import { term } from "@/search/language";
import { useChoice } from "@/search/useChoice";
import { DEFAULT_RANGE, PRESETS } from "@/time/range";
import { counted } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import css from "./CommandPalette.module.css";
import { type Command, matching } from "./commands";
import { type Pasted, pasted } from "./ids";
import { useJump } from "./jump";
import { DESTINATIONS } from "./navigation";
import { setPreference, type Signal, usePreferences } from "./preferences";
import { openShortcutSheet } from "./ShortcutSheet";
import { useShortcut } from "./shortcuts";

const usePalette = create(() => ({ isOpen: false }));

export function openPalette(): void {
  usePalette.setState({ isOpen: true });
}

const close = () => usePalette.setState({ isOpen: false });

// More than fit without scrolling twice; typing narrows it.
const SHOWN_MAX = 40;

/** Ctrl-K: go, look for, set; by name. */
export function CommandPalette() {
  const isOpen = usePalette((palette) => palette.isOpen);
  useShortcut("mod+k", "Search or jump", "Everywhere", openPalette);
  return (
    <Modal.Root opened={isOpen} onClose={close} size="lg" yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search or jump">
        <Modal.Body p={0}>
          <Palette />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette() {
  const [text, setText] = useState("");
  const commands = useCommands(text);
  const found = useMemo(() => matching(commands, text).slice(0, SHOWN_MAX), [commands, text]);
  const id = useId();
  const choice = useChoice(id, found, { isFirstChosen: true });

  return (
    <div className={css["palette"]}>
      <input
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={choice.activeId}
        aria-label="Search or jump"
        placeholder="Type a screen, a saved search, a service, a time, or paste an id"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          choice.forget();
        }}
        onKeyDown={(event) => choice.onKey(event, carryOut)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div id={id} role="listbox" aria-label="Commands" className={css["list"]}>
        {found.map((command, index) => (
          // The box above keeps the focus; the arrow keys choose, as in every combobox.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === choice.chosen}
            className={css["option"]}
            onClick={() => carryOut(command)}
            onPointerMove={() => choice.choose(index)}
          >
            <span className={css["group"]}>{command.group}</span>
            <span className={css["label"]}>{visible(command.label)}</span>
            {command.detail !== undefined && <span className={css["detail"]}>{command.detail}</span>}
            {command.keys !== undefined && <Keys keys={command.keys} />}
          </div>
        ))}
        {found.length === 0 && <p className={css["none"]}>Nothing is called that.</p>}
      </div>
      <VisuallyHidden role="status">{counted(found.length, "command")}</VisuallyHidden>
    </div>
  );
}

function carryOut(command: Command): void {
  close();
  command.run();
}

const TARGETS = { trace: "Open this trace", span: "Open the trace of this span", exchange: "Find this exchange" };

function useCommands(text: string): Command[] {
  const navigate = useNavigate();
  const jump = useJump();
  const { setColorScheme } = useMantineColorScheme();
  const { asked, setRange, refresh } = useTime();
  const recent = usePreferences((preferences) => preferences.recent);
  const saved = useSavedSearches();
  const services = api.useQuery("get", "/api/v1/services", { params: { query: asked } });

  return useMemo(() => {
    const [target, ...others] = pasted(text);
    const found: Command[] = [];
    const searchFor = (q: string) => () => void navigate({ to: "/traces", search: { q } });
    const offer = (to: Pasted) => {
      const label = to.what === "text" ? `Search traces for ${to.text}` : TARGETS[to.what];
      const group = to.what === "text" ? "Search" : "Id";
      found.push({ id: `pasted ${to.what}`, group, label, words: text, run: () => void jump(to) });
    };
    if (target.what !== "text") offer(target);
    for (const { to, label, letter } of DESTINATIONS) {
      found.push({ id: `go ${to}`, group: "Go", label, keys: `g ${letter}`, run: () => void navigate({ to }) });
    }
    for (const { signal, search } of recentSearches(recent, text)) {
      const { to, label } = SCREENS[signal];
      const run = () => void navigate({ to, search: { q: search } });
      found.push({ id: `recent ${signal} ${search}`, group: "Recent", label: search, detail: label, run });
    }
    for (const { id, name, query, screen } of savedSearches(saved.data?.searches ?? [], text)) {
      const run = () => void navigate({ to: "/saved/$savedId", params: { savedId: id } });
      const { label } = SCREENS[screen];
      found.push({ id: `saved ${id}`, group: "Saved", label: name, words: `${query} ${label}`, detail: label, run });
    }
    for (const service of services.data?.services ?? []) {
      found.push({
        id: `service ${service}`,
        group: "Service",
        label: service,
        words: "traces of",
        run: searchFor(term("service", service)),
      });
    }
    for (const { label, from } of PRESETS) {
      const run = () => setRange({ from, to: DEFAULT_RANGE.to });
      found.push({ id: `time ${from}`, group: "Time", label: `Last ${label}`, words: "range", run });
    }
    found.push(
      { id: "refresh", group: "Do", label: "Refresh", keys: "r", run: refresh },
      { id: "light", group: "Set", label: "Light theme", words: "appearance", run: () => setColorScheme("light") },
      { id: "dark", group: "Set", label: "Dark theme", words: "appearance", run: () => setColorScheme("dark") },
      {
        id: "auto",
        group: "Set",
        label: "Theme as the system",
        words: "appearance auto",
        run: () => setColorScheme("auto"),
      },
      {
        id: "compact",
        group: "Set",
        label: "Compact rows",
        words: "density",
        run: () => setPreference({ density: "compact" }),
      },
      {
        id: "comfortable",
        group: "Set",
        label: "Comfortable rows",
        words: "density",
        run: () => setPreference({ density: "comfortable" }),
      },
      { id: "keys", group: "Show", label: "Keyboard shortcuts", words: "help", keys: "?", run: openShortcutSheet },
    );
    if (target.what === "text" && text.trim() !== "") offer({ what: "text", text: text.trim() });
    for (const other of others) offer(other);
    return found;
  }, [text, navigate, jump, setColorScheme, setRange, refresh, recent, saved.data, services.data]);
}

// Before anything is typed: the latest, so that screens, services and times stay in sight.
const UNASKED_MAX = 5;
const UNASKED_OF_SIGNAL_MAX = 2;

function recentSearches(recent: Record<Signal, string[]>, text: string): { signal: Signal; search: string }[] {
  const signals: Signal[] = ["traces", "logs", "metrics"];
  const most = text.trim() === "" ? UNASKED_OF_SIGNAL_MAX : undefined;
  return signals.flatMap((signal) => recent[signal].slice(0, most).map((search) => ({ signal, search })));
}

function savedSearches(searches: readonly SavedSearch[], text: string): readonly SavedSearch[] {
  return text.trim() === "" ? newestFirst(searches).slice(0, UNASKED_MAX) : searches;
}
