import type { ReactNode } from "react";

import { ATTENTION_SAID, errorShare } from "@/kit/attention";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import type { Column } from "@/kit/table/DataTable";
import { formatDuration, formatExactDuration, formatShare } from "@/time/formats";

import type { Calls, Choice, Service } from "./estate";
import { callRate, countSaid, nameOf, serviceRate, type Units } from "./figures";
import css from "./Map.module.css";

type Choosing = (choice: Choice) => void;

export function serviceColumns(units: Units, choose: Choosing): Column<Service>[] {
  return [
    {
      id: "service",
      header: "Service",
      value: ({ service }) => service,
      cell: ({ service }) => (
        <Choose choice={{ service }} choose={choose}>
          <ServiceName name={service} />
        </Choose>
      ),
    },
    ...numbers<Service>(units, serviceRate, false),
  ];
}

export function callColumns(units: Units, choose: Choosing): Column<Calls>[] {
  return [
    {
      id: "caller",
      header: "Caller",
      value: ({ caller }) => caller,
      cell: ({ caller, callee }) => (
        <Choose
          choice={{ service: caller, callee }}
          choose={choose}
          label={`${nameOf(caller)} calls ${nameOf(callee)}`}
        >
          <ServiceName name={caller} />
        </Choose>
      ),
    },
    {
      id: "callee",
      header: "Callee",
      value: ({ callee }) => callee,
      cell: ({ callee }) => <ServiceName name={callee} />,
      width: "30%",
    },
    ...numbers<Calls>(units, callRate, units.oneIn > 1),
  ];
}

function numbers<Row extends Service | Calls>(
  units: Units,
  rate: (row: Row, units: Units) => string,
  isEstimated: boolean,
): Column<Row>[] {
  return [
    {
      id: "calls",
      header: isEstimated ? "Calls (estimated)" : "Calls",
      isNumber: true,
      value: ({ calls }) => calls,
      cell: (row) => <span title={countSaid(row.calls, isEstimated)}>{rate(row, units)}</span>,
      width: isEstimated ? "10rem" : "8rem",
    },
    {
      id: "errors",
      header: "Errors",
      isNumber: true,
      explained: `Share of calls with status Error; marked ${ATTENTION_SAID}`,
      value: errorShare,
      cell: (row) => (
        <span className={css["errors"]} data-attention={row.attention}>
          {row.attention !== undefined && (
            <StatusMark status={row.attention === "bad" ? "error" : "warning"} label="Needs a look:" />
          )}
          {row.calls > 0 ? formatShare(errorShare(row)) : "–"}
        </span>
      ),
      width: "7rem",
    },
    { ...duration<Row>("p50", ({ p50_ns }) => p50_ns), isSecondary: true },
    duration<Row>("p95", ({ p95_ns }) => p95_ns),
  ];
}

function duration<Row extends Service | Calls>(id: string, of: (row: Row) => number): Column<Row> {
  return {
    id,
    header: id,
    isNumber: true,
    value: (row) => (row.calls > 0 ? of(row) : undefined),
    cell: (row) =>
      row.calls > 0 ? <span title={formatExactDuration(Math.round(of(row)))}>{formatDuration(of(row))}</span> : "–",
    width: "7rem",
  };
}

interface ChooseProps {
  choice: Choice;
  choose: Choosing;
  label?: string;
  children: ReactNode;
}

function Choose({ choice, choose, label, children }: ChooseProps) {
  return (
    <button type="button" className={css["choose"]} aria-label={label} onClick={() => choose(choice)}>
      {children}
    </button>
  );
}
