import type { Attention } from "@/kit/attention";
import { STATUS_SHAPES } from "@/kit/StatusMark";

import css from "./Drawing.module.css";

/** Bad: a full diamond; news: a triangle. As everywhere, drawn within a drawing. */
export function Mark({ attention, x, y, size }: { attention: Attention; x: number; y: number; size: number }) {
  return (
    <g className={css["mark"]} data-attention={attention} transform={`translate(${x} ${y}) scale(${size / 12})`}>
      {STATUS_SHAPES[attention === "bad" ? "error" : "warning"]}
    </g>
  );
}
