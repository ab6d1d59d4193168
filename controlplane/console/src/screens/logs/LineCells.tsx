import { LevelMark } from "@/kit/LevelMark";
import { levelOf } from "@/kit/levels";
import { ServiceName } from "@/kit/ServiceName";
import { lineOf } from "@/kit/values";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant, formatTime } from "@/time/zones";

import css from "./Logs.module.css";
import type { LogRecord } from "./records";

/** What every line shows of a record: level, time, service, text. */
export function LineCells({ record, isOneDay }: { record: LogRecord; isOneDay: boolean }) {
  const { zone } = useTime();
  const time = parseNs(record.time_unix_ns);
  return (
    <>
      <LevelMark level={levelOf(record.severity_number)} word={record.severity} />
      <time title={formatInstant(time, zone, 9)}>{(isOneDay ? formatTime : formatInstant)(time, zone, 3)}</time>
      <ServiceName name={record.service} />
      <span className={css["text"]}>{lineOf(record)}</span>
    </>
  );
}
