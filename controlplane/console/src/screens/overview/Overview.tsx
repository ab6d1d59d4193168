import { SegmentedControl } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useMemo, useState } from "react";

import { api } from "@/api/client";
import { useHeld } from "@/api/useHeld";
import { Answered, Empty } from "@/kit/states";
import { DataTable, ExportMenu } from "@/kit/table/DataTable";
import { useTime } from "@/time/TimeContext";

import { useColumns } from "./columns";
import { LostNotice } from "./LostNotice";
import css from "./Overview.module.css";
import { Panels } from "./Panels";
import { compared, filtered, type RedRow, stepSeconds } from "./red";

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
  const now = useHeld(
    api.useQuery("get", "/api/v1/red", { params: { query: { ...query, ...asked, step_s } } }),
    question,
  );
  const before = useHeld(api.useQuery("get", "/api/v1/red", { params: { query: { ...query, ...earlier } } }), question);

  return (
    <Answered query={now}>
      {({ rows }) =>
        rows.length > 0 || (before.data?.rows.length ?? 0) > 0 ? (
          <Red now={rows} before={before.data?.rows} />
        ) : (
          <Nothing />
        )
      }
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

function Red({ now, before }: { now: readonly RedRow[]; before: readonly RedRow[] | undefined }) {
  const { group, service, filter = "", sort = "-calls" } = route.useSearch();
  const navigate = route.useNavigate();
  const isByOperation = group === "operation";
  // Until the window before has answered nothing is called new or gone.
  const rows = useMemo(() => compared(now, before ?? now), [now, before]);
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => filtered(rows, wanted), [rows, wanted]);
  const columns = useColumns(isByOperation, rows);
  const label = isByOperation ? "Operations" : "Services";

  return (
    <>
      <LostNotice />
      <Panels rows={now} before={before} />
      <div className={css["toolbar"]}>
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
        <ServiceChip />
        <Filter />
        <p className={css["count"]} role="status">
          {shown.length === rows.length
            ? `${rows.length} rows`
            : `${shown.length} of ${rows.length}; the filter hides the others`}
        </p>
        <ExportMenu label={label} columns={columns} rows={shown} />
      </div>
      {shown.length > 0 ? (
        <DataTable
          label={label}
          columns={columns}
          rows={shown}
          rowKey={({ key }) => key}
          sort={sort}
          onSort={(by) => void navigate({ search: (search) => ({ ...search, sort: by as typeof sort }) })}
          isFaded={({ isGone }) => isGone}
        />
      ) : (
        <Empty title="No name holds these words" compact>
          The filter looks at the names of services and operations.
        </Empty>
      )}
    </>
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
      aria-label={`Show the operations of all services, not only of ${service}`}
      onClick={() => void navigate({ search: (search) => ({ ...search, service: undefined }) })}
    >
      of {service} <IconX aria-hidden />
    </button>
  );
}

// The address follows once the fingers rest; a history entry per letter would make "back" useless.
const REST_MS = 250;

function Filter() {
  const { filter = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(filter);
  const [shown, setShown] = useState(filter);
  if (shown !== filter) {
    setShown(filter);
    setText(filter);
  }
  useEffect(() => {
    if (text === filter) return;
    const timer = setTimeout(
      () => void navigate({ search: (search) => ({ ...search, filter: text || undefined }), replace: true }),
      REST_MS,
    );
    return () => clearTimeout(timer);
  }, [text, filter, navigate]);
  return (
    <label className={css["filter"]}>
      <IconFilter aria-hidden />
      <input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Filter by name"
        aria-label="Filter by name"
        spellCheck={false}
      />
    </label>
  );
}
