import { Outlet, useMatches } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { TimeProvider } from "@/time/TimeContext";

import { CommandPalette } from "./CommandPalette";
import { Navigation } from "./Navigation";
import { usePreferences } from "./preferences";
import css from "./Shell.module.css";
import { useShortcutListener } from "./shortcuts";
import { ShortcutSheet } from "./ShortcutSheet";
import { TopBar } from "./TopBar";

/** What stays on the screen: navigation at the left, the bar above, the screen in the rest. */
export function Shell() {
  const navigation = usePreferences((preferences) => preferences.navigation);
  const main = useRef<HTMLElement>(null);
  const { title = "", hasNoRange } = useMatches({ select: (matches) => matches.at(-1)?.staticData ?? {} });
  useShortcutListener();
  useEffect(() => {
    document.title = title ? `${title} · camelops` : "camelops";
  }, [title]);

  return (
    <TimeProvider>
      <button type="button" className={css["skip"]} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <div className={css["shell"]} data-navigation={navigation}>
        <Navigation />
        <div className={css["page"]}>
          <TopBar title={title} hasRange={hasNoRange !== true} />
          <main id="main" ref={main} tabIndex={-1} className={css["main"]}>
            <Outlet />
          </main>
        </div>
      </div>
      <CommandPalette />
      <ShortcutSheet />
    </TimeProvider>
  );
}
