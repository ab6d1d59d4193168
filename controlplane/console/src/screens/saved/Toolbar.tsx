import { SegmentedControl } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, type RefObject } from "react";

import { useTypedText } from "@/app/address";
import { useShortcut } from "@/app/shortcuts";
import { useChange } from "@/app/useChange";
import { type ScreenName, SCREENS } from "@/saved/state";

import type { SavedListSearch } from "./route";
import css from "./Saved.module.css";

const route = getRouteApi("/saved");

interface ToolbarProps {
  /** The field of the filter. */
  filter: RefObject<HTMLInputElement | null>;
  children: ReactNode;
}

/** What narrows the list down; the children are what is said and done about it. */
export function Toolbar({ filter, children }: ToolbarProps) {
  const { screen, whose } = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: SavedListSearch) => void navigate({ search: (old) => ({ ...old, ...change }) });
  return (
    <div className={css["toolbar"]}>
      <Filter field={filter} />
      <label className={css["screens"]}>
        <span>Opens</span>
        <select
          value={screen ?? ""}
          onChange={({ currentTarget }) => set({ screen: (currentTarget.value as ScreenName) || undefined })}
        >
          <option value="">any screen</option>
          {Object.entries(SCREENS).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <SegmentedControl
        aria-label="Whose"
        value={whose ?? "all"}
        onChange={(value) => set({ whose: value === "all" ? undefined : (value as "mine" | "shared") })}
        data={[
          { value: "all", label: "All" },
          { value: "mine", label: "Mine" },
          { value: "shared", label: "Shared" },
        ]}
      />
      {children}
    </div>
  );
}

function Filter({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const { filter = "" } = route.useSearch();
  const change = useChange<SavedListSearch>(route);
  const [text, type] = useTypedText(filter, (next) => change({ filter: next || undefined }));
  useShortcut("/", "Filter the list", "Saved searches", () => field.current?.focus());
  return (
    <label className={css["filter"]}>
      <IconFilter aria-hidden />
      <input
        ref={field}
        type="search"
        value={text}
        onChange={({ currentTarget }) => type(currentTarget.value)}
        placeholder="Filter by name or search"
        aria-label="Filter by name or search"
        spellCheck={false}
      />
    </label>
  );
}
