import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";

import { useHeld } from "@/api/useHeld";
import { Keys } from "@/kit/Keys";
import { Answered, Empty, Notice } from "@/kit/states";
import { DataTable, ExportMenu } from "@/kit/table/DataTable";
import type { SavedSearch } from "@/saved/state";
import { useSavedSearches, useWho } from "@/saved/useSaved";
import { formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { columnsOf } from "./columns";
import { DeleteDialog } from "./DeleteDialog";
import { filtered } from "./list";
import type { Doing } from "./RowMenu";
import css from "./Saved.module.css";
import { Toolbar } from "./Toolbar";
import { useActions } from "./useActions";

const route = getRouteApi("/saved");
const EditDialog = lazy(() => import("@/saved/SaveDialog").then((module) => ({ default: module.EditDialog })));

/** All saved searches that one sees: found, opened, changed, deleted. */
export function Saved() {
  const { mayWrite } = useWho();
  const found = useHeld(useSavedSearches(), "saved searches");
  return (
    <>
      {!mayWrite && (
        <Notice tone="info">This credential may only read: searches can be opened here, not saved or changed.</Notice>
      )}
      <Answered query={found}>
        {({ searches }) =>
          searches.length > 0 ? <List searches={searches} reload={found.refetch} /> : <Nothing mayWrite={mayWrite} />
        }
      </Answered>
    </>
  );
}

/** What a dialog is open for. */
interface Asked {
  what: "edit" | "delete";
  saved: SavedSearch;
  opener: HTMLElement | null;
}

function List({ searches, reload }: { searches: readonly SavedSearch[]; reload: () => unknown }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { owner: me, mayWrite } = useWho();
  const { zone, nowNs } = useTime();
  const filter = useRef<HTMLInputElement>(null);
  const [doing, setDoing] = useState<Asked>();
  const wanted = useDeferredValue(search);
  const shown = useMemo(() => filtered(searches, wanted, me), [searches, wanted, me]);
  const actions = useActions(searches, reload);
  const onDo = (what: Doing, saved: SavedSearch, opener: HTMLElement | null) =>
    what === "edit" || what === "delete" ? setDoing({ what, saved, opener }) : actions[what](saved);
  const columns = columnsOf({ zone, nowNs, me, mayWrite, onDo });
  const close = () => {
    setDoing(undefined);
    // The row of what was deleted is gone, and the entry of the menu is in any case.
    requestAnimationFrame(() => (doing?.opener?.isConnected === true ? doing.opener : filter.current)?.focus());
  };

  return (
    <>
      <Toolbar filter={filter}>
        <p className={css["count"]} role="status">
          {shown.length === searches.length
            ? `${formatExactCount(searches.length)} saved`
            : `${formatExactCount(shown.length)} of ${formatExactCount(searches.length)}; the filters hide the others`}
        </p>
        <ExportMenu label="Saved searches" columns={columns} rows={shown} />
      </Toolbar>
      {shown.length > 0 ? (
        <DataTable
          label="Saved searches"
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
          sort={search.sort ?? "-updated"}
          onSort={(sort) => void navigate({ search: (old) => ({ ...old, sort: sort as typeof search.sort }) })}
        />
      ) : (
        <Empty title="No saved search fits" compact>
          The filters look at the name, the search, the owner and the screen. <Link to="/saved">Show all</Link>
        </Empty>
      )}
      {doing?.what === "edit" && (
        <Suspense>
          <EditDialog saved={doing.saved} close={close} />
        </Suspense>
      )}
      {doing?.what === "delete" && (
        <DeleteDialog saved={doing.saved} close={close} onDeleted={() => actions.deleted(doing.saved)} />
      )}
    </>
  );
}

function Nothing({ mayWrite }: { mayWrite: boolean }) {
  if (!mayWrite)
    return (
      <Empty title="No saved searches">Nobody of the organization shares one, and this credential saves none.</Empty>
    );
  return (
    <Empty title="No saved searches yet">
      Write a search in <Link to="/traces">Traces</Link>, <Link to="/logs">Logs</Link> or{" "}
      <Link to="/metrics-explorer">Metrics</Link> and press <Keys keys="s" />, or Save at the right of the search. It is
      listed here, opens with <Keys keys="mod+k" /> by its name, and can be shared.
    </Empty>
  );
}
