import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { api } from "@/api/client";
import { type Signal, usePreferences } from "@/app/preferences";
import { formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import type { Writing } from "./language";
import { keySuggestions, type Suggestion, valueSuggestions } from "./suggest";

/** What may be written at the cursor, from what was seen in the picked time; recent searches while nothing is written. */
export function useSuggestions(signal: Signal, writing: Writing, text: string, isOpen: boolean): Suggestion[] {
  const { asked } = useTime();
  const recent = usePreferences((preferences) => preferences.recent[signal]);
  const prefix = useDeferredValue(writing.prefix);
  const isKey = writing.what === "key";
  const keys = api.useQuery(
    "get",
    "/api/v1/suggest/keys",
    { params: { query: { ...asked, signal, prefix } } },
    { enabled: isOpen && isKey, placeholderData: keepPreviousData },
  );
  const key = isKey ? "" : writing.key;
  const values = api.useQuery(
    "get",
    "/api/v1/suggest/values",
    { params: { query: { ...asked, signal, key, prefix } } },
    {
      enabled: isOpen && !isKey && key !== "",
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
