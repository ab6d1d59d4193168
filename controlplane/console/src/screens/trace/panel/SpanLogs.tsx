import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Answered } from "@/kit/states";
import { StatusMark } from "@/kit/StatusMark";
import { valueText, visible } from "@/kit/values";
import { formatDuration, formatExactCount } from "@/time/formats";
import { parseNs } from "@/time/ns";

import type { LogRecord, TraceSource, WholeSpan } from "../data/source";
import { Attributes } from "./Attributes";
import css from "./Panel.module.css";
import { Section } from "./Section";

// OTLP's severity numbers: from here on a record is a warning, and from here an error.
const WARN = 13;
const ERROR = 17;

export function useLogs(source: TraceSource, spanId: string | undefined) {
  return useQuery({
    queryKey: [...source.key, "logs", spanId],
    queryFn: ({ signal }) => source.logs?.(spanId, signal) ?? Promise.resolve({ logs: [], complete: true }),
  });
}

/** What was logged during a span. */
export function SpanLogs({ source, span }: { source: TraceSource; span: WholeSpan }) {
  const query = useLogs(source, span.span_id);
  if (query.data?.logs.length === 0) return null;
  return (
    <Section title="Logs" count={1} note={query.data === undefined ? "" : formatExactCount(query.data.logs.length)}>
      <Answered query={query} loading={<p className={css["quiet"]}>Looking for log records…</p>}>
        {({ logs, complete }) => (
          <>
            <ol className={css["events"]}>
              {logs.map((log, place) => (
                // Two records may be the same in all they say.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={place}>
                  <Log log={log} since={parseNs(span.start_unix_ns)} />
                </li>
              ))}
            </ol>
            {!complete && <p className={css["quiet"]}>There are more: the logs screen has them all.</p>}
          </>
        )}
      </Answered>
    </Section>
  );
}

// Of a record that is not open: a body may have a megabyte.
const LINE_CHARACTERS = 2_000;

function Log({ log, since }: { log: LogRecord; since: bigint }) {
  const [isOpen, setOpen] = useState(false);
  const text = valueText(log.body);
  return (
    <>
      <h4>
        <button type="button" className={css["log"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Severity log={log} /> {visible(isOpen ? text : text.slice(0, LINE_CHARACTERS))}
        </button>
        <time title={log.time_unix_ns}>{formatDuration(parseNs(log.time_unix_ns) - since)}</time>
      </h4>
      {isOpen && <Attributes values={{ severity: log.severity, ...log.attributes }} text="" />}
    </>
  );
}

export function Severity({ log }: { log: LogRecord }) {
  if (log.severity_number >= ERROR) return <StatusMark status="error" label={log.severity} />;
  if (log.severity_number >= WARN) return <StatusMark status="warning" label={log.severity} />;
  return null;
}
