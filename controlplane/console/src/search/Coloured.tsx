import { pieces } from "./language";
import css from "./QueryBox.module.css";

/** The same text behind the field, in colours: the field's own letters are transparent, its cursor is not. */
export function Coloured({
  text,
  failedAt,
  warnedAt,
}: {
  text: string;
  /** Where the text broke, as `warnedAt` an index of it. */
  failedAt: number | undefined;
  warnedAt: readonly number[];
}) {
  return (
    <div className={css["coloured"]} aria-hidden>
      {pieces(text).map(({ kind, start, end }) => (
        <span
          key={start}
          data-kind={kind}
          data-failed={(failedAt !== undefined && covers(failedAt, start, end)) || undefined}
          data-warned={warnedAt.some((column) => covers(column, start, end)) || undefined}
        >
          {text.slice(start, end)}
        </span>
      ))}
      {failedAt !== undefined && failedAt >= text.length && <span data-failed> </span>}
      {"\u200B"}
    </div>
  );
}

function covers(at: number, start: number, end: number): boolean {
  return start <= at && at < end;
}
