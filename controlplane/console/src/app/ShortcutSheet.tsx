import { Modal, Switch } from "@mantine/core";
import { create } from "zustand";

import { grouped } from "@/kit/groups";
import { Keys } from "@/kit/Keys";

import { setPreference, usePreferences } from "./preferences";
import css from "./ShortcutSheet.module.css";
import { useShortcut, useShortcuts } from "./shortcuts";

const useSheet = create(() => ({ isOpen: false }));

export function openShortcutSheet(): void {
  useSheet.setState({ isOpen: true });
}

const close = () => useSheet.setState({ isOpen: false });

/** Every shortcut that works on the screen right now. */
export function ShortcutSheet() {
  const isOpen = useSheet((sheet) => sheet.isOpen);
  useShortcut("?", "Show the keyboard shortcuts", "Everywhere", openShortcutSheet);
  return (
    <Modal opened={isOpen} onClose={close} title="Keyboard" size="lg" closeButtonProps={{ "aria-label": "Close" }}>
      <Sheet />
    </Modal>
  );
}

function Sheet() {
  const active = useShortcuts((shortcuts) => shortcuts.active);
  const letters = usePreferences((preferences) => preferences.letterShortcuts);
  const groups = grouped(
    active.filter((each, index) => active.findLastIndex((other) => other.keys === each.keys) === index),
    (each) => each.group,
  );
  return (
    <>
      <div className={css["groups"]}>
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} aria-label={group}>
            <h2>{group}</h2>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={keys} className={css["row"]}>
                  <dt>{does}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className={css["switch"] ?? ""}
        checked={letters}
        onChange={(event) => setPreference({ letterShortcuts: event.currentTarget.checked })}
        label="Shortcuts of a single letter, digit or sign"
        description="Turn them off when you speak to your computer, or when a browser extension uses the same keys."
      />
    </>
  );
}
