import { IconChevronRight } from "@tabler/icons-react";
import { useId } from "react";

import { LineCells } from "./LineCells";
import css from "./Logs.module.css";
import { LogDetail } from "./LogDetail";
import type { LogRecord } from "./records";

interface LogLineProps {
  record: LogRecord;
  /** The time of day says enough. */
  isOneDay: boolean;
  isWrapped: boolean;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  query: string;
  onQuery: (query: string) => void;
}

/** A record as a line, and below it, when it is open, all of it. */
export function LogLine({ record, isOneDay, isWrapped, isOpen, onOpen, query, onQuery }: LogLineProps) {
  const id = useId();
  return (
    <div className={css["entry"]} data-open={isOpen || undefined}>
      <button
        type="button"
        data-line
        className={css["line"]}
        data-wrapped={isWrapped || undefined}
        data-days={!isOneDay || undefined}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => onOpen(!isOpen)}
      >
        <IconChevronRight aria-hidden />
        <LineCells record={record} isOneDay={isOneDay} />
      </button>
      {isOpen && (
        <div id={id} className={css["detail"]}>
          <LogDetail record={record} query={query} onQuery={onQuery} />
        </div>
      )}
    </div>
  );
}
