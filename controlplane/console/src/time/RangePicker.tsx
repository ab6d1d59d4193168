import { Menu, Popover, Tooltip } from "@mantine/core";
import {
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconClock,
  IconRefresh,
  IconZoomOut,
} from "@tabler/icons-react";
import { useIsFetching } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { useShortcut } from "@/app/shortcuts";

import { describeRange, isRelative, shifted, widened } from "./range";
import css from "./RangePicker.module.css";
import { REFRESH_S } from "./search";
import { useTime } from "./TimeContext";
import { formatOffset, offsetMinutes } from "./zones";

const RangePanel = lazy(() => import("./RangePanel").then((module) => ({ default: module.RangePanel })));

/** The range of the whole console: earlier, choose, later, wider; and refresh. */
export function RangePicker() {
  const { text, range, nowNs, zone, setRange } = useTime();
  const [isOpen, setOpen] = useState(false);
  const move = (direction: -1 | 1) => setRange(shifted(range, direction, nowNs));
  const widen = () => setRange(widened(range, nowNs));
  const isNow = text.to === "now";
  useShortcut("t", "Choose the time", "Time", () => setOpen(true));
  useShortcut("[", "Earlier by half", "Time", () => move(-1));
  useShortcut("]", "Later by half", "Time", () => move(1));
  useShortcut("-", "Twice as long", "Time", widen);
  const isElsewhere = zone !== "local" || !isRelative(text.from);

  return (
    <div className={css["picker"]} role="group" aria-label="Time">
      <Tooltip label="Earlier by half">
        <button type="button" className={css["step"]} aria-label="Earlier by half" onClick={() => move(-1)}>
          <IconChevronLeft aria-hidden />
        </button>
      </Tooltip>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={640} trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={css["range"]}
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
            aria-haspopup="dialog"
          >
            <IconClock aria-hidden />
            <span>{describeRange(text, zone, nowNs)}</span>
            {isElsewhere && <small>{formatOffset(offsetMinutes(range.startNs, zone))}</small>}
            <IconChevronDown aria-hidden className={css["chevron"]} />
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label="Choose the time">
          <Suspense fallback={<div className={css["waiting"]} />}>
            <RangePanel close={() => setOpen(false)} />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label="Later by half">
        <button
          type="button"
          className={css["step"]}
          aria-label="Later by half"
          onClick={() => move(1)}
          disabled={isNow}
        >
          <IconChevronRight aria-hidden />
        </button>
      </Tooltip>
      <Tooltip label="Twice as long">
        <button type="button" className={css["step"]} aria-label="Twice as long" onClick={widen}>
          <IconZoomOut aria-hidden />
        </button>
      </Tooltip>
      <Refresh />
    </div>
  );
}

function Refresh() {
  const { refresh, refreshS, setRefreshS, isPaused } = useTime();
  const isFetching = useIsFetching() > 0;
  useShortcut("r", "Refresh", "Time", refresh);
  const names = Object.entries(REFRESH_S);
  const every = names.find(([, seconds]) => seconds === refreshS)?.[0] ?? "off";
  const said = isPaused ? "paused" : every;
  return (
    <>
      <Tooltip label="Refresh">
        <button
          type="button"
          className={css["step"]}
          aria-label="Refresh"
          onClick={refresh}
          data-busy={isFetching || undefined}
        >
          <IconRefresh aria-hidden />
        </button>
      </Tooltip>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <button type="button" className={css["every"]} aria-label={`Refresh by itself: ${said}`}>
            {said === every && refreshS > 0 ? every : `${said.charAt(0).toUpperCase()}${said.slice(1)}`}
            <IconChevronDown aria-hidden className={css["chevron"]} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Refresh by itself</Menu.Label>
          <Menu.RadioGroup value={String(refreshS)} onChange={(seconds) => setRefreshS(Number(seconds))}>
            <Menu.RadioItem value="0">Off</Menu.RadioItem>
            {names.map(([name, seconds]) => (
              <Menu.RadioItem key={name} value={String(seconds)}>
                Every {name}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
