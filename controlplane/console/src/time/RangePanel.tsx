import "@mantine/dates/styles.layer.css";

import { Button } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";

import { type End, endOf, shownEnd, typedEnd } from "./ends";
import { formatDuration } from "./formats";
import { DEFAULT_RANGE, momentOf, PRESETS, rangeOf } from "./range";
import css from "./RangePicker.module.css";
import { useTime } from "./TimeContext";
import { formatInstant, formatOffset, knownZones, localZoneName, offsetMinutes, type Zone } from "./zones";

/** Lengths at the left, own ends and the zone at the right. Ends are text: what was copied from a log fits as it is. */
export function RangePanel({ close }: { close: () => void }) {
  const { text, range, nowNs, zone, setRange, setZone } = useTime();
  const [from, setFrom] = useState(() => endOf(text.from, zone));
  const [to, setTo] = useState(() => endOf(text.to, zone));
  // This part comes after the popover, which therefore found nothing to give the focus to.
  const startAt = useRef<HTMLButtonElement>(null);
  const focusedPreset = Math.max(
    0,
    PRESETS.findIndex((preset) => preset.from === text.from && text.to === "now"),
  );
  useEffect(() => startAt.current?.focus(), []);
  const whole = from.exact === undefined || to.exact === undefined ? undefined : { from: from.exact, to: to.exact };
  const wanted = whole && rangeOf(whole, nowNs);
  const trouble = wanted === undefined ? whyNot([from, to], zone) : undefined;

  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (whole === undefined || wanted === undefined) return;
    setRange(whole);
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
            value={shownEnd(from, zone)}
            onChange={(event) => setFrom(typedEnd(event.target.value, zone))}
            aria-invalid={from.exact === undefined}
            spellCheck={false}
          />
        </label>
        <label className={css["field"]}>
          To
          <input
            value={shownEnd(to, zone)}
            onChange={(event) => setTo(typedEnd(event.target.value, zone))}
            aria-invalid={to.exact === undefined}
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
              if (first !== null) setFrom(typedEnd(`${first} 00:00:00`, zone));
              if (last !== null) setTo(typedEnd(`${last} 23:59:59.999999999`, zone));
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

function dayOf({ exact }: End, nowNs: bigint, zone: Zone): string | null {
  const moment = exact === undefined ? undefined : momentOf(exact, nowNs);
  return moment === undefined ? null : formatInstant(moment, zone, 0).slice(0, 10);
}

function whyNot(ends: readonly End[], zone: Zone): string {
  const unread = ends.find(({ exact }) => exact === undefined);
  if (unread === undefined) return "From must be before To";
  return `“${shownEnd(unread, zone)}” is not a time: write now-2h, 2026-11-23 04:40, or paste one from a log`;
}
