import { useInfiniteQuery } from "@tanstack/react-query";

import { useHeld } from "./useHeld";

export interface Pages<Page> {
  pages: readonly Page[];
  error: unknown;
  /** Nothing has been answered yet. */
  isPending: boolean;
  /** The pages shown are of another time: those of this one are being asked for, or could not be had. */
  isOld: boolean;
  hasMore: boolean;
  isFetchingMore: boolean;
  fetchMore: () => void;
  retry: () => void;
}

export interface PageAsked {
  cursor?: string;
}

// One array, so that what is derived from it is derived once.
const noPages: readonly never[] = [];

/**
 * A list that comes in pages, by cursor. `question` is everything that is asked but the time: while the same is asked of
 * another time the last pages stay, as `useHeld` keeps a single answer.
 */
export function usePages<Page extends { next_cursor?: string | null }>(
  name: string,
  question: string,
  asked: object,
  ask: (page: PageAsked, signal: AbortSignal) => Promise<{ data?: Page }>,
): Pages<Page> {
  const found = useInfiniteQuery({
    queryKey: [name, question, asked],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await ask(pageParam === undefined ? {} : { cursor: pageParam }, signal);
      if (data === undefined) throw new TypeError("the API answered without a body");
      return data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  const { data } = useHeld(found, JSON.stringify([name, question]));
  const pages = data?.pages ?? noPages;
  const isOld = found.data === undefined && data !== undefined;
  const isFetchingMore = found.isFetchingNextPage || (isOld && found.isFetching);
  return {
    pages,
    error: found.error,
    isPending: found.isPending && data === undefined,
    isOld,
    hasMore: typeof pages.at(-1)?.next_cursor === "string",
    isFetchingMore,
    fetchMore: () => {
      if (isFetchingMore) return;
      // What follows the pages of another time is in none of this one.
      void (isOld ? found.refetch() : found.fetchNextPage());
    },
    retry: () => void found.refetch(),
  };
}
