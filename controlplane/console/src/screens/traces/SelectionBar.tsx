import { getRouteApi } from "@tanstack/react-router";

import type { Selection } from "@/charts/heat";
import { formatDuration } from "@/time/formats";
import { textOf } from "@/time/range";
import { useTime } from "@/time/TimeContext";
import { formatTime } from "@/time/zones";

import { withDurations } from "./selection";
import css from "./Traces.module.css";

const route = getRouteApi("/traces");

/** What the box stands for, and what can be done with it. */
export function SelectionBar({ query, selected }: { query: string; selected: Selection }) {
  const navigate = route.useNavigate();
  const { zone } = useTime();
  const { startNs, endNs, durationMinNs, durationMaxNs } = selected;
  const { from, to } = textOf(selected);
  return (
    <div className={css["selection"]} role="status">
      <span>
        Selected: <b>{formatDuration(durationMinNs)}</b> to <b>{formatDuration(durationMaxNs)}</b>, from{" "}
        <b>{formatTime(startNs, zone, 0)}</b> to <b>{formatTime(endNs, zone, 0)}</b>
      </span>
      <button
        type="button"
        className={css["act"]}
        title="Puts the durations into the search and the times into the range"
        onClick={() =>
          void navigate({
            search: (old) => ({ ...old, q: withDurations(query, selected), box: undefined, all: undefined, from, to }),
          })
        }
      >
        Show only these
      </button>
      <button
        type="button"
        className={css["act"]}
        onClick={() => void navigate({ search: (old) => ({ ...old, box: undefined, all: undefined }) })}
      >
        Give up the selection
      </button>
    </div>
  );
}
