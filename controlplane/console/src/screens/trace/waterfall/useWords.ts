import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { writingAt } from "@/search/language";
import { keySuggestions, type Suggestion, taken, valueSuggestions } from "@/search/suggest";
import { formatCount } from "@/time/formats";

import type { View } from "../useView";

/** What this trace has that fits at the cursor, and the text with one of it taken. Asked only while `isOpen`. */
export function useWords(
  { source, facts }: Pick<View, "source" | "facts">,
  text: string,
  cursor: number,
  isOpen: boolean,
) {
  const { words } = source;
  const writing = writingAt(text, cursor);
  const key = writing.what === "value" ? writing.key : "";
  const isAsked = isOpen && words !== undefined;
  const keys = useQuery({
    queryKey: [...source.key, "keys", writing.prefix],
    queryFn: ({ signal }) => words?.keys(writing.prefix, facts, signal) ?? [],
    enabled: isAsked && writing.what === "key",
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const values = useQuery({
    queryKey: [...source.key, "values", key],
    queryFn: ({ signal }) => words?.values(key, facts, signal) ?? [],
    enabled: isAsked && key !== "",
    staleTime: Infinity,
  });
  const suggestions: readonly Suggestion[] = !isAsked
    ? []
    : writing.what === "key"
      ? keySuggestions(writing.prefix, keys.data ?? [])
      : valueSuggestions(writing.prefix, values.data ?? [], formatCount);
  return {
    suggestions,
    isWriting: writing.prefix !== "",
    take: (suggestion: Suggestion) => taken(text, writing, suggestion),
  };
}
