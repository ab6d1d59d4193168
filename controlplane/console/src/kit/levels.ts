/** Levels of severity as OpenTelemetry numbers them: 0 is unknown, then four numbers each. Pure. */

export const LEVELS = ["unknown", "trace", "debug", "info", "warn", "error", "fatal"] as const;
export type Level = (typeof LEVELS)[number];

export function levelOf(severityNumber: number): Level {
  return LEVELS[severityNumber > 0 ? Math.min(Math.ceil(severityNumber / 4), LEVELS.length - 1) : 0] ?? "unknown";
}

/** In a chart: what is wrong in its colour and at the bottom, the rest in greys that step back. */
export const LEVEL_COLOURS: Record<Level, `--${string}`> = {
  fatal: "--error",
  error: "--error-fill",
  warn: "--warning-fill",
  info: "--line-control",
  debug: "--line-strong",
  trace: "--line",
  unknown: "--line",
};

/** From the worst to the least: as they are stacked, and as they are listed. */
export const WORST_FIRST: readonly Level[] = [...LEVELS].toReversed();
