/** What went wrong, as the API says it (RFC 9457), or as the console says it when nothing answered. */
export interface Problem {
  /** The machine's name of it: the last part of the problem's `type`. */
  kind: string;
  status: number;
  title: string;
  detail: string;
  wayOut: string;
  /** Of a search that could not be read: its text, and the character where it broke, from 1. */
  query?: string;
  column?: number;
}

/** Thrown by every call of the API that was not answered as asked. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** Seconds after which another try makes sense, as the server said. */
  readonly retryAfterS: number | undefined;

  constructor(problem: Problem, retryAfterS?: number) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** Reads the answer of a request that failed. Whatever it holds, there is a problem to show. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string) => (typeof said[key] === "string" ? said[key] : "");
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new ProblemError(
    {
      kind: text("type").split(":").at(-1) || "http",
      status: response.status,
      title: text("title") || response.statusText || `HTTP ${response.status}`,
      detail: text("detail") || `${response.url} answered ${response.status}`,
      wayOut: text("way_out"),
      ...(typeof said["query"] === "string" ? { query: said["query"] } : {}),
      ...(typeof said["column"] === "number" ? { column: said["column"] } : {}),
    },
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  );
}

/** Any error as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) {
    return {
      kind: "unreachable",
      status: 0,
      title: "No answer",
      detail: "camelops does not answer",
      wayOut: "Check that it runs and that this machine reaches it. The console tries again by itself.",
    };
  }
  return {
    kind: "console",
    status: 0,
    title: "A defect of the console",
    detail: error instanceof Error ? error.message : String(error),
    wayOut: "Reload the page. If it comes back, report it with the address of this page.",
  };
}

const TRIES_MAX = 3;
const MAY_PASS = new Set([0, 429, 502, 503, 504]);

/** Whether a query is worth asking again by itself: only what may pass without anybody doing something. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  const { kind, status } = asProblem(error);
  return failures < TRIES_MAX && kind !== "console" && MAY_PASS.has(status);
}

/** Milliseconds before the next try: what the server said, else 0.5, 1, 2 s. */
export function retryDelayMs(failures: number, error: unknown): number {
  const said = error instanceof ProblemError ? error.retryAfterS : undefined;
  return said === undefined ? 500 * 2 ** failures : Math.min(said, 30) * 1_000;
}
