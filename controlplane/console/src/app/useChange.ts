import { type RegisteredRouter, type RouteIds, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

type Path = Exclude<RouteIds<RegisteredRouter["routeTree"]>, "__root__">;

/**
 * Changes parts of a screen's search in place: no entry in the history, and what is scrolled stays where it is. For what
 * changes while one types or drags, and for what is folded or hidden.
 */
export function useChange<Search extends object>({ id }: { id: Path }): (change: Search) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) =>
      void navigate({
        from: id,
        to: ".",
        search: (old: object) => ({ ...old, ...change }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, id],
  );
}
