/**
 * The one way to the API: typed by `schema.d.ts`, which is generated from the server's OpenAPI description.
 *
 * `api.useQuery("get", "/api/v1/…", { params })` in a component; `client.GET(…)` outside of one. Both reject with
 * `ProblemError`, so every error that reaches a screen has words and a way out.
 */
import { QueryClient } from "@tanstack/react-query";
import createClient, { type Middleware } from "openapi-fetch";
import createQueryHooks from "openapi-react-query";

import { isWorthRetrying, problemOf, retryDelayMs } from "./problem";
import type { components, paths } from "./schema";

/** The answers of the API by their name there: `Schema<"TraceSummary">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** Where the console is served, without a slash at the end: '' at the root of a host. */
export const BASE_PATH = new URL(document.baseURI).pathname.replace(/\/$/, "");

/** An address of the API for what does not go through the client: downloads and event streams. */
export function apiUrl(path: `/api/${string}`, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${BASE_PATH}${path}${search ? `?${search}` : ""}`;
}

const failing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemOf(response);
  },
};

export const client = createClient<paths>({ baseUrl: new URL(BASE_PATH, document.baseURI).href.replace(/\/$/, "") });
client.use(failing);

export const api = createQueryHooks(client);

/** A minute: going back to a screen shows what was there at once; a refresh asks anew by a new range. */
const STALE_MS = 60_000;

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        gcTime: 2 * STALE_MS,
        retry: isWorthRetrying,
        retryDelay: retryDelayMs,
        refetchOnWindowFocus: false,
        // Chromium's idea of being online is about the internet; camelops is often on this machine.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
