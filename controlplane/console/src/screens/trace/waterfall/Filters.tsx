import { Popover } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { ServiceName } from "@/kit/ServiceName";
import { StatusMark } from "@/kit/StatusMark";
import { formatExactCount } from "@/time/formats";

import css from "../Trace.module.css";
import { serviceShares, toggled } from "../tree/filters";
import type { View } from "../useView";

/** Which services' spans are shown, and whether only what failed or what the duration consists of. */
export function Filters({ view }: { view: View }) {
  const { trace, search, change, failed } = view;
  const [text, setText] = useState("");
  const shares = useMemo(() => serviceShares(trace), [trace]);
  const chosen = search.service;
  const active = (chosen === undefined ? 0 : 1) + (search.only?.filter((each) => each !== "found").length ?? 0);
  const toggle = (name: string) => {
    const next = chosen?.includes(name) ? chosen.filter((each) => each !== name) : [...(chosen ?? []), name];
    change({ service: next.length === 0 || next.length === shares.length ? undefined : next });
  };
  const listed = shares.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <Popover position="bottom-start" width={340} trapFocus>
      <Popover.Target>
        <button type="button" className={css["toggle"]} data-active={active > 0 || undefined}>
          <IconFilter size={15} aria-hidden /> Filter{active > 0 && ` · ${active}`}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css["filters"] ?? ""} aria-label="Filter spans">
        <label>
          <input
            type="checkbox"
            checked={search.only?.includes("errors") ?? false}
            onChange={() => change({ only: toggled(search.only, "errors") })}
          />
          <StatusMark status="error" label="" /> Only what failed
          <span>{formatExactCount(failed.count())}</span>
        </label>
        <label>
          <input
            type="checkbox"
            checked={search.only?.includes("critical") ?? false}
            onChange={() => change({ only: toggled(search.only, "critical") })}
          />
          <i className={css["critical"]} aria-hidden /> Only the critical path
        </label>
        <h3>Services</h3>
        {shares.length > 8 && (
          <input
            type="search"
            className={css["field"]}
            aria-label="Filter services"
            placeholder="Filter services"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={css["services"]}>
          {listed.map(({ name, spans, errors }) => (
            <label key={name}>
              <input type="checkbox" checked={chosen?.includes(name) ?? false} onChange={() => toggle(name)} />
              <ServiceName name={name} />
              {errors > 0 && (
                <em title={`${formatExactCount(errors)} failed`}>
                  <StatusMark status="error" label="failed" /> {formatExactCount(errors)}
                </em>
              )}
              <span>{formatExactCount(spans)}</span>
            </label>
          ))}
        </div>
        <button
          type="button"
          className={css["toggle"]}
          disabled={active === 0}
          onClick={() => change({ service: undefined, only: search.only?.includes("found") ? ["found"] : undefined })}
        >
          Show all
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
