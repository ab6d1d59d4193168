import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconSearch } from "@tabler/icons-react";
import { memo, useState } from "react";

import { visible } from "@/kit/values";
import { withTerm } from "@/search/language";
import { formatDuration } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import type { TraceSource, WholeSpan } from "../data/source";
import { Attributes } from "./Attributes";
import css from "./Panel.module.css";
import { Section } from "./Section";
import { SpanLogs } from "./SpanLogs";
import { listed } from "./values";

/** What a span carries: searched as one, in the order in which it is asked for. */
export const Detail = memo(function Detail({ span, source }: { span: WholeSpan; source: TraceSource }) {
  const { zone } = useTime();
  const [text, setText] = useState("");
  const own = {
    "span id": span.span_id,
    "parent span id": span.parent_span_id,
    kind: span.kind,
    start: formatInstant(parseNs(span.start_unix_ns), zone, 9),
    status: span.status === "Unset" ? "" : span.status,
    "trace state": span.trace_state,
    "sample weight": span.sample_weight === 1 ? "" : span.sample_weight,
  };
  const scope = { name: span.scope.name, version: span.scope.version };
  return (
    <>
      {span.status_message !== "" && <p className={css["failure"]}>{visible(span.status_message)}</p>}
      <CamelContext camel={span.camel} />
      <TextInput
        type="search"
        aria-label="Filter keys and values"
        placeholder="Filter keys and values"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Section title="Attributes" count={listed(span.attributes, text).length}>
        <Attributes values={span.attributes} text={text} prefix="" />
      </Section>
      <Events span={span} text={text} />
      <Links span={span} text={text} />
      {text === "" && source.logs !== undefined && <SpanLogs source={source} span={span} />}
      <Section title="Process" count={listed(span.resource, text).length}>
        <Attributes values={span.resource} text={text} prefix="resource." />
      </Section>
      <Section title="Span" count={listed(own, text).length}>
        <Attributes values={own} text={text} />
      </Section>
      <Section title="Instrumentation" count={listed(scope, text).length}>
        <Attributes values={scope} text={text} />
      </Section>
    </>
  );
});

/** Where in Camel this was: each part leads to the traces that were there too. */
function CamelContext({ camel }: { camel: WholeSpan["camel"] }) {
  const parts = (["route", "node", "exchange", "context"] as const).filter((part) => camel[part] !== "");
  if (parts.length === 0) return null;
  return (
    <dl className={css["camel"]} aria-label="Camel">
      {parts.map((part) => (
        <div key={part}>
          <dt>{part.charAt(0).toUpperCase() + part.slice(1)}</dt>
          <dd>
            <Link to="/traces" search={{ q: withTerm("", part, camel[part]) }} title={`Traces of this ${part}`}>
              {visible(camel[part])}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Events({ span, text }: { span: WholeSpan; text: string }) {
  const events = span.events
    .map((event, place) => ({ ...event, place }))
    .filter(
      (event) => event.name.toLowerCase().includes(text.toLowerCase()) || listed(event.attributes, text).length > 0,
    );
  return (
    <Section title="Events" count={events.length}>
      <ol className={css["events"]}>
        {events.map((event) => (
          <li key={event.place}>
            <h4>
              <span>{visible(event.name)}</span>
              <time title={event.time_unix_ns}>
                {formatDuration(parseNs(event.time_unix_ns) - parseNs(span.start_unix_ns))}
              </time>
            </h4>
            <Attributes
              values={event.attributes}
              text={event.name.toLowerCase().includes(text.toLowerCase()) ? "" : text}
            />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Links({ span, text }: { span: WholeSpan; text: string }) {
  const links = span.links.filter(
    (link) => `${link.trace_id} ${link.span_id}`.includes(text) || listed(link.attributes, text).length > 0,
  );
  return (
    <Section title="Links" count={links.length}>
      <ol className={css["events"]}>
        {links.map((link) => (
          <li key={`${link.trace_id} ${link.span_id}`}>
            <Link to="/traces/$traceId" params={{ traceId: link.trace_id }} search={{ span: link.span_id }}>
              <code>{link.trace_id}</code>
            </Link>
            <Attributes
              values={{ ...link.attributes, "span id": link.span_id, "trace state": link.trace_state }}
              text=""
            />
          </li>
        ))}
      </ol>
    </Section>
  );
}
