import css from "./charts.module.css";
import { sparkPath, tickPath } from "./spark";

const WIDTH = 96;
const HEIGHT = 20;

/** A small line of counts or lengths; what is in `marks` (errors) is drawn as ticks below. The numbers are beside it. */
export function Sparkline({
  values,
  marks,
  max,
}: {
  values: readonly (number | null)[];
  marks?: readonly number[];
  max?: number;
}) {
  const highest = max ?? Math.max(...values.map((value) => value ?? 0), 0);
  const { line, area } = sparkPath(values, highest, WIDTH, HEIGHT - 2);
  return (
    <svg
      className={css["spark"]}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path className={css["sparkArea"]} d={area} />
      <path className={css["sparkLine"]} d={line} />
      {marks !== undefined && <path className={css["sparkMark"]} d={tickPath(marks, WIDTH, HEIGHT)} />}
    </svg>
  );
}
