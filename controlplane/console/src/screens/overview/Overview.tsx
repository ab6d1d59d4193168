import { SegmentedControl } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useDeferredValue, useMemo } from "react";

import { api } from "@/api/client";
import { useHeld, useHeldOf } from "@/api/useHeld";
import { useTypedText } from "@/app/address";
import { useChange } from "@/app/useChange";
import { Answered, ComparisonNotice, Empty, Notice } from "@/kit/states";
import { type Column, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { counted, formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { useColumns } from "./columns";
import { LostNotice } from "./LostNotice";
import css from "./Overview.module.css";
import type { OverviewSearch } from "./route";
import { Panels } from "./Panels";
import { compared, type Compared, filtered, type RedRow, stepSeconds } from "./red";

const route = getRouteApi("/");

// A sparkline has about as many pixels; charts above are as fine as it makes sense to compare by eye.
const POINTS = 60;

/** Rate, errors and duration of everything, and what changed against the window before. */
export function Overview() {
  const { group, service } = route.useSearch();
  const { asked, range, previous } = useTime();
  const query = { group: group ?? "service", ...(service === undefined ? {} : { service }) } as const;
  const step_s = stepSeconds(range.endNs - range.startNs, POINTS);
  const earlier = { start_unix_ns: String(previous.startNs), end_unix_ns: String(previous.endNs) };
  const question = JSON.stringify(query);
  const seconds = Number(range.endNs - range.startNs) / 1e9;
  const now = useHeldOf(
    api.useQuery("get", "/api/v1/red", { params: { query: { ...query, ...asked, step_s } } }),
    question,
    seconds,
  );
  // Of another length there is nothing to compare with.
  const before = useHeld(
    api.useQuery("get", "/api/v1/red", { params: { query: { ...query, ...earlier } } }),
    `${question} ${now.of}`,
  );

  return (
    <Answered query={now}>
      {({ rows, complete }) => (
        <>
          <ComparisonNotice before={before} />
          {rows.length > 0 || (before.data?.rows.length ?? 0) > 0 ? (
            <Red
              now={rows}
              before={now.of === seconds ? before.data?.rows : undefined}
              seconds={now.of}
              isComplete={complete !== false}
              isBeforeComplete={before.data?.complete !== false}
            />
          ) : (
            <Nothing />
          )}
        </>
      )}
    </Answered>
  );
}

function Nothing() {
  return (
    <Empty title="No spans in this time">
      Choose a longer time at the top right, or point an OpenTelemetry SDK at <code>{location.hostname}:4317</code>{" "}
      (gRPC) or <code>:4318</code> (HTTP): what it sends is here a second later.
    </Empty>
  );
}

interface RedProps {
  now: readonly RedRow[];
  before: readonly RedRow[] | undefined;
  /** As long as the time is that the rows are of. */
  seconds: number;
  /** False: there are more rows than are there. */
  isComplete: boolean;
  isBeforeComplete: boolean;
}

function Red({ now, before, seconds, isComplete, isBeforeComplete }: RedProps) {
  const { group, filter = "" } = route.useSearch();
  const isByOperation = group === "operation";
  // Until the window before has answered nothing is called new or gone.
  const rows = useMemo(
    () => compared(now, before ?? now, { isComplete, isBeforeComplete }),
    [now, before, isComplete, isBeforeComplete],
  );
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => filtered(rows, wanted), [rows, wanted]);
  const columns = useColumns(isByOperation, rows, seconds);
  const label = isByOperation ? "Operations" : "Services";

  return (
    <>
      <LostNotice />
      {!isComplete && <CutNotice label={label.toLowerCase()} rows={now.length} />}
      <Panels rows={now} before={before} seconds={seconds} />
      <div className={css["toolbar"]}>
        <RowPer />
        <ServiceChip />
        <Filter />
        <p className={css["count"]} role="status">
          {shown.length === rows.length
            ? counted(rows.length, "row")
            : `${formatExactCount(shown.length)} of ${formatExactCount(rows.length)}; the filter hides the others`}
        </p>
        <ExportMenu label={label} columns={columns} rows={shown} />
      </div>
      <Rows label={label} columns={columns} rows={shown} />
    </>
  );
}

/** The numbers above are sums of the rows: both lack what is not listed. */
function CutNotice({ label, rows }: { label: string; rows: number }) {
  return (
    <Notice>
      There are more {label}: the {formatExactCount(rows)} that were called most are listed, and the numbers and charts
      are of these. A shorter time{label === "operations" ? ", or the operations of one service," : ""} has fewer.
    </Notice>
  );
}

function RowPer() {
  const { group, service } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <SegmentedControl
      aria-label="A row per"
      value={group ?? "service"}
      onChange={(value) => {
        const chosen = value === "operation" ? value : undefined;
        void navigate({
          search: (search) => ({ ...search, group: chosen, service: chosen === undefined ? undefined : service }),
        });
      }}
      data={[
        { value: "service", label: "Services" },
        { value: "operation", label: "Operations" },
      ]}
    />
  );
}

function Rows({ label, columns, rows }: { label: string; columns: Column<Compared>[]; rows: readonly Compared[] }) {
  const { sort = "-calls" } = route.useSearch();
  const navigate = route.useNavigate();
  if (rows.length === 0)
    return (
      <Empty title="No name holds these words" compact>
        The filter looks at the names of services and operations.
      </Empty>
    );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      sort={sort}
      onSort={(by) => void navigate({ search: (search) => ({ ...search, sort: by as typeof sort }) })}
      isFaded={({ isGone }) => isGone}
    />
  );
}

function ServiceChip() {
  const { service } = route.useSearch();
  const navigate = route.useNavigate();
  if (service === undefined) return null;
  return (
    <button
      type="button"
      className={css["chip"]}
      title={visible(service)}
      aria-label={`Show the operations of all services, not only of ${visible(service)}`}
      onClick={() => void navigate({ search: (search) => ({ ...search, service: undefined }) })}
    >
      <span>of {visible(service)}</span> <IconX aria-hidden />
    </button>
  );
}

function Filter() {
  const { filter = "" } = route.useSearch();
  const change = useChange<OverviewSearch>(route);
  // A history entry per letter would make "back" useless.
  const [text, type] = useTypedText(filter, (next) => change({ filter: next || undefined }));
  return (
    <label className={css["filter"]}>
      <IconFilter aria-hidden />
      <input
        type="search"
        value={text}
        onChange={(event) => type(event.target.value)}
        placeholder="Filter by name"
        aria-label="Filter by name"
        spellCheck={false}
      />
    </label>
  );
}
