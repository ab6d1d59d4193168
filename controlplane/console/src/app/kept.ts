/** What is kept in the browser for the next visit. A console that cannot keep it works all the same. */
import type { PersistStorage, StorageValue } from "zustand/middleware";

/**
 * Reads and writes nothing where the browser refuses it (storage that is full or turned off): what was chosen then
 * counts until the page is left.
 */
export function keptStorage<State>(): PersistStorage<State> {
  return {
    getItem: (name) => {
      try {
        const text = localStorage.getItem(name);
        return text === null ? null : (JSON.parse(text) as StorageValue<State>);
      } catch {
        return null;
      }
    },
    setItem: (name, value) => {
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Full or turned off.
      }
    },
    removeItem: (name) => {
      try {
        localStorage.removeItem(name);
      } catch {
        // Turned off.
      }
    },
  };
}
