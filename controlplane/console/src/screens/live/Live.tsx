import { Button, SegmentedControl } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useShortcut } from "@/app/shortcuts";
import { useChange } from "@/app/useChange";
import { Explorer } from "@/kit/Explorer";
import { Empty, Notice, ProblemNotice, sentence } from "@/kit/states";
import { type Status, StatusMark } from "@/kit/StatusMark";
import { ExportMenu } from "@/kit/table/DataTable";
import { SaveSearch } from "@/saved/SaveSearch";
import { QueryBox } from "@/search/QueryBox";
import { formatCount, formatExactCount, formatRate } from "@/time/formats";

import css from "./Live.module.css";
import type { LiveSearch } from "./route";
import { LiveRows } from "./LiveRows";
import { type Log, SAVED_COLUMNS, type Span } from "./rows";
import { tally } from "./tail";
import { type Connection, type LiveTail, useTail } from "./useTail";

const route = getRouteApi("/live");
const STATES: Record<Connection, { word: string; status: Status }> = {
  connecting: { word: "Connecting", status: "unset" },
  live: { word: "Live", status: "ok" },
  reconnecting: { word: "Reconnecting", status: "warning" },
  refused: { word: "Refused", status: "error" },
};

/** Spans or log records as they come in. */
export function Live() {
  const { q = "", signal } = route.useSearch();
  // Another search, another tail.
  return <TailOf key={`${signal ?? "spans"} ${q}`} query={q} isLogs={signal === "logs"} />;
}

function TailOf({ query, isLogs }: { query: string; isLogs: boolean }) {
  const signal = isLogs ? "logs" : "traces";
  const live = useTail<Span | Log>(signal, query);
  const { tail, problem } = live;
  return (
    <Explorer name="live" bar={<Bar query={query} isLogs={isLogs} live={live} />}>
      <div className={css["live"]}>
        <Toolbar live={live} label={isLogs ? "Live logs" : "Live spans"} />
        {problem !== undefined && tail.entries.length > 0 && (
          <Notice tone={live.connection === "refused" ? "error" : "warning"}>
            {sentence(problem.detail)} {problem.wayOut && sentence(problem.wayOut)}
          </Notice>
        )}
        {tail.entries.length > 0 ? (
          <LiveRows {...live} query={query} />
        ) : problem !== undefined ? (
          <ProblemNotice problem={problem} />
        ) : (
          <Waiting live={live} />
        )}
      </div>
    </Explorer>
  );
}

function Bar({ query, isLogs, live }: { query: string; isLogs: boolean; live: LiveTail<Span | Log> }) {
  const navigate = route.useNavigate();
  const change = useChange<LiveSearch>(route);
  return (
    <>
      <SegmentedControl
        aria-label="What comes in"
        value={isLogs ? "logs" : "spans"}
        onChange={(value) => change({ signal: value === "logs" ? "logs" : undefined })}
        data={[
          { value: "spans", label: "Spans" },
          { value: "logs", label: "Logs" },
        ]}
      />
      <QueryBox
        signal={isLogs ? "logs" : "traces"}
        value={query}
        onRun={(text) => void navigate({ search: (old) => ({ ...old, q: text || undefined }) })}
        problem={live.problem}
        placeholder={isLogs ? "service:orders level>=warn timeout" : "service:orders status:error duration>100ms"}
      />
      <SaveSearch screen="live" />
    </>
  );
}

function Toolbar({ live, label }: { live: LiveTail<Span | Log>; label: string }) {
  const { tail, connection, rate, hold, resume, clear } = live;
  const isHeld = tail.held !== undefined;
  const toggle = () => (isHeld ? resume() : hold("asked"));
  useShortcut("space", "Pause or go on", "Live", toggle);
  useShortcut("x", "Clear", "Live", clear);
  const { word, status } = STATES[connection];
  const waiting = tally(tail.waiting).came + tail.letGo;
  const rows = tail.entries.flatMap((entry) => ("row" in entry ? [entry.row] : []));
  const leftOut = tally(tail.entries).came - rows.length;
  return (
    <div className={css["toolbar"]}>
      <Button
        className={css["pause"] ?? ""}
        variant={isHeld ? "filled" : "default"}
        leftSection={isHeld ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
        onClick={toggle}
      >
        {isHeld ? (waiting > 0 ? `Go on, ${formatCount(waiting)} new` : "Go on") : "Pause"}
      </Button>
      <p className={css["state"]} role="status">
        <StatusMark status={isHeld && connection === "live" ? "unset" : status} label="" />
        {isHeld && connection === "live" ? (tail.held === "asked" ? "Paused" : "Paused while you read") : word}
      </p>
      <p className={css["count"]}>
        <b>{formatRate(rate, { name: "s", seconds: 1 })}</b>
        <span>{formatExactCount(rows.length)} shown</span>
        {leftOut > 0 && (
          <span title="More came in than are passed on; a line says where">{formatExactCount(leftOut)} left out</span>
        )}
        {tail.letGo > 0 && <span>{formatExactCount(tail.letGo)} let go while paused</span>}
      </p>
      <Button variant="subtle" onClick={clear}>
        Clear
      </Button>
      <ExportMenu label={label} columns={SAVED_COLUMNS} rows={rows} />
    </div>
  );
}

function Waiting({ live }: { live: LiveTail<Span | Log> }): ReactNode {
  if (live.connection === "connecting") return <Empty title="Connecting">The first records follow in a moment.</Empty>;
  if (live.tail.held === "asked")
    return <Empty title="Paused">Press Go on, or the space bar, to see what comes in.</Empty>;
  return (
    <Empty title="Listening">
      What matches appears here about three seconds after it came in. Records whose own time is more than an hour old
      are not among it: a search finds those.
    </Empty>
  );
}
