/** `calls`, `-calls`: by a column, up or down; as it stands in the address bar. */
export function parseSort(text: string): { column: string; isDescending: boolean } {
  return text.startsWith("-") ? { column: text.slice(1), isDescending: true } : { column: text, isDescending: false };
}

export type SortValue = number | bigint | string | undefined;

/** Sorted anew; equal rows keep their order, and rows without a value are last in both directions. */
export function sorted<Row>(rows: readonly Row[], value: (row: Row) => SortValue, isDescending: boolean): Row[] {
  const sign = isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .toSorted((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      if (typeof a.value === "string" && typeof b.value === "string") return sign * a.value.localeCompare(b.value);
      return a.value < b.value ? -sign : a.value > b.value ? sign : 0;
    })
    .map(({ row }) => row);
}
