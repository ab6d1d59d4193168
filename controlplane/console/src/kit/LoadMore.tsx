import { type RefObject, useEffect, useRef } from "react";

import css from "./LoadMore.module.css";

/** The end of a list that has more: asks for it when it comes in sight, and by a press for who does not scroll. */
export function LoadMore({ label, isLoading, onLoad }: { label: string; isLoading: boolean; onLoad: () => void }) {
  const place = useRef<HTMLButtonElement>(null);
  useInSight(place, onLoad);
  return (
    <button ref={place} type="button" className={css["more"]} disabled={isLoading} onClick={onLoad}>
      {isLoading ? "Loading…" : label}
    </button>
  );
}

function useInSight(place: RefObject<HTMLElement | null>, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: "400px",
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
}
