import { IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import { type Column, Cut } from "@/kit/table/DataTable";
import { visible } from "@/kit/values";
import { rangeOfSaved, type SavedSearch, SCREENS } from "@/saved/state";
import { parseNs } from "@/time/ns";
import { describeRange, isRelative, momentOf, type RangeText } from "@/time/range";
import { formatInstant, type Zone } from "@/time/zones";

import { ownerOf, timeText } from "./list";
import { type Doing, RowMenu } from "./RowMenu";
import css from "./Saved.module.css";

/** What cells depend on beside their row. */
interface Look {
  zone: Zone;
  nowNs: bigint;
  /** Who looks. */
  me: string | undefined;
  mayWrite: boolean;
  onDo: (doing: Doing, saved: SavedSearch, opener: HTMLElement | null) => void;
}

export const columnsOf = ({ zone, nowNs, me, mayWrite, onDo }: Look): Column<SavedSearch>[] => [
  {
    id: "name",
    header: "Name",
    width: "24%",
    cell: ({ id, name }) => (
      <Link to="/saved/$savedId" params={{ savedId: id }} className={css["name"]}>
        <Cut text={name} />
      </Link>
    ),
    value: ({ name }) => name,
  },
  {
    id: "screen",
    header: "Opens",
    width: "7rem",
    cell: ({ screen }) => SCREENS[screen].label,
    value: ({ screen }) => SCREENS[screen].label,
  },
  {
    id: "query",
    header: "Search",
    cell: ({ query }) =>
      query === "" ? (
        <span className={css["faint"]}>everything</span>
      ) : (
        <code title={visible(query)}>{visible(query)}</code>
      ),
    value: ({ query }) => query,
  },
  {
    id: "time",
    header: "Time",
    width: "11rem",
    isSecondary: true,
    explained: "The time it opens in; without one of its own, whatever is chosen then",
    cell: (saved) => <TimeCell saved={saved} zone={zone} nowNs={nowNs} />,
    value: timeText,
  },
  // Where no credential is asked for all are everybody's.
  ...(me === "" ? [] : [ownerColumn(me)]),
  {
    id: "shared",
    header: "Seen by",
    width: "7rem",
    cell: ({ shared }) =>
      shared ? (
        <span className={css["shared"]}>
          <IconUsers aria-hidden /> Everybody
        </span>
      ) : (
        <span className={css["faint"]}>{me === "" ? "Anybody here" : "Its owner"}</span>
      ),
    value: ({ shared }) => (shared ? "everybody" : "owner"),
  },
  {
    id: "updated",
    header: "Updated",
    width: "11.5rem",
    cell: ({ updated_unix_ns, version }) => (
      <time title={`Version ${version}`}>{formatInstant(parseNs(updated_unix_ns), zone, 0)}</time>
    ),
    value: ({ updated_unix_ns }) => parseNs(updated_unix_ns),
  },
  {
    id: "actions",
    header: "Actions",
    width: "5.5rem",
    cell: (saved) => (
      <RowMenu
        saved={saved}
        isMine={saved.owner === me}
        mayWrite={mayWrite}
        onDo={(doing, opener) => onDo(doing, saved, opener)}
      />
    ),
  },
];

function TimeCell({ saved, zone, nowNs }: { saved: SavedSearch; zone: Zone; nowNs: bigint }) {
  const range = rangeOfSaved(saved);
  return range === undefined ? (
    <span className={css["faint"]}>as chosen</span>
  ) : (
    <span title={describeRange(range, zone, nowNs)}>{shortRange(range, zone, nowNs)}</span>
  );
}

/** A range that does not move by its start, to the minute. */
function shortRange(range: RangeText, zone: Zone, nowNs: bigint): string {
  const start = isRelative(range.from) ? undefined : momentOf(range.from, nowNs, zone);
  return start === undefined
    ? describeRange(range, zone, nowNs)
    : `from ${formatInstant(start, zone, 0).slice(0, "2026-11-23 09:00".length)}`;
}

function ownerColumn(me: string | undefined): Column<SavedSearch> {
  return {
    id: "owner",
    header: "Owner",
    width: "8rem",
    isSecondary: true,
    cell: (saved) => <Cut text={ownerOf(saved, me)} />,
    value: (saved) => ownerOf(saved, me),
  };
}
