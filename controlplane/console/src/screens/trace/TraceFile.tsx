import { Link } from "@tanstack/react-router";

import { type Column, Cut, DataTable } from "@/kit/table/DataTable";
import { Empty, Notice } from "@/kit/states";
import { StatusMark } from "@/kit/StatusMark";
import { visible } from "@/kit/values";
import { counted, formatDuration, formatExactCount } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant, type Zone } from "@/time/zones";

import { useOpenedFile } from "./data/files";
import type { LoadedTrace } from "./data/source";
import { OpenFile } from "./OpenFile";
import css from "./Trace.module.css";
import { nameOf, serviceOf } from "./tree/skeleton";

/** The traces of a file that was opened, and the way to open one. */
export function TraceFile() {
  const file = useOpenedFile((opened) => opened.file);
  const { zone } = useTime();
  if (file === undefined)
    return (
      <Empty title="Open a trace file">
        Traces that were downloaded here, or that a collector wrote, are shown as stored ones are.
        <OpenFile />
      </Empty>
    );
  return (
    <div className={css["page"]}>
      <div className={css["bar"]}>
        <strong>{visible(file.name)}</strong>
        <span className={css["said"]}>{counted(file.traces.size, "trace")}, not stored</span>
        <button type="button" className={css["toggle"]} onClick={() => useOpenedFile.setState({ file: undefined })}>
          Open another
        </button>
      </div>
      {!file.complete && (
        <Notice>The file has more traces; these are the first {formatExactCount(file.traces.size)}.</Notice>
      )}
      {file.refused.map(({ reason, count }) => (
        <Notice key={reason}>
          {counted(count, "span")} could not be read: {reason}.
        </Notice>
      ))}
      <DataTable
        label="Traces of the file"
        columns={columnsOf(zone)}
        rows={[...file.traces.values()]}
        rowKey={({ facts }) => facts.trace_id}
      />
    </div>
  );
}

function columnsOf(zone: Zone): Column<LoadedTrace>[] {
  return [
    {
      id: "trace",
      header: "Trace",
      cell: ({ facts, trace }) => (
        <Link to="/traces/$traceId" params={{ traceId: facts.trace_id }} search={{ source: "file" }}>
          <Cut text={`${serviceOf(trace, 0)} ${nameOf(trace, 0)}`} />
        </Link>
      ),
      value: ({ facts }) => facts.trace_id,
    },
    {
      id: "start",
      header: "Start",
      width: "14rem",
      cell: ({ facts }) => formatInstant(parseNs(facts.start_unix_ns), zone, 3),
      value: ({ facts }) => facts.start_unix_ns,
    },
    {
      id: "duration",
      header: "Duration",
      width: "8rem",
      isNumber: true,
      cell: ({ facts }) => formatDuration(facts.duration_ns),
      value: ({ facts }) => facts.duration_ns,
    },
    {
      id: "spans",
      header: "Spans",
      width: "6rem",
      isNumber: true,
      cell: ({ facts }) => formatExactCount(facts.spans),
      value: ({ facts }) => facts.spans,
    },
    {
      id: "errors",
      header: "Errors",
      width: "6rem",
      isNumber: true,
      cell: ({ facts }) => (
        <>
          {facts.errors > 0 && <StatusMark status="error" label="" />} {formatExactCount(facts.errors)}
        </>
      ),
      value: ({ facts }) => facts.errors,
    },
  ];
}
