import { IconMinus, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { useChange } from "@/app/useChange";
import { CopyButton } from "@/kit/CopyButton";
import { valueText, visible } from "@/kit/values";
import { toggledExclude, toggledInclude } from "@/search/facetTerms";
import { termState } from "@/search/language";
import { formatExactCount } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import css from "./Logs.module.css";
import type { LogsSearch } from "./route";
import { LogContext } from "./LogContext";
import { type Field, fieldsOf, laidOut, type LogRecord } from "./records";

const route = getRouteApi("/logs");
// At first; more are a press away.
const AROUND = 10;
// A body of megabytes would hold the page up.
const BODY_CHARACTERS = 20_000;
const FIELD_CHARACTERS = 2_000;
// And so would the tools of a thousand fields.
const FIELDS_SHOWN = 200;

interface Props {
  record: LogRecord;
  query: string;
  onQuery: (query: string) => void;
}

/** All that is known of a record, each value to include or exclude, and what was written around it. */
export function LogDetail({ record, query, onQuery }: Props) {
  const { around } = route.useSearch();
  const change = useChange<LogsSearch>(route);
  const { zone } = useTime();
  const { trace_id, span_id, cursor, scope } = record;
  const built: Field[] = [
    { key: "service", value: record.service, asked: "service" },
    { key: "level", value: record.severity, ...(record.severity === "" ? {} : { asked: "level" }) },
    { key: "event", value: record.event_name, asked: "event" },
    { key: "scope", value: scope.name, asked: "scope" },
    { key: "route", value: record.camel.route, asked: "route" },
    { key: "exchange", value: record.camel.exchange, asked: "exchange" },
    { key: "trace", value: trace_id, asked: "trace" },
    { key: "span_id", value: span_id, asked: "span_id" },
  ].filter(({ value }) => value !== "");
  return (
    <>
      <div className={css["actions"]}>
        {trace_id !== "" && (
          <Link
            to="/traces/$traceId"
            params={{ traceId: trace_id }}
            search={span_id === "" ? {} : { span: span_id }}
            className={css["act"]}
          >
            Open its trace
          </Link>
        )}
        {cursor !== "" && (
          <button
            type="button"
            className={css["act"]}
            aria-expanded={around !== undefined}
            onClick={() => change({ around: around === undefined ? AROUND : undefined })}
          >
            {around === undefined ? "Show what was written around it" : "Hide what was written around it"}
          </button>
        )}
        <span className={css["times"]}>
          {formatInstant(parseNs(record.time_unix_ns), zone, 9)}
          {record.observed_unix_ns !== "0" && record.observed_unix_ns !== record.time_unix_ns && (
            <> · observed {formatInstant(parseNs(record.observed_unix_ns), zone, 9)}</>
          )}
        </span>
        <CopyButton value={JSON.stringify(record, null, 2)} of="the record as JSON" />
      </div>
      {around !== undefined && <LogContext record={record} around={around} />}
      <Body value={record.body} />
      <div className={css["fields"]}>
        <Fields title="Record" fields={built} query={query} onQuery={onQuery} />
        <Fields title="Attributes" fields={fieldsOf(record.attributes, "")} query={query} onQuery={onQuery} />
        <Fields title="Resource" fields={fieldsOf(record.resource, "resource.")} query={query} onQuery={onQuery} />
      </div>
    </>
  );
}

function Body({ value }: { value: unknown }) {
  const [isWhole, setWhole] = useState(false);
  const text = laidOut(value) ?? valueText(value);
  if (text === "" || text === "null") return null;
  const isCut = text.length > BODY_CHARACTERS && !isWhole;
  return (
    <div className={css["body"]}>
      {/* Scrolls by keyboard too, which only what takes the focus does. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{visible(isCut ? text.slice(0, BODY_CHARACTERS) : text)}</pre>
      {isCut && (
        <button type="button" className={css["act"]} onClick={() => setWhole(true)}>
          Show all {formatExactCount(text.length)} characters
        </button>
      )}
      <CopyButton value={valueText(value)} of="the body" />
    </div>
  );
}

function Fields({
  title,
  fields,
  query,
  onQuery,
}: Omit<Props, "record"> & { title: string; fields: readonly Field[] }) {
  const [isWhole, setWhole] = useState(false);
  if (fields.length === 0) return null;
  const isCut = fields.length > FIELDS_SHOWN && !isWhole;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {(isCut ? fields.slice(0, FIELDS_SHOWN) : fields).map(({ key, value, asked }) => (
          <div key={key}>
            <dt title={visible(key)}>{visible(key)}</dt>
            <dd>
              <FieldValue text={valueText(value)} />
              <FieldTools of={visible(key)} asked={asked} value={valueText(value)} query={query} onQuery={onQuery} />
            </dd>
          </div>
        ))}
      </dl>
      {isCut && (
        <button type="button" className={css["act"]} onClick={() => setWhole(true)}>
          Show all {formatExactCount(fields.length)}
        </button>
      )}
    </section>
  );
}

/** Whole, or its beginning and the rest at a press: values have up to a megabyte. */
function FieldValue({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > FIELD_CHARACTERS && !isWhole;
  return (
    <span>
      {visible(isCut ? text.slice(0, FIELD_CHARACTERS) : text)}
      {isCut && (
        <button type="button" className={css["act"]} onClick={() => setWhole(true)}>
          Show all {formatExactCount(text.length)} characters
        </button>
      )}
    </span>
  );
}

interface FieldToolsProps extends Omit<Props, "record"> {
  of: string;
  asked: string | undefined;
  value: string;
}

function FieldTools({ of, asked, value, query, onQuery }: FieldToolsProps) {
  const state = asked === undefined ? "none" : termState(query, asked, value);
  return (
    <span className={css["tools"]} data-state={state}>
      {asked !== undefined && (
        <>
          <button
            type="button"
            aria-label={`Include ${of}`}
            aria-pressed={state === "included"}
            title="Only records with this value"
            onClick={() => onQuery(toggledInclude(query, asked, value))}
          >
            <IconPlus aria-hidden />
          </button>
          <button
            type="button"
            aria-label={`Exclude ${of}`}
            aria-pressed={state === "excluded"}
            title="Only records without this value"
            onClick={() => onQuery(toggledExclude(query, asked, value))}
          >
            <IconMinus aria-hidden />
          </button>
        </>
      )}
      <CopyButton value={value} of={of} />
    </span>
  );
}
