import { memo, useMemo } from "react";

import { errorShare } from "@/kit/attention";
import { serviceColour } from "@/kit/colours";
import { formatDuration, formatShare } from "@/time/formats";

import type { Choice, Service } from "./estate";
import { nameOf, said, serviceRate, type Units } from "./figures";
import { BOX } from "./layout";
import css from "./Drawing.module.css";
import { Mark } from "./Mark";
import { cutMiddle, measureIn } from "./names";

const { width, height } = BOX;
const INSET = 12;
const NAME_X = 20;
const MARK_PX = 12;
// Between a box and the line around it that shows the focus.
const RING_PX = 4;
const NAME_PX_MAX = width - NAME_X - INSET;
const near = measureIn('500 13px "IBM Plex Sans Variable", system-ui, sans-serif');
const far = measureIn('500 22px "IBM Plex Sans Variable", system-ui, sans-serif');

interface ServiceBoxProps {
  service: Service;
  /** Of its centre. */
  x: number;
  y: number;
  units: Units;
  isChosen: boolean;
  isFaded: boolean;
  /** Takes the focus when it comes by Tab. */
  isCurrent: boolean;
  onChoose: (choice: Choice) => void;
}

/** Name, calls, errors and p95; a shape beside the name where errors deserve a look. */
export const ServiceBox = memo(function ServiceBox(props: ServiceBoxProps) {
  const { service, x, y, units, isChosen, isFaded, isCurrent, onChoose } = props;
  const name = nameOf(service.service);
  const forName = NAME_PX_MAX - (service.attention === undefined ? 0 : MARK_PX + 4);
  // Measured once: pointing at one service draws all others anew.
  const names = useMemo(
    () => ({
      near: cutMiddle(name, (text) => near(text) <= forName),
      far: cutMiddle(name, (text) => far(text) <= forName),
    }),
    [name, forName],
  );
  return (
    <g
      className={css["box"]}
      transform={`translate(${x - width / 2} ${y - height / 2})`}
      data-attention={service.attention}
      data-faded={isFaded || undefined}
      data-chosen={isChosen || undefined}
    >
      {/* Names are cut; the button above has them whole. */}
      <g aria-hidden>
        <rect className={css["ground"]} width={width} height={height} rx={6} />
        <rect
          className={css["colour"]}
          x={INSET - 2}
          y={8}
          width={4}
          height={14}
          rx={1}
          style={{ fill: serviceColour(service.service) }}
        />
        <text className={css["name"]} x={NAME_X} y={20}>
          {names.near}
        </text>
        <text className={css["farName"]} x={NAME_X} y={height / 2 + 8}>
          {names.far}
        </text>
        {service.attention !== undefined && (
          <Mark attention={service.attention} x={width - INSET - MARK_PX} y={9} size={MARK_PX} />
        )}
        <Figures service={service} units={units} />
      </g>
      {/* Enter and the space bar are heard by the map, which clicks here. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <rect
        className={css["ring"]}
        x={-RING_PX}
        y={-RING_PX}
        width={width + 2 * RING_PX}
        height={height + 2 * RING_PX}
        rx={9}
        role="button"
        aria-label={said(service, units)}
        aria-pressed={isChosen}
        tabIndex={isCurrent ? 0 : -1}
        data-key={service.service}
        data-part="service"
        onClick={() => onChoose({ service: service.service })}
      />
    </g>
  );
});

function Figures({ service, units }: { service: Service; units: Units }) {
  if (service.calls === 0)
    return (
      <text className={css["figure"]} x={INSET} y={38}>
        nobody calls it
      </text>
    );
  return (
    <>
      <text className={css["figure"]} x={INSET - 2} y={38}>
        {serviceRate(service, units)}
      </text>
      <text className={`${css["figure"]} ${css["share"]}`} x={width * 0.56} y={38} textAnchor="middle">
        {formatShare(errorShare(service))}
      </text>
      <text className={css["figure"]} x={width - INSET} y={38} textAnchor="end">
        {formatDuration(service.p95_ns)}
      </text>
    </>
  );
}
