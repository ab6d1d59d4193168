import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconBinaryTree2, IconX } from "@tabler/icons-react";

import { Answered, Empty } from "@/kit/states";
import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import { visible } from "@/kit/values";
import { formatDuration, formatExactCount, formatExactDuration, formatShare } from "@/time/formats";

import { at, FAILED, has, nameOf, serviceOf, START_SET_RIGHT, STUB } from "../tree/skeleton";
import { PANEL_PX, setPlaces, usePlaces } from "../usePlaces";
import { useSpan } from "../useSpan";
import type { View } from "../useView";
import { Divider } from "../waterfall/Divider";
import { Detail } from "./Detail";
import css from "./Panel.module.css";

/** All of one span, beside the list: choosing another one moves nothing. */
export function SpanPanel({ view }: { view: View }) {
  const { trace, chosen, change, focusOn, focus } = view;
  const width = usePlaces((places) => places.panelPx);
  const isStub = has(trace, chosen, STUB);
  return (
    <aside className={css["panel"]} aria-label="Span" style={{ width }}>
      <Divider
        label="Width of the span's panel"
        value={{ now: width, min: PANEL_PX.min, max: PANEL_PX.max }}
        onMove={(px) => setPlaces({ panelPx: usePlaces.getState().panelPx - px })}
        style={{ left: 0 }}
      />
      <header>
        <div>
          {!isStub && <ServiceName name={serviceOf(trace, chosen)} />}
          <h2>
            {has(trace, chosen, FAILED) && <StatusMark status="error" label="Failed" />}{" "}
            {visible(nameOf(trace, chosen))}
          </h2>
        </div>
        <Tooltip label="Close (Esc)">
          <ActionIcon aria-label="Close the span" onClick={() => change({ span: undefined })}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {!isStub && <Figures view={view} />}
      {at(trace.subtree, chosen) > 1 && (
        <Button
          size="compact-sm"
          h="1.75rem"
          leftSection={<IconBinaryTree2 size={15} aria-hidden />}
          onClick={() => focusOn(focus === chosen ? -1 : chosen)}
        >
          {focus === chosen
            ? "Show the whole trace"
            : `Only its subtree (${formatExactCount(at(trace.subtree, chosen))})`}
        </Button>
      )}
      {isStub ? (
        <Empty compact title="This span did not arrive">
          {below(at(trace.subtree, chosen) - 1)} below it. It may come late, was not sampled, or was sent somewhere
          else. Its id is {trace.spanIds[chosen]}.
        </Empty>
      ) : (
        <Stored view={view} />
      )}
    </aside>
  );
}

function below(spans: number): string {
  return spans === 1 ? "One span lies" : `${formatExactCount(spans)} spans lie`;
}

function Figures({ view: { trace, chosen, facts } }: { view: View }) {
  const [duration, self, start] = [at(trace.duration, chosen), at(trace.self, chosen), at(trace.start, chosen)];
  const shift = at(trace.shift, chosen);
  return (
    <dl className={css["figures"]}>
      <div title={formatExactDuration(duration)}>
        <dt>Duration</dt>
        <dd>{formatDuration(duration)}</dd>
      </div>
      <div title={`${formatExactDuration(self)}: what no child covers`}>
        <dt>In itself</dt>
        <dd>{formatDuration(self)}</dd>
      </div>
      <div title={formatExactDuration(start)}>
        <dt>Starts at</dt>
        <dd>{formatDuration(start)}</dd>
      </div>
      <div>
        <dt>Of the trace</dt>
        <dd>{facts.duration_ns > 0 ? formatShare(Math.min(1, duration / facts.duration_ns)) : "–"}</dd>
      </div>
      {has(trace, chosen, START_SET_RIGHT) && (
        <p>
          The clock of {visible(serviceOf(trace, chosen))} differs from its caller’s: the start was moved by{" "}
          {formatDuration(Math.abs(shift))} {shift < 0 ? "back" : "on"}.
        </p>
      )}
    </dl>
  );
}

function Stored({ view }: { view: View }) {
  const query = useSpan(view);
  return (
    <Answered query={query}>
      {(span) =>
        span === null ? (
          <Empty compact title="This span is not stored any more">
            Its retention has passed since the trace was opened.
          </Empty>
        ) : (
          <Detail key={span.span_id} span={span} source={view.source} />
        )
      }
    </Answered>
  );
}
