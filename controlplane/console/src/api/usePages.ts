import { useInfiniteQuery } from "@tanstack/react-query";

export interface Pages<Page> {
  pages: readonly Page[];
  error: unknown;
  /** Nothing has been answered yet. */
  isPending: boolean;
  /** The pages shown are of another time: those of this one are being asked for. */
  isOld: boolean;
  hasMore: boolean;
  isFetchingMore: boolean;
  fetchMore: () => void;
  retry: () => void;
}

export interface PageAsked {
  cursor?: string;
}

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
    placeholderData: (last, query) => (query?.queryKey[1] === question ? last : undefined),
  });
  return {
    pages: found.data?.pages ?? [],
    error: found.error,
    isPending: found.isPending,
    isOld: found.isPlaceholderData,
    hasMore: found.hasNextPage && !found.isPlaceholderData,
    isFetchingMore: found.isFetchingNextPage,
    fetchMore: () => void (found.isFetchingNextPage || found.fetchNextPage()),
    retry: () => void found.refetch(),
  };
}
