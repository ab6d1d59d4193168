import type { ReactNode } from "react";

import { formatExactCount } from "@/time/formats";

import css from "./Panel.module.css";

/** Nothing where there is nothing to show. */
export function Section({
  title,
  count,
  note,
  children,
}: {
  title: string;
  count: number;
  note?: string;
  children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <details className={css["section"]} open>
      <summary>
        {title} <small>{note ?? formatExactCount(count)}</small>
      </summary>
      {children}
    </details>
  );
}
