import { Menu, SegmentedControl } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";

import { SaveSearch } from "@/saved/SaveSearch";
import { counted, formatExactCount } from "@/time/formats";

import { nameOf } from "./figures";
import { Find } from "./Find";
import css from "./Map.module.css";
import { DEPTHS, LEAST_PERCENTS } from "./route";
import { type MapState, SERVICES_MAX } from "./useMap";

/** What is shown of the map, and how. What that hides is said in numbers. */
export function Toolbar({ map }: { map: MapState }) {
  const { search, narrow } = map;
  return (
    <div className={css["toolbar"]}>
      <SegmentedControl
        aria-label="Shown as"
        value={search.view ?? "map"}
        onChange={(value) =>
          narrow({ view: value === "services" || value === "dependencies" ? value : undefined, sort: undefined })
        }
        data={[
          { value: "map", label: "Map" },
          { value: "services", label: "Services" },
          { value: "dependencies", label: "Dependencies" },
        ]}
      />
      <Find map={map} />
      <Least map={map} />
      {map.focus !== undefined && <Around map={map} service={map.focus} />}
      <Count map={map} />
      <SaveSearch screen="service-map" />
    </div>
  );
}

function Least({ map: { search, narrow } }: { map: MapState }) {
  const said = search.least === undefined ? "All calls" : `Calls from ${search.least} % on`;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button type="button" className={css["menu"]} data-on={search.least !== undefined || undefined}>
          {said} <IconChevronDown aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Of all calls between services</Menu.Label>
        <Menu.Item onClick={() => narrow({ least: undefined })}>All</Menu.Item>
        {LEAST_PERCENTS.map((percent) => (
          <Menu.Item key={percent} onClick={() => narrow({ least: percent })}>
            From {percent} % on
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The neighbourhood that is shown alone: how wide, and in which direction. */
function Around({ map: { search, narrow }, service }: { map: MapState; service: string }) {
  return (
    <div className={css["around"]} role="group" aria-label={`Only what is around ${nameOf(service)}`}>
      <button
        type="button"
        className={css["chip"]}
        title={service}
        aria-label={`Show all services, not only those around ${nameOf(service)}`}
        onClick={() => narrow({ focus: undefined, depth: undefined, direction: undefined })}
      >
        <span>around {nameOf(service)}</span> <IconX aria-hidden />
      </button>
      <SegmentedControl
        aria-label="How many calls away"
        value={search.depth ?? "1"}
        onChange={(value) => narrow({ depth: DEPTHS.find((depth) => depth === value && depth !== "1") })}
        data={DEPTHS.map((depth) => ({ value: depth, label: depth === "all" ? "All" : depth }))}
      />
      <SegmentedControl
        aria-label="In which direction"
        value={search.direction ?? "both"}
        onChange={(value) => narrow({ direction: value === "callers" || value === "callees" ? value : undefined })}
        data={[
          { value: "callers", label: "Callers" },
          { value: "both", label: "Both" },
          { value: "callees", label: "Callees" },
        ]}
      />
    </div>
  );
}

function Count({ map: { estate, shown, search, narrow } }: { map: MapState }) {
  const isCut =
    search.all === undefined &&
    search.focus === undefined &&
    search.view === undefined &&
    shown.services.length >= SERVICES_MAX &&
    shown.services.length < estate.services.length;
  return (
    <p className={css["count"]}>
      <span role="status">
        {isCut && "The busiest "}
        {part(shown.services.length, estate.services.length, "service")},{" "}
        {part(shown.calls.length, estate.calls.length, "dependency", "dependencies")}
      </span>
      {isCut && (
        <button type="button" className={css["link"]} onClick={() => narrow({ all: "yes" })}>
          Show all
        </button>
      )}
      {search.all !== undefined && (
        <button type="button" className={css["link"]} onClick={() => narrow({ all: undefined })}>
          Only the busiest
        </button>
      )}
    </p>
  );
}

function part(some: number, all: number, one: string, many?: string): string {
  return `${some === all ? "" : `${formatExactCount(some)} of `}${counted(all, one, many)}`;
}
