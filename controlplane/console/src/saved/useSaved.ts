import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, client } from "@/api/client";

import type { Draft, SavedSearch } from "./state";

/** One's own and those that are shared, by name. */
export function useSavedSearches(isWanted = true) {
  return api.useQuery("get", "/api/v1/saved-searches", {}, { enabled: isWanted });
}

/**
 * The search that a screen was opened from, as it was then: whoever changes it meanwhile does not change this screen,
 * and is found out when this one is saved.
 */
export function useSaved(id: string | undefined) {
  return api.useQuery("get", "/api/v1/saved-searches/{id}", one(id ?? ""), {
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Who asks, and whether they may save. Until that is known they may: a refusal has its own words. */
export function useWho(): { owner: string | undefined; mayWrite: boolean } {
  const { data } = api.useQuery("get", "/api/v1/version", {}, { staleTime: Number.POSITIVE_INFINITY });
  return { owner: data?.owner, mayWrite: data?.features.saved_searches ?? true };
}

export interface Saving {
  create: (draft: Draft) => Promise<SavedSearch>;
  /** In place of `version`; of a deletion too, which brings it back. */
  change: (id: string, version: number, draft: Draft) => Promise<SavedSearch>;
  remove: (saved: SavedSearch) => Promise<void>;
  /** As it is now, past what is held here. */
  read: (id: string) => Promise<SavedSearch>;
}

/** Changes of saved searches; lists and screens know of them at once. All reject with `ProblemError`. */
export function useSaving(): Saving {
  const queries = useQueryClient();
  return useMemo(() => {
    const reload = () => queries.invalidateQueries(api.queryOptions("get", "/api/v1/saved-searches", {}));
    const stored = (answer: { data?: SavedSearch }) => {
      if (answer.data === undefined) throw new Error("the answer has no saved search");
      queries.setQueryData(
        api.queryOptions("get", "/api/v1/saved-searches/{id}", one(answer.data.id)).queryKey,
        answer.data,
      );
      return answer.data;
    };
    const done = async (answer: { data?: SavedSearch }) => {
      const saved = stored(answer);
      await reload();
      return saved;
    };
    return {
      create: async (body) => done(await client.POST("/api/v1/saved-searches", { body })),
      change: async (id, version, draft) =>
        done(await client.PUT("/api/v1/saved-searches/{id}", { ...one(id), body: { ...draft, version } })),
      remove: async ({ id, version }) => {
        await client.DELETE("/api/v1/saved-searches/{id}", { params: { path: { id }, query: { version } } });
        queries.removeQueries(api.queryOptions("get", "/api/v1/saved-searches/{id}", one(id)));
        await reload();
      },
      read: async (id) => stored(await client.GET("/api/v1/saved-searches/{id}", one(id))),
    };
  }, [queries]);
}

function one(id: string) {
  return { params: { path: { id } } };
}
