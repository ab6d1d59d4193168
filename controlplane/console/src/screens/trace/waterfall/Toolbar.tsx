import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFold, IconFoldDown, IconRoute, IconZoomReset } from "@tabler/icons-react";

import { visible as written } from "@/kit/values";
import { formatExactCount } from "@/time/formats";

import css from "../Trace.module.css";
import { nameOf } from "../tree/skeleton";
import type { View } from "../useView";
import { Filters } from "./Filters";
import { Find } from "./Find";

/** Finding, filtering and folding. What they hide is said in numbers. */
export function Toolbar({ view }: { view: View }) {
  const { search, change, focusOn, focus, trace, visible } = view;
  return (
    <div className={css["bar"]}>
      <Find view={view} />
      <Filters view={view} />
      {search.tab !== "flame" && <Folding view={view} />}
      {search.zoom !== undefined && (
        <Tooltip label="The whole duration (0)">
          <ActionIcon aria-label="The whole duration" onClick={() => change({ zoom: undefined })}>
            <IconZoomReset size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {visible.hidden > 0 && (
        <span className={css["said"]} role="status">
          {formatExactCount(visible.hidden)} hidden
          <button type="button" className={css["link"]} onClick={() => change({ only: undefined, service: undefined })}>
            Show all
          </button>
        </span>
      )}
      {focus >= 0 && (
        <span className={css["said"]}>
          Only below <b title={written(nameOf(trace, focus))}>{written(nameOf(trace, focus))}</b>
          <button type="button" className={css["link"]} onClick={() => focusOn(-1)}>
            Whole trace
          </button>
        </span>
      )}
    </div>
  );
}

/** What only rows have. */
function Folding({ view: { search, change, toLevel } }: { view: View }) {
  const hasPath = search.path !== "off";
  return (
    <>
      <Tooltip label="What the duration of the trace consists of (C)">
        <button
          type="button"
          className={css["toggle"]}
          aria-pressed={hasPath}
          onClick={() => change({ path: hasPath ? "off" : undefined })}
        >
          <IconRoute size={15} aria-hidden /> Critical path
        </button>
      </Tooltip>
      <Tooltip label="Collapse all ([)">
        <ActionIcon aria-label="Collapse all" onClick={() => toLevel(0)}>
          <IconFold size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Expand all (])">
        <ActionIcon aria-label="Expand all" onClick={() => toLevel(undefined)}>
          <IconFoldDown size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
