import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowRight, IconFocusCentered, IconX } from "@tabler/icons-react";

import { useShortcut } from "@/app/shortcuts";
import { Empty } from "@/kit/states";
import { ServiceName } from "@/kit/ServiceName";

import { aroundOf, type Calls, type Choice, type Service } from "./estate";
import { nameOf } from "./figures";
import { FewFigures, MoreLinks } from "./Figures";
import css from "./Panel.module.css";
import { Neighbours } from "./Neighbours";
import { inAddress } from "./route";
import type { MapState } from "./useMap";

/** What is chosen, beside the map; nothing when nothing is. */
export function Panel({ map }: { map: MapState }) {
  const { estate, chosen, choose } = map;
  if (chosen === undefined) return null;
  const { service, callee } = chosen;
  const node = estate.services.find((each) => each.service === service);
  const call = estate.calls.find((each) => each.caller === service && each.callee === callee);
  return (
    <aside
      className={css["panel"]}
      data-beside={map.search.view !== undefined || undefined}
      aria-label={callee === undefined ? "Service" : "Calls between two services"}
    >
      <Tooltip label="Close (Esc)">
        <ActionIcon className={css["close"]} aria-label="Close the panel" onClick={() => choose(undefined)}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {callee === undefined ? (
        node ? (
          <OfService map={map} service={node} />
        ) : (
          <Gone choice={chosen} />
        )
      ) : call ? (
        <OfCall map={map} call={call} />
      ) : (
        <Gone choice={chosen} />
      )}
    </aside>
  );
}

function Gone({ choice: { service, callee } }: { choice: Choice }) {
  return callee === undefined ? (
    <Empty compact title={`${nameOf(service)} sent nothing in this time`}>
      Choose a longer time at the top right, or another service.
    </Empty>
  ) : (
    <Empty compact title={`${nameOf(service)} did not call ${nameOf(callee)} in this time`}>
      Choose a longer time at the top right, or another call.
    </Empty>
  );
}

function OfService({ map, service }: { map: MapState; service: Service }) {
  const { estate, focus, narrow } = map;
  const { callers, callees } = aroundOf(estate, service.service);
  const isFocus = focus === service.service;
  const toggle = () =>
    narrow(
      isFocus ? { focus: undefined, depth: undefined, direction: undefined } : { focus: inAddress(service.service), view: undefined },
    ); // prettier-ignore
  useShortcut("f", "Only what is around the chosen service, or all", "Service map", toggle);
  return (
    <>
      <h2>
        <ServiceName name={service.service} />
      </h2>
      <FewFigures of={service} units={map.units} />
      <MoreLinks service={service.service} p95Ns={service.p95_ns} isCalled={service.calls > 0} />
      <Button leftSection={<IconFocusCentered size={15} aria-hidden />} onClick={toggle}>
        {isFocus ? "Show all services" : "Only what is around it"}
      </Button>
      <Neighbours map={map} title="Called by" calls={callers} end="caller" none="No service whose spans are here." />
      <Neighbours map={map} title="Calls" calls={callees} end="callee" none="No service whose spans are here." />
    </>
  );
}

function OfCall({ map, call }: { map: MapState; call: Calls }) {
  const { choose, units } = map;
  return (
    <>
      <h2 className={css["pair"]}>
        <button type="button" title={call.caller} onClick={() => choose({ service: call.caller })}>
          <ServiceName name={call.caller} />
        </button>
        <span>
          <IconArrowRight size={15} aria-label="calls" />
        </span>
        <button type="button" title={call.callee} onClick={() => choose({ service: call.callee })}>
          <ServiceName name={call.callee} />
        </button>
      </h2>
      <FewFigures of={call} units={units} />
      <p className={css["note"]}>
        Durations are those of the called spans. A search knows the service that was called, not who called it: these
        are its calls from anyone.
      </p>
      <MoreLinks service={call.callee} p95Ns={call.p95_ns} isCalled />
    </>
  );
}
