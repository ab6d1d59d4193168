import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useRef } from "react";

import { Empty } from "@/kit/states";
import { type Column, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { useRowKeys } from "@/kit/useRowKeys";

import { callColumns, serviceColumns } from "./columns";
import { callKey } from "./estate";
import css from "./Map.module.css";
import type { SORTS } from "./route";
import type { MapState } from "./useMap";

const route = getRouteApi("/service-map");

/** The services of the map, with the same numbers. */
export function ServiceTable({ map: { shown, units, choose } }: { map: MapState }) {
  const columns = useMemo(() => serviceColumns(units, choose), [units, choose]);
  return (
    <Table
      label="Services"
      what="service"
      note="What each service was asked: its spans of kind server and consumer."
      columns={columns}
      rows={shown.services}
      rowKey={({ service }) => service}
    />
  );
}

/** The calls of the map: who, whom, and the same numbers. */
export function CallTable({ map: { shown, units, choose } }: { map: MapState }) {
  const columns = useMemo(() => callColumns(units, choose), [units, choose]);
  return (
    <Table
      label="Dependencies"
      what="dependency"
      note="Spans whose parent is a span of another service; durations are of the called spans."
      columns={columns}
      rows={shown.calls}
      rowKey={callKey}
    />
  );
}

interface TableProps<Row> {
  label: string;
  what: string;
  note: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

function Table<Row>({ label, what, note, columns, rows, rowKey }: TableProps<Row>) {
  const { sort = "-calls" } = route.useSearch();
  const navigate = route.useNavigate();
  const place = useRef<HTMLDivElement>(null);
  useRowKeys(place, what, "Service map");
  if (rows.length === 0)
    return (
      <Empty title="No calls between services" compact>
        A call is a span whose parent is a span of another service. Choose a longer time at the top right, or see
        whether the services hand on the trace context (traceparent).
      </Empty>
    );
  return (
    <div ref={place}>
      <div className={css["bar"]}>
        <p className={css["note"]}>{note}</p>
        <ExportMenu label={label} columns={columns} rows={rows} />
      </div>
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        sort={sort}
        onSort={(by) =>
          void navigate({ search: (old) => ({ ...old, sort: by as (typeof SORTS)[number] }), resetScroll: false })
        }
      />
    </div>
  );
}
