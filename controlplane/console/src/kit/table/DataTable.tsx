import { Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDownload } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";

import { usePreferences } from "@/app/preferences";
import { useRowWalk } from "@/kit/useRowWalk";
import { visible } from "@/kit/values";
import { counted } from "@/time/formats";

import { type Cell, csv, download, jsonLines } from "./export";
import css from "./DataTable.module.css";
import { parseSort, sorted, type SortValue } from "./sorting";

export interface Column<Row> {
  /** In the address bar and in files. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Exact, for sorting and files. Without it the column can be neither sorted nor saved. */
  value?: (row: Row) => SortValue;
  isNumber?: boolean;
  /** CSS length at the right that belongs to a second thing in the cell: the header ends before it, as the number does. */
  inset?: string;
  /** Steps aside where the table is narrow; still sorted by, and still saved. */
  isSecondary?: boolean;
  /** CSS width; one column without takes the rest. */
  width?: string;
  /** What the header means, on hover. */
  explained?: string;
}

export interface DataTableProps<Row> {
  /** For who does not see it, and the name of files. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** `id` or `-id`; the rows' own order without it. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  /** A row that steps back: it is there for completeness. */
  isFaded?: (row: Row) => boolean;
}

// --row of tokens.css: the rows that are not in the page have their height too.
const ROW_REM = { comfortable: 2, compact: 1.5 };
// Rows beyond the screen that are drawn already when scrolling gets there.
const OVERSCAN = 12;

/**
 * Rows in columns: sorted by a click, as many as there are (only those in sight are in the page), saved as CSV or JSON.
 * Arrow keys go from row to row: they move the focus between the rows' first links.
 */
export function DataTable<Row>({ label, columns, rows, rowKey, sort, onSort, isFaded }: DataTableProps<Row>) {
  const { column: sortedBy, isDescending } = parseSort(sort ?? "");
  const value = columns.find(({ id }) => id === sortedBy)?.value;
  const shown = useMemo(
    () => (value === undefined ? [...rows] : sorted(rows, value, isDescending)),
    [rows, value, isDescending],
  );
  const place = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const { scroller, offset } = useScroller(place);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: offset,
    getItemKey: (index) => rowKey(shown[index] as Row),
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rowPx]);
  const inSight = virtual.getVirtualItems();
  const above = (inSight[0]?.start ?? offset) - offset;
  const below = virtual.getTotalSize() - ((inSight.at(-1)?.end ?? offset) - offset);

  const { onKeyDown } = useRowWalk({ place, virtual, count: shown.length });

  return (
    <div ref={place} className={css["place"]}>
      {/* The links within take the focus; the arrow keys only move between them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table className={css["table"]} aria-label={label} aria-rowcount={shown.length + 1} onKeyDown={onKeyDown}>
        <colgroup>
          {columns.map(({ id, width, isSecondary }) => (
            <col key={id} data-secondary={isSecondary || undefined} style={width === undefined ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                order={column.id === sortedBy ? (isDescending ? "descending" : "ascending") : "none"}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {inSight.map(({ index, key }) => {
            const row = shown[index] as Row;
            return (
              <tr key={key} data-index={index} aria-rowindex={index + 2} data-faded={isFaded?.(row) || undefined}>
                {columns.map(({ id, isNumber, isSecondary, cell }) => (
                  <td key={id} data-number={isNumber || undefined} data-secondary={isSecondary || undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

type Order = "ascending" | "descending" | "none";

function HeaderCell<Row>({
  column,
  order,
  onSort,
}: {
  column: Column<Row>;
  order: Order;
  onSort: ((sort: string) => void) | undefined;
}) {
  const { id, header, isNumber = false, isSecondary = false, value, explained, inset } = column;
  const Icon = order === "descending" ? IconArrowDown : IconArrowUp;
  // Numbers are mostly wanted from the highest down, names from A.
  const next = order === "none" ? (isNumber ? `-${id}` : id) : order === "ascending" ? `-${id}` : id;
  return (
    <th
      scope="col"
      style={inset === undefined ? {} : { paddingRight: `calc(${inset} + var(--space-3))` }}
      data-number={isNumber || undefined}
      data-secondary={isSecondary || undefined}
      title={explained}
      {...(value === undefined ? {} : { "aria-sort": order })}
    >
      {value === undefined || onSort === undefined ? (
        header
      ) : (
        <button
          type="button"
          className={css["sort"]}
          data-sorted={order !== "none" || undefined}
          onClick={() => onSort(next)}
        >
          {header}
          <Icon aria-hidden />
        </button>
      )}
    </th>
  );
}

/** A column of files alone: no table shows it. */
export function savedColumn<Row>(id: string, value: NonNullable<Column<Row>["value"]>): Column<Row> {
  return { id, header: id, cell: () => null, value };
}

/** Saves the rows with the exact values of all columns that have one. */
export function ExportMenu<Row>({ label, columns, rows }: Pick<DataTableProps<Row>, "label" | "columns" | "rows">) {
  const save = (kind: "csv" | "json") => {
    const kept = columns.filter((column) => column.value !== undefined);
    const header = kept.map(({ id }) => id);
    const cells = rows.map((row) => kept.map(({ value }): Cell => value?.(row)));
    const name = label.toLowerCase().replaceAll(/\W+/g, "-");
    if (kind === "csv") download(`${name}.csv`, csv(header, cells), "text/csv");
    else download(`${name}.jsonl`, jsonLines(header, cells), "application/x-ndjson");
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={css["tool"]} disabled={rows.length === 0}>
          <IconDownload aria-hidden /> Export
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{counted(rows.length, "row")}, exact values</Menu.Label>
        <Menu.Item onClick={() => save("csv")}>CSV</Menu.Item>
        <Menu.Item onClick={() => save("json")}>JSON, an object a line</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The height that CSS gives a row: the density, and the browser's own letter size. */
function useRowHeight(): number {
  const density = usePreferences((preferences) => preferences.density);
  const letterPx = useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16, []);
  return ROW_REM[density] * letterPx;
}

/** What scrolls the table, and how far below its top the table begins: that moves with whatever is above. */
function useScroller(place: RefObject<HTMLElement | null>): { scroller: HTMLElement | null; offset: number } {
  const [found, setFound] = useState<{ scroller: HTMLElement | null; offset: number }>({ scroller: null, offset: 0 });
  useLayoutEffect(() => {
    const { current } = place;
    let scroller = current?.parentElement ?? null;
    while (scroller !== null && !/auto|scroll/.test(getComputedStyle(scroller).overflowY))
      scroller = scroller.parentElement;
    if (current === null || current.parentElement === null || scroller === null) return;
    const observer = new ResizeObserver(() => {
      const top = current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      setFound((last) =>
        last.scroller === scroller && Math.abs(last.offset - top) < 1 ? last : { scroller, offset: top },
      );
    });
    observer.observe(current.parentElement);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [place]);
  return found;
}

// A cell may have megabytes: more than this no window shows in a line, and no title either.
const CELL_CHARACTERS_MAX = 2_000;

/** For cells that are wider than their column: cut with an ellipsis, whole on hover. */
export function Cut({ text, style }: { text: string; style?: CSSProperties }) {
  const shown = visible(text.length > CELL_CHARACTERS_MAX ? `${text.slice(0, CELL_CHARACTERS_MAX)}…` : text);
  return (
    <span className={css["cut"]} title={shown} style={style}>
      {shown}
    </span>
  );
}
