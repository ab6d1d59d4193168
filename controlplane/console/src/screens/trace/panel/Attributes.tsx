import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { CopyButton } from "@/kit/CopyButton";
import { formatExactCount } from "@/time/formats";
import { valueText, visible } from "@/kit/values";
import { isSearchable, withTerm } from "@/search/language";

import css from "./Panel.module.css";
import { isLong, listed, structured } from "./values";

type Values = Readonly<Record<string, unknown>>;

interface Props {
  values: Values;
  /** Only keys and values in which it is found. */
  text: string;
  /** Before the key in a search: `resource.`. Undefined: a search knows no such keys. */
  prefix?: string | undefined;
}

// Of a folded value: more than its lines hold, so that the page need not lay out megabytes.
const FOLDED_SHOWN = 2_000;
// Each row has tools of its own: a thousand at once would hold the page up.
const ROWS_SHOWN = 200;

/** Keys and whole values. What is long is folded, and opened where it stands. */
export function Attributes({ values, text, prefix }: Props) {
  const [isWhole, setWhole] = useState(false);
  const rows = listed(values, text);
  const isCut = rows.length > ROWS_SHOWN && !isWhole;
  return (
    <>
      <dl className={css["values"]}>
        {(isCut ? rows.slice(0, ROWS_SHOWN) : rows).map(([key, value]) => (
          <Row key={key} name={key} value={value} prefix={prefix} />
        ))}
      </dl>
      {isCut && (
        <span className={css["more"]}>
          <button type="button" onClick={() => setWhole(true)}>
            Show all {formatExactCount(rows.length)}
          </button>
        </span>
      )}
    </>
  );
}

function Row({ name, value, prefix }: { name: string; value: unknown; prefix: string | undefined }) {
  return (
    <div>
      <dt>{visible(name)}</dt>
      <dd>
        <Value value={value} />
        <span className={css["tools"]}>
          <CopyButton value={valueText(value)} of={visible(name)} />
          {prefix !== undefined && isSearchable(name, value) && <Search of={prefix + name} value={valueText(value)} />}
        </span>
      </dd>
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  const [isOpen, setOpen] = useState(false);
  const [isLaidOut, setLaidOut] = useState(false);
  const layout = structured(value);
  const plain = valueText(value);
  const text = isLaidOut && layout !== undefined ? layout : plain;
  const long = isLong(text);
  return (
    <span className={css["value"]} data-kind={typeof value === "string" ? undefined : typeof value}>
      <span className={css["text"]} data-folded={(long && !isOpen) || undefined}>
        {visible(long && !isOpen ? text.slice(0, FOLDED_SHOWN) : text)}
      </span>
      {(long || layout !== undefined) && (
        <span className={css["more"]}>
          {long && (
            <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? "Show less" : `Show all ${formatExactCount(text.length)} characters`}
            </button>
          )}
          {layout !== undefined && (
            <button type="button" aria-pressed={isLaidOut} onClick={() => setLaidOut(!isLaidOut)}>
              {isLaidOut ? "As it was sent" : "Format"}
            </button>
          )}
        </span>
      )}
    </span>
  );
}

/** Into the traces explorer: spans that have this value, or that have not. */
function Search({ of, value }: { of: string; value: string }) {
  const [included, excluded] = [withTerm("", of, value), withTerm("", of, value, false)];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="1.5rem" aria-label={`Search for ${visible(of)}`}>
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/traces" search={{ q: included }} />}>
          Traces with this value
        </Menu.Item>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/traces" search={{ q: excluded }} />}>
          Traces without this value
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
