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
export function useHeld<T>({ data, error, refetch }: Held<T>, question: string): Held<T> {
  const [held, setHeld] = useState<{ question: string; data: T } | undefined>();
  if (data !== undefined && (held?.data !== data || held.question !== question)) setHeld({ question, data });
  return { data: data ?? (held?.question === question ? held.data : undefined), error, refetch };
}
