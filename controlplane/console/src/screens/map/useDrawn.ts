import { useMemo } from "react";

import { callKey, type Calls, type Estate, type Service } from "./estate";
import { type Call, type Layout, layOut, type Place } from "./layout";

/** The layout with the numbers of now. */
export interface Drawn extends Layout<Calls> {
  places: (Place & { of: Service })[];
}

/** A refresh with the same services and calls changes numbers alone: nothing is laid out anew. */
export function useDrawn({ services, calls }: Estate): Drawn {
  const names = JSON.stringify(services.map(({ service }) => service));
  const pairs = JSON.stringify(calls.map(({ caller, callee }) => ({ caller, callee })));
  const laid = useMemo(() => layOut(JSON.parse(names) as string[], JSON.parse(pairs) as Call[]), [names, pairs]);
  return useMemo(() => {
    const serviceOf = new Map(services.map((each) => [each.service, each]));
    const callOf = new Map(calls.map((each) => [callKey(each), each]));
    const places = laid.places.flatMap((place) => {
      const of = serviceOf.get(place.service);
      return of === undefined ? [] : [{ ...place, of }];
    });
    const ways = laid.ways.flatMap((way) => {
      const call = callOf.get(callKey(way.call));
      return call === undefined ? [] : [{ ...way, call }];
    });
    return { ...laid, places, ways };
  }, [laid, services, calls]);
}
