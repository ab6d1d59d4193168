import "@mantine/dates/styles.layer.css";

import { Button } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";

import { formatDuration } from "./formats";
import { canonical, DEFAULT_RANGE, isRelative, momentOf, PRESETS, rangeOf } from "./range";
import css from "./RangePicker.module.css";
import { useTime } from "./TimeContext";
import {
  formatInstant,
  formatOffset,
  knownZones,
  localZoneName,
  offsetMinutes,
  type Precision,
  type Zone,
} from "./zones";

/** Lengths at the left, own ends and the zone at the right. Ends are text: what was copied from a log fits as it is. */
export function RangePanel({ close }: { close: () => void }) {
  const { text, range, nowNs, zone, setRange, setZone } = useTime();
  const [from, setFrom] = useState(() => (isRelative(text.from) ? text.from : onTheWall(range.startNs, zone)));
  const [to, setTo] = useState(() => (isRelative(text.to) ? text.to : onTheWall(range.endNs, zone)));
  // This part comes after the popover, which therefore found nothing to give the focus to.
  const startAt = useRef<HTMLButtonElement>(null);
  const focusedPreset = Math.max(
    0,
    PRESETS.findIndex((preset) => preset.from === text.from && text.to === "now"),
  );
  useEffect(() => startAt.current?.focus(), []);
  const wanted = rangeOf({ from, to }, nowNs, zone);
  const trouble = wanted === undefined ? whyNot(from, to, nowNs, zone) : undefined;

  const apply = (event: FormEvent) => {
    event.preventDefault();
    const start = canonical(from, zone);
    const end = canonical(to, zone);
    if (wanted === undefined || start === undefined || end === undefined) return;
    setRange({ from: start, to: end });
    close();
  };
  const days = [from, to].map((end) => dayOf(end, nowNs, zone)) as [string | null, string | null];

  return (
    <div className={css["panel"]}>
      <div className={css["presets"]} role="group" aria-label="Until now">
        {PRESETS.map((preset, index) => (
          <button
            key={preset.from}
            type="button"
            aria-pressed={text.from === preset.from && text.to === "now"}
            ref={index === focusedPreset ? startAt : undefined}
            onClick={() => {
              setRange({ from: preset.from, to: DEFAULT_RANGE.to });
              close();
            }}
          >
            Last {preset.label}
          </button>
        ))}
      </div>
      <form className={css["own"]} onSubmit={apply}>
        <label className={css["field"]}>
          From
          <input
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            aria-invalid={momentOf(from, nowNs, zone) === undefined}
            spellCheck={false}
          />
        </label>
        <label className={css["field"]}>
          To
          <input
            value={to}
            onChange={(event) => setTo(event.target.value)}
            aria-invalid={momentOf(to, nowNs, zone) === undefined}
            spellCheck={false}
          />
        </label>
        <div className={css["calendar"]}>
          <DatePicker
            type="range"
            size="xs"
            allowSingleDateInRange
            ariaLabels={{
              previousMonth: "Month before",
              nextMonth: "Month after",
              previousYear: "Year before",
              nextYear: "Year after",
              previousDecade: "Decade before",
              nextDecade: "Decade after",
            }}
            value={days}
            onChange={([first, last]) => {
              if (first !== null) setFrom(`${first} 00:00:00`);
              if (last !== null) setTo(`${last} 23:59:59.999999999`);
            }}
          />
        </div>
        <ZoneField zone={zone} setZone={setZone} atNs={range.startNs} />
        <div className={css["foot"]}>
          {trouble === undefined ? (
            <p>{wanted && `${formatDuration(wanted.endNs - wanted.startNs)} long`}</p>
          ) : (
            <p role="alert">{trouble}</p>
          )}
          <Button type="submit" variant="filled" disabled={wanted === undefined}>
            Show
          </Button>
        </div>
      </form>
    </div>
  );
}

function ZoneField({ zone, setZone, atNs }: { zone: Zone; setZone: (zone: Zone) => void; atNs: bigint }) {
  const zones = useMemo(() => knownZones(), []);
  return (
    <label className={`${css["field"]} ${css["zone"]}`}>
      Time zone
      <select value={zone} onChange={(event) => setZone(event.target.value)}>
        <option value="local">
          This browser’s: {localZoneName()}, {formatOffset(offsetMinutes(atNs, "local"))}
        </option>
        <option value="utc">UTC</option>
        {zones.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function onTheWall(ns: bigint, zone: Zone): string {
  const fraction = ns % 1_000_000_000n;
  const precision: Precision =
    fraction === 0n ? 0 : fraction % 1_000_000n === 0n ? 3 : fraction % 1_000n === 0n ? 6 : 9;
  return formatInstant(ns, zone, precision);
}

function dayOf(end: string, nowNs: bigint, zone: Zone): string | null {
  const moment = momentOf(end, nowNs, zone);
  return moment === undefined ? null : formatInstant(moment, zone, 0).slice(0, 10);
}

function whyNot(from: string, to: string, nowNs: bigint, zone: Zone): string {
  const unread = [from, to].find((end) => momentOf(end, nowNs, zone) === undefined);
  if (unread !== undefined) return `“${unread}” is not a time: write now-2h, 2026-11-23 04:40, or paste one from a log`;
  return "From must be before To";
}
