import { getRouteApi } from "@tanstack/react-router";
import { type CSSProperties, useMemo, useRef } from "react";

import { useChange } from "@/app/useChange";
import { type Column, DataTable, ExportMenu } from "@/kit/table/DataTable";
import { useRowKeys } from "@/kit/useRowKeys";
import { visible } from "@/kit/values";
import { withTerm } from "@/search/language";
import { counted } from "@/time/formats";

import css from "./Metrics.module.css";
import type { MetricsSearch } from "./route";
import type { Line } from "./series";

const route = getRouteApi("/metrics-explorer");

interface Props {
  lines: readonly Line[];
  colours: readonly `--${string}`[];
  format: (value: number) => string;
  onQuery: (query: string) => void;
}

interface Row extends Line {
  colour: `--${string}`;
}

/** The legend, with numbers: a press shows a line alone, and shows all again. */
export function SeriesTable({ lines, colours, format, onQuery }: Props) {
  const { only, sort } = route.useSearch();
  const change = useChange<MetricsSearch>(route);
  const place = useRef<HTMLDivElement>(null);
  useRowKeys(place, "line", "Metrics");
  const rows = useMemo<Row[]>(
    () => lines.map((line, index) => ({ ...line, colour: colours[index] ?? "--service-0" })),
    [lines, colours],
  );
  const columns = useMemo(() => columnsOf(format, onQuery), [format, onQuery]);
  return (
    <div ref={place}>
      <div className={css["toolbar"]}>
        <p role="status">
          {only === undefined
            ? counted(lines.length, "line")
            : `${lines.filter(({ name }) => only.includes(name)).length} of ${counted(lines.length, "line")} shown`}
          {only !== undefined && (
            <button type="button" className={css["act"]} onClick={() => change({ only: undefined })}>
              Show all
            </button>
          )}
        </p>
        <ExportMenu label="Series" columns={columns} rows={rows} />
      </div>
      <DataTable
        label="Series"
        columns={columns}
        rows={rows}
        rowKey={({ name }) => name}
        sort={sort}
        onSort={(by) => change({ sort: by })}
        isFaded={({ name }) => only !== undefined && !only.includes(name)}
      />
    </div>
  );
}

const NUMBERS = [
  ["last", "Last"],
  ["min", "Lowest"],
  ["avg", "Average"],
  ["max", "Highest"],
] as const;

function columnsOf(format: Props["format"], onQuery: Props["onQuery"]): Column<Row>[] {
  return [
    {
      id: "series",
      header: "Series",
      cell: (row) => <SeriesName row={row} onQuery={onQuery} />,
      value: ({ name }) => name,
    },
    ...NUMBERS.map(([id, header]): Column<Row> => ({
      id,
      header,
      isNumber: true,
      width: "8rem",
      cell: ({ [id]: value }) => <Amount value={value} format={format} />,
      value: (row) => row[id],
    })),
  ];
}

function Amount({ value, format }: { value: number | undefined; format: Props["format"] }) {
  return value === undefined ? "–" : <span title={String(value)}>{format(value)}</span>;
}

function SeriesName({ row: { name, colour, group }, onQuery }: { row: Row; onQuery: Props["onQuery"] }) {
  const { q = "", only } = route.useSearch();
  const change = useChange<MetricsSearch>(route);
  const isAlone = only?.length === 1 && only[0] === name;
  return (
    <span className={css["series"]}>
      <button
        type="button"
        aria-pressed={isAlone}
        title={Object.entries(group)
          .map(([key, value]) => visible(`${key}: ${value}`))
          .join("\n")}
        onClick={() => change({ only: isAlone ? undefined : [name] })}
      >
        <i style={{ "--colour": `var(${colour})` } as CSSProperties} aria-hidden />
        <span>{visible(name)}</span>
      </button>
      {Object.keys(group).length > 0 && (
        <button
          type="button"
          className={css["narrow"]}
          onClick={() => onQuery(Object.entries(group).reduce((text, [key, value]) => withTerm(text, key, value), q))}
        >
          Only these series
        </button>
      )}
    </span>
  );
}
