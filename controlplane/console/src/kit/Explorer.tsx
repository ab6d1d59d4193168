import type { ReactNode } from "react";

import css from "./Explorer.module.css";

export interface ExplorerProps {
  /** For the place that scrolls: going back to it goes back to where one was. */
  name: string;
  /** The search and what belongs beside it; always in sight. */
  bar: ReactNode;
  /** At the left; undefined when it is hidden. */
  rail?: ReactNode;
  railLabel?: string;
  children: ReactNode;
}

/** The frame of screens that explore: a search at the top, facets at the left, the rest scrolls by itself. */
export function Explorer({ name, bar, rail, railLabel = "Facets", children }: ExplorerProps) {
  return (
    <div className={css["screen"]}>
      <div className={css["bar"]}>{bar}</div>
      <div className={css["body"]} data-rail={rail !== undefined || undefined}>
        {rail !== undefined && (
          <aside className={css["rail"]} aria-label={railLabel}>
            {rail}
          </aside>
        )}
        <div className={css["content"]} data-scroll-restoration-id={name}>
          {children}
        </div>
      </div>
    </div>
  );
}
