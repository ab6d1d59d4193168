import { useState } from "react";

export interface Held<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/**
 * A query that keeps its last answer while the same question is asked of another time, and when that fails: what was
 * on the screen stays there. `question` is everything that was asked but the time; another question starts empty.
 */
export function useHeld<T>(query: Held<T>, question: string): Held<T> {
  const { data, error, refetch } = useHeldOf(query, question, undefined);
  return { data, error, refetch };
}

/** The same, with what was asked when the answer that is shown was: rates are by its time, not by the one that is asked for. */
export function useHeldOf<T, A>({ data, error, refetch }: Held<T>, question: string, asked: A): Held<T> & { of: A } {
  const [held, setHeld] = useState<{ question: string; data: T; of: A } | undefined>();
  const isNew = data !== undefined && (held?.data !== data || held.question !== question);
  if (isNew) setHeld({ question, data, of: asked });
  const shown = data === undefined && held?.question === question ? held : { data, of: asked };
  return { data: shown.data, of: shown.of, error, refetch };
}
