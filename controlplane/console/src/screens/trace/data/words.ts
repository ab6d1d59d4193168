/** Keys and values of one stored trace, for who writes a search in it. */
import { client } from "@/api/client";
import type { KnownKey, KnownValue } from "@/search/suggest";
import { parseNs } from "@/time/ns";

import type { TraceFacts } from "./source";

// Clocks that are off put spans of a trace that far from its start.
const AROUND_NS = 3_600n * 1_000_000_000n;
// As many as one question for facets may name.
const KEYS_MAX = 20;
// Longer keys the API does not take.
const KEY_CHARACTERS_MAX = 1_024;
const VALUES_MAX = 50;

type Facts = Pick<TraceFacts, "trace_id" | "start_unix_ns" | "duration_ns">;

/** Fields of the search language, then the attributes of this trace that begin with the text. */
export async function keysOf(prefix: string, facts: Facts, signal: AbortSignal): Promise<readonly KnownKey[]> {
  const query = { ...timesOf(facts), signal: "traces" as const, prefix };
  const { data } = await client.GET("/api/v1/suggest/keys", { params: { query }, signal });
  const keys = data?.keys ?? [];
  const attributes = keys
    .filter(({ key, source }) => source !== "field" && key.length <= KEY_CHARACTERS_MAX)
    .slice(0, KEYS_MAX);
  // The rollup knows the keys of all traces of the hours; which of them this one has, its spans say.
  const counted =
    attributes.length === 0
      ? []
      : await facetsOf(
          attributes.map(({ key }) => key),
          1,
          facts,
          signal,
        );
  const counts = new Map(counted.map(({ key, values, others }) => [key, others + (values[0]?.count ?? 0)]));
  return [
    ...keys.filter(({ source }) => source === "field"),
    ...attributes.flatMap((each) => {
      const count = counts.get(each.key);
      return count === undefined ? [] : [{ ...each, count }];
    }),
  ];
}

/** None for keys whose values are measured or unique: the API counts no such values. */
export async function valuesOf(key: string, facts: Facts, signal: AbortSignal): Promise<readonly KnownValue[]> {
  if (UNCOUNTED.has(key)) return [];
  const [found] = await facetsOf([key], VALUES_MAX, facts, signal);
  return found?.values ?? [];
}

const UNCOUNTED = new Set(["duration", "trace", "trace_id", "span_id", "parent_id", "exchange", "camel.exchange.id"]);

async function facetsOf(key: string[], values: number, facts: Facts, signal: AbortSignal) {
  const query = { ...timesOf(facts), signal: "traces" as const, query: `trace:${facts.trace_id}`, key, values };
  const { data } = await client.GET("/api/v1/facets", { params: { query }, signal });
  return data?.facets ?? [];
}

function timesOf({ start_unix_ns, duration_ns }: Facts) {
  const start = parseNs(start_unix_ns);
  return {
    start_unix_ns: String(start > AROUND_NS ? start - AROUND_NS : 0n),
    end_unix_ns: String(start + BigInt(duration_ns) + AROUND_NS),
  };
}
