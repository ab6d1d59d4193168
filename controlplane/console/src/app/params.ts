/**
 * Readers of search parameters, for `validateSearch` of a route. What cannot be read is left out: a link from an older
 * or newer console opens with what it shares with this one.
 */

type Raw = Record<string, unknown>;

export function text(search: Raw, key: string): string | undefined {
  const value = search[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function list(search: Raw, key: string): string[] | undefined {
  const value = search[key];
  const values = (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  );
  return values.length > 0 ? values : undefined;
}

export function integer(search: Raw, key: string, min: number, max: number): number | undefined {
  const value = search[key];
  const number =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^-?\d{1,15}$/.test(value)
        ? Number(value)
        : Number.NaN;
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

export function oneOf<T extends string>(search: Raw, key: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === search[key]);
}

/** Nanoseconds since 1970, in decimal digits. */
export function moment(search: Raw, key: string): string | undefined {
  const value = search[key];
  return typeof value === "string" && /^\d{1,19}$/.test(value) ? value : undefined;
}

/** `column` or `-column` for descending. */
export function sort<T extends string>(search: Raw, key: string, columns: readonly T[]): T | `-${T}` | undefined {
  const value = text(search, key);
  const column = columns.find((each) => each === value?.replace(/^-/, ""));
  return column === undefined ? undefined : value?.startsWith("-") ? `-${column}` : column;
}
