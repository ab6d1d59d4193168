import { LevelMark } from "@/kit/LevelMark";
import { levelOf } from "@/kit/levels";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import { formatDuration } from "@/time/formats";
import { useTime } from "@/time/TimeContext";
import { formatInstant, formatTime } from "@/time/zones";

import css from "./Live.module.css";
import { isLog, type Log, type Span, textOf, timeOf } from "./rows";

/** A span or a log record in one line. */
export function Cells({ row }: { row: Span | Log }) {
  const { zone } = useTime();
  const ns = timeOf(row);
  const time = <time title={formatInstant(ns, zone, 9)}>{formatTime(ns, zone, 3)}</time>;
  const service = <ServiceName name={row.service} />;
  const text = (
    <span className={css["text"]} title={textOf(row)}>
      {textOf(row)}
    </span>
  );
  if (isLog(row))
    return (
      <span className={css["log"]}>
        {time}
        <LevelMark level={levelOf(row.severity_number)} word={row.severity} />
        {service}
        {text}
      </span>
    );
  return (
    <span className={css["span"]}>
      {time}
      <span className={css["status"]}>{row.status === "Error" && <StatusMark status="error" />}</span>
      {service}
      {text}
      <small>{row.kind}</small>
      <b>{formatDuration(row.duration_ns)}</b>
    </span>
  );
}
