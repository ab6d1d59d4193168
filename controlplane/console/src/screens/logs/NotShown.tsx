import { getRouteApi } from "@tanstack/react-router";

import { Notice, NoticeButton } from "@/kit/states";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatIso } from "@/time/zones";

import type { LogRecord } from "./records";

const route = getRouteApi("/logs");
// Before the record: what else was written then.
const BEFORE_NS = 60_000_000_000n;

/** Says that the record that a link opens is not in the list, why, and brings it there where that can be done. */
export function NotShown({ records, hasMore }: { records: readonly LogRecord[]; hasMore: boolean }) {
  const { open, openNs } = route.useSearch();
  const navigate = route.useNavigate();
  const { range } = useTime();
  if (open === undefined || records.some(({ cursor }) => cursor === open)) return null;
  const ns = openNs === undefined ? undefined : parseNs(openNs);
  const isInRange = ns !== undefined && ns >= range.startNs && ns < range.endNs;
  if (isInRange && !hasMore)
    return <Notice>The record that this link opens does not match the search, or is not stored any more.</Notice>;
  const show = (moment: bigint) =>
    void navigate({
      search: (old) => ({
        ...old,
        from: formatIso(moment - BEFORE_NS),
        // The range ends before its end: the record is the newest in it.
        to: formatIso(moment + 1n),
        order: undefined,
      }),
    });
  return (
    <Notice action={ns !== undefined && <NoticeButton onClick={() => show(ns)}>Show it</NoticeButton>}>
      The record that this link opens is not among those shown{ns === undefined && ": choose the time it was written"}.
    </Notice>
  );
}
