import { Answered, Empty, Notice } from "@/kit/states";
import { ServiceName } from "@/kit/ServiceName";
import { type Column, Cut, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { valueText, visible } from "@/kit/values";
import { formatExactCount } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatTime, type Zone } from "@/time/zones";

import type { LogRecord } from "./data/source";
import { Severity, useLogs } from "./panel/SpanLogs";
import css from "./Trace.module.css";
import { rowOf } from "./tree/skeleton";
import type { View } from "./useView";

/** All log records of the trace, by time; each leads to its span. */
export function TraceLogs({ view }: { view: View }) {
  const { zone } = useTime();
  const query = useLogs(view.source, undefined);
  const columns = columnsOf(view, zone);
  return (
    <div className={css["table"]}>
      <Answered query={query}>
        {({ logs, complete }) =>
          logs.length === 0 ? (
            <Empty title="Nothing was logged in this trace">
              Log records are found here when they carry the trace’s id: OpenTelemetry’s log appenders add it.
            </Empty>
          ) : (
            <>
              {!complete && (
                <Notice>The first {formatExactCount(logs.length)} records are shown, and there are more.</Notice>
              )}
              <div className={css["tableTools"]}>
                <ExportMenu label="Logs of the trace" columns={columns} rows={logs} />
              </div>
              <DataTable
                label="Logs of the trace"
                columns={columns}
                rows={logs.map((log, place) => ({ ...log, cursor: String(place) }))}
                rowKey={(log) => log.cursor}
              />
            </>
          )
        }
      </Answered>
    </div>
  );
}

function OfSpan({ view, log }: { view: View; log: LogRecord }) {
  const row = rowOf(view.trace, log.span_id);
  const text = valueText(log.body);
  if (row < 0) return <Cut text={text} />;
  return (
    <button type="button" className={css["link"]} onClick={() => view.choose(row)}>
      <Cut text={text} />
    </button>
  );
}

function columnsOf(view: View, zone: Zone): Column<LogRecord>[] {
  return [
    {
      id: "time",
      header: "Time",
      width: "8.5rem",
      cell: (log) => <span title={log.time_unix_ns}>{formatTime(parseNs(log.time_unix_ns), zone, 6)}</span>,
      value: (log) => log.time_unix_ns,
    },
    {
      id: "severity",
      header: "Severity",
      width: "6rem",
      cell: (log) => (
        <span className={css["severity"]}>
          <Severity log={log} /> {visible(log.severity)}
        </span>
      ),
      value: (log) => log.severity_number,
    },
    {
      id: "service",
      header: "Service",
      width: "12rem",
      cell: (log) => <ServiceName name={log.service} />,
      value: (log) => log.service,
      isSecondary: true,
    },
    {
      id: "body",
      header: "Record",
      cell: (log) => <OfSpan view={view} log={log} />,
      value: (log) => valueText(log.body),
    },
  ];
}
