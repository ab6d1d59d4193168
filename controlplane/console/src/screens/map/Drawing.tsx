import { memo } from "react";

import { callKey, type Calls, type Choice, choiceKey, type Service } from "./estate";
import type { Units } from "./figures";
import { CallLine } from "./CallLine";
import { ServiceBox } from "./ServiceBox";
import type { Drawn } from "./useDrawn";
import type { Current } from "./useGraphKeys";

interface DrawingProps {
  drawn: Drawn;
  units: Units;
  chosen: Choice | undefined;
  /** The key of what the pointer or the focus is at. */
  pointed: string | undefined;
  current: Current;
  onChoose: (choice: Choice) => void;
}

/** Boxes and lines. What is pointed at or chosen stands out with what is beside it; from a choice the rest steps back. */
export const Drawing = memo(function Drawing({ drawn, units, chosen, pointed, current, onChoose }: DrawingProps) {
  const { places, ways } = drawn;
  const chosenKey = chosen && choiceKey(chosen);
  const besideChosen = beside(drawn, chosenKey);
  const besidePointed = beside(drawn, pointed);
  const near = besidePointed ?? besideChosen;
  const isFaded = (key: string) =>
    besideChosen !== undefined && !besideChosen.has(key) && besidePointed?.has(key) !== true;
  return (
    <>
      {places.map(({ service, x, y, of }) => (
        <ServiceBox
          key={service}
          service={of}
          x={x}
          y={y}
          units={units}
          isChosen={service === chosenKey}
          isFaded={isFaded(service)}
          isCurrent={service === current.service}
          onChoose={onChoose}
        />
      ))}
      {ways.map((way) => {
        const key = callKey(way.call);
        return (
          <CallLine
            key={key}
            way={way}
            units={units}
            isChosen={key === chosenKey}
            isNear={near?.has(key) ?? false}
            isFaded={isFaded(key)}
            isCurrent={key === current.call}
            onChoose={onChoose}
          />
        );
      })}
    </>
  );
});

/** Keys of a service with its calls and their other ends, or of a call with its two services. */
function beside({ places, ways }: Drawn, key: string | undefined): Set<string> | undefined {
  if (key === undefined || !(places.some(({ of }) => isOf(of, key)) || ways.some(({ call }) => isOf(call, key))))
    return undefined;
  const found = new Set([key]);
  for (const { call } of ways) {
    const parts = [callKey(call), call.caller, call.callee];
    if (parts.includes(key)) for (const part of parts) found.add(part);
  }
  return found;
}

const isOf = (each: Service | Calls, key: string) => ("caller" in each ? callKey(each) : each.service) === key;
