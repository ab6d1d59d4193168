/** What a person set once and expects everywhere. What a link must carry is in the address bar instead. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

import { keptStorage } from "./kept";

// More than a list to choose from shows at once.
const RECENT_MAX = 12;

export type Signal = "traces" | "logs" | "metrics";

interface Preferences {
  density: "comfortable" | "compact";
  navigation: "wide" | "rail";
  /** The zone of the wall clock where the address bar names none. */
  zone: string;
  /** Shortcuts of a single letter; a speech user, whose words arrive as letters, turns them off. */
  letterShortcuts: boolean;
  /** Searches that were run, newest first. */
  recent: Record<Signal, string[]>;
}

export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      density: "comfortable",
      navigation: "wide",
      zone: "local",
      letterShortcuts: true,
      recent: { traces: [], logs: [], metrics: [] },
    }),
    {
      name: "camelops.preferences",
      version: 1,
      storage: keptStorage<Preferences>(),
      // What an older console kept lacks what came since.
      merge: (kept, now) => {
        const { recent, ...rest } = (kept ?? {}) as Partial<Preferences>;
        return { ...now, ...rest, recent: { ...now.recent, ...recent } };
      },
    },
  ),
);

export function setPreference(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}

/** Puts a search that was run in front of the recent ones. */
export function remember(signal: Signal, search: string): void {
  const text = search.trim();
  if (text === "") return;
  usePreferences.setState(({ recent }) => ({
    recent: { ...recent, [signal]: [text, ...recent[signal].filter((each) => each !== text)].slice(0, RECENT_MAX) },
  }));
}
