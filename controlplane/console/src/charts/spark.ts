/** The path of a sparkline: one point per value, a gap where there is none. */
export function sparkPath(
  values: readonly (number | null)[],
  max: number,
  width: number,
  height: number,
): { line: string; area: string } {
  const x = (index: number) => round(values.length === 1 ? width / 2 : (index / (values.length - 1)) * width);
  const y = (value: number) => round(height - 1 - (max > 0 ? value / max : 0) * (height - 2));
  const runs: { index: number; value: number }[][] = [];
  let run: { index: number; value: number }[] | undefined;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      run = undefined;
      continue;
    }
    if (run === undefined) runs.push((run = []));
    run.push({ index, value });
  }
  const points = (each: { index: number; value: number }[]) =>
    each.map(({ index, value }) => `${x(index)} ${y(value)}`).join("L");
  return {
    line: runs.map((each) => `M${points(each)}${each.length === 1 ? "h1" : ""}`).join(""),
    area: runs
      .filter((each) => each.length > 1)
      .map((each) => `M${points(each)}V${height}H${x(each[0]?.index ?? 0)}Z`)
      .join(""),
  };
}

/** A tick at the ground for every value above zero. */
export function tickPath(values: readonly number[], width: number, height: number): string {
  const step = width / Math.max(1, values.length);
  return values
    .map((value, index) =>
      value > 0 ? `M${round(index * step)} ${height - 1}h${round(Math.max(1.5, step - 0.5))}` : "",
    )
    .join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
