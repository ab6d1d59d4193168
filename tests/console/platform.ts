/** Starts the platform before the first browser test and ends it after the last one. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import type { TestProject } from "vitest/node";

const ROOT = new URL("../..", import.meta.url).pathname;

export interface Platform {
  url: string;
  otlpHttpUrl: string;
  /** When the last of the telemetry was sent. */
  startedUnixNs: string;
}

declare module "vitest" {
  interface ProvidedContext {
    platform: Platform;
  }
}

export default async function setup(
  project: TestProject,
): Promise<() => Promise<void>> {
  const running = spawn(
    `${ROOT}.venv/bin/python`,
    ["-m", "tests.console.platform"],
    {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const ended = new Promise<void>((resolve) =>
    running.once("exit", () => resolve()),
  );
  const lines = createInterface({ input: running.stdout });
  const first = await Promise.race([
    new Promise<string>((resolve) => lines.once("line", resolve)),
    ended,
  ]);
  if (first === undefined)
    throw new Error(
      "the platform ended before it was ready; its output is above",
    );
  project.provide("platform", JSON.parse(first) as Platform);
  return async () => {
    running.stdin.end();
    await ended;
  };
}
