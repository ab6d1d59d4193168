import { Button, Menu } from "@mantine/core";
import { IconArrowsDiff, IconDots, IconDownload, IconFolderOpen } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";

import { apiUrl } from "@/api/client";
import { CopyButton } from "@/kit/CopyButton";
import { StatusMark } from "@/kit/StatusMark";
import { visible } from "@/kit/values";
import { formatDuration, formatExactCount, formatExactDuration } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import { CompareWith } from "./compare/CompareWith";
import { type Tab, TABS } from "./route";
import css from "./Trace.module.css";
import { nameOf, serviceOf } from "./tree/skeleton";
import type { View } from "./useView";

const NAMES: Record<Tab, string> = {
  waterfall: "Waterfall",
  flame: "Flame graph",
  statistics: "Statistics",
  logs: "Logs",
};

/** What the trace is, in numbers, and the ways to look at it. */
export function Header({ view }: { view: View }) {
  const { trace, facts } = view;
  return (
    <header className={css["header"]}>
      <div className={css["title"]}>
        <h1 title={visible(`${serviceOf(trace, 0)} ${nameOf(trace, 0)}`)}>
          <b>{visible(serviceOf(trace, 0))}</b> {visible(nameOf(trace, 0))}
        </h1>
        <code className={css["id"]}>{facts.trace_id}</code>
        <CopyButton value={facts.trace_id} of="trace id" />
        <span className={css["spring"]} />
        <Actions view={view} />
      </div>
      <div className={css["facts"]}>
        <Tabs view={view} />
        <Facts view={view} />
      </div>
    </header>
  );
}

/** Beside another trace, as a file, or from one. */
function Actions({ view: { trace, facts, source } }: { view: View }) {
  const [isComparing, setComparing] = useState(false);
  return (
    <>
      <Button
        leftSection={<IconArrowsDiff size={16} aria-hidden />}
        disabled={!source.isStored}
        onClick={() => setComparing(true)}
      >
        Compare
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button aria-label="More" px={8}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {source.isStored && (
            <Menu.Item
              component="a"
              href={apiUrl(`/api/v1/traces/${facts.trace_id}/otlp`)}
              download={`trace-${facts.trace_id}.json`}
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              Download as OTLP JSON
            </Menu.Item>
          )}
          <Menu.Item
            renderRoot={(props) => <Link {...props} to="/traces/file" />}
            leftSection={<IconFolderOpen size={16} aria-hidden />}
          >
            Open a trace file
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isComparing && (
        <CompareWith
          traceId={facts.trace_id}
          service={serviceOf(trace, 0)}
          name={nameOf(trace, 0)}
          onClose={() => setComparing(false)}
        />
      )}
    </>
  );
}

function Facts({ view: { facts, failed, goTo } }: { view: View }) {
  const { zone } = useTime();
  return (
    <dl>
      <Fact name="Duration" title={formatExactDuration(facts.duration_ns)}>
        {formatDuration(facts.duration_ns)}
      </Fact>
      <Fact name="Start" title={`${facts.start_unix_ns} ns since 1970`}>
        {formatInstant(parseNs(facts.start_unix_ns), zone, 6)}
      </Fact>
      <Fact name="Spans">{formatExactCount(facts.spans)}</Fact>
      <Fact name="Services">{formatExactCount(facts.services.length)}</Fact>
      <Fact name="Errors">
        {facts.errors === 0 ? (
          "0"
        ) : (
          <button type="button" className={css["errors"]} title="Next error (E)" onClick={() => goTo(failed, 1)}>
            <StatusMark status="error" label="" /> {formatExactCount(facts.errors)}
          </button>
        )}
      </Fact>
    </dl>
  );
}

function Tabs({ view: { search, change, source } }: { view: View }) {
  const tabs = TABS.filter((tab) => tab !== "logs" || source.logs !== undefined);
  const shown = search.tab ?? "waterfall";
  const show = (tab: Tab) => change({ tab: tab === "waterfall" ? undefined : tab });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = by === undefined ? undefined : tabs[(tabs.indexOf(shown) + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    show(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[tabs.indexOf(next)]?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div className={css["tabs"]} role="tablist" aria-label="Views of the trace" onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={tab === shown}
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => show(tab)}
        >
          {NAMES[tab]}
        </button>
      ))}
    </div>
  );
}

function Fact({ name, title, children }: { name: string; title?: string; children: React.ReactNode }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
