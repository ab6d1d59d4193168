import css from "./kit.module.css";
import { visible } from "./values";

export type Status = "error" | "warning" | "ok" | "unset";

/** A shape each, 12 by 12, so that nothing depends on telling red from green: full diamond, triangle, ring, dash. */
export const STATUS_SHAPES: Record<Status, React.ReactNode> = {
  error: <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />,
  warning: <path d="M6 1 11.5 11H.5z" fill="currentColor" />,
  ok: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  unset: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
};
const WORDS: Record<Status, string> = { error: "Error", warning: "Warning", ok: "OK", unset: "No status" };

/** A status by shape and colour. Beside a text that says the same, give `label=""`. */
export function StatusMark({ status, label = WORDS[status] }: { status: Status; label?: string }) {
  const named = label === "" ? { "aria-hidden": true } : { role: "img", "aria-label": visible(label) };
  return (
    <svg className={css["mark"]} data-status={status} viewBox="0 0 12 12" {...named}>
      {STATUS_SHAPES[status]}
    </svg>
  );
}
