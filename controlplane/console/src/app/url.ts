/**
 * Search parameters as text, readable in the address bar: `?q=service:orders+status:error&from=now-1h`.
 *
 * A value is text, a repeated key a list. What they mean is each route's own business (`validateSearch`).
 */

export type UrlSearch = Record<string, string | string[]>;

// Safe in a query string, and needed by nearly every search and moment.
const READABLE: Record<string, string> = {
  "%3A": ":",
  "%2F": "/",
  "%2C": ",",
  "%40": "@",
  "%3E": ">",
  "%3C": "<",
  "%7E": "~",
  "%20": "+",
};

export function parseSearch(text: string): UrlSearch {
  const found: UrlSearch = {};
  const parameters = new URLSearchParams(text);
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key);
    found[key] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return found;
}

/** Leaves out what is undefined, empty text and empty lists. Starts with `?` unless there is nothing. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== undefined && each !== null && each !== "")
      .map((each) => `${encode(key)}=${encode(String(each))}`),
  );
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/%3A|%2F|%2C|%40|%3E|%3C|%7E|%20/g, (found) => READABLE[found] ?? found);
}
