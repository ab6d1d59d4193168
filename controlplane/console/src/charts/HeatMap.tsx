import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconChartGridDots, IconTable } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";

import kit from "@/kit/kit.module.css";
import { formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import css from "./charts.module.css";
import type { Heat, Selection } from "./heat";
import { BOTTOM_PX, drawAxes, drawBox, drawCells, LEFT_PX, TOP_PX } from "./heatDrawing";
import { HeatTip, sayBox } from "./HeatTip";
import { HeatTwin } from "./HeatTwin";
import { useHeatBox } from "./useHeatBox";

export interface HeatMapProps {
  /** What is drawn, for who does not see it. */
  label: string;
  heat: Heat;
  height?: number;
  selection?: Selection | undefined;
  /** A drag, or Enter on cells chosen by arrow keys; undefined when the selection is given up. */
  onSelect: (selection: Selection | undefined) => void;
}

/**
 * Spans by time and duration. A box is drawn by mouse, or by keyboard: arrows move, with Shift they stretch, Enter
 * selects, Escape gives up. A table has the same numbers.
 */
export function HeatMap({ label, heat, height = 200, selection, onSelect }: HeatMapProps) {
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? IconChartGridDots : IconTable;
  const total = useMemo(
    () => heat.counts.reduce((sum, column) => sum + column.reduce((inner, count) => inner + count, 0), 0),
    [heat],
  );
  return (
    <figure className={css["chart"]} aria-label={label}>
      {asTable ? (
        <HeatTwin label={label} heat={heat} />
      ) : total === 0 ? (
        <div className={css["empty"]} style={{ height }}>
          Nothing in this time
        </div>
      ) : (
        <Map label={label} heat={heat} height={height} selection={selection} onSelect={onSelect} total={total} />
      )}
      <div className={css["tools"]}>
        <button
          type="button"
          className={kit["copy"]}
          aria-label={asTable ? `Show ${label} as a map` : `Show ${label} as a table`}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon aria-hidden />
        </button>
      </div>
    </figure>
  );
}

function Map({ label, heat, height = 200, selection, onSelect, total }: HeatMapProps & { total: number }) {
  const { zone } = useTime();
  const scheme = useComputedColorScheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const plotWidth = Math.max(0, width - LEFT_PX);
  const plotHeight = height - BOTTOM_PX - TOP_PX;
  const { box, told, isByKeys, acts } = useHeatBox(heat, { plotWidth, plotHeight }, selection, onSelect);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || width === 0 || canvas.current === null) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(height * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawCells(context, heat, plotWidth, plotHeight);
    drawAxes(context, heat, zone, plotWidth, plotHeight);
    if (box !== undefined) drawBox(context, heat, box, plotWidth, plotHeight);
    // Colours are read from the page: another scheme has others.
  }, [heat, box, width, height, plotWidth, plotHeight, zone, scheme]);

  return (
    <div ref={ref} className={css["heat"]}>
      <canvas
        ref={canvas}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-label={`${label}: ${formatCount(total)} in ${heat.counts.length} steps of time and ${heat.boundsNs.length - 1} bands of duration. Arrow keys choose cells, Shift stretches the choice, Enter selects.`}
        {...acts}
      />
      {told !== undefined && (
        <HeatTip heat={heat} box={told} zone={zone} plotWidth={plotWidth} plotHeight={plotHeight} />
      )}
      <VisuallyHidden role="status">{isByKeys && told !== undefined ? sayBox(heat, told, zone) : ""}</VisuallyHidden>
    </div>
  );
}
