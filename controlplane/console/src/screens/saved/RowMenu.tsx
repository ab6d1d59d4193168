import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";

import { visible } from "@/kit/values";
import type { SavedSearch } from "@/saved/state";

import css from "./Saved.module.css";

export type Doing = "edit" | "copy" | "share" | "link" | "delete";

interface RowMenuProps {
  saved: SavedSearch;
  isMine: boolean;
  mayWrite: boolean;
  /** `opener` takes the focus back. */
  onDo: (doing: Doing, opener: HTMLElement | null) => void;
}

/** What can be done with a saved search; what would be refused is not offered. */
export function RowMenu({ saved: { id, name, owner, shared }, isMine, mayWrite, onDo }: RowMenuProps) {
  const dots = useRef<HTMLButtonElement>(null);
  const does = (doing: Doing) => () => onDo(doing, dots.current);
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button ref={dots} type="button" className={css["dots"]} aria-label={`Actions for ${visible(name)}`}>
          <IconDots aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          className={css["open"] ?? ""}
          renderRoot={(props) => <Link {...props} to="/saved/$savedId" params={{ savedId: id }} />}
        >
          Open
        </Menu.Item>
        <Menu.Item onClick={does("link")}>Copy the link</Menu.Item>
        {mayWrite && <Menu.Item onClick={does("copy")}>Duplicate</Menu.Item>}
        {mayWrite && isMine && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={does("edit")}>Rename, edit…</Menu.Item>
            <Menu.Item onClick={does("share")}>{shared ? "Make it private" : "Share with everybody"}</Menu.Item>
            <Menu.Item onClick={does("delete")}>Delete…</Menu.Item>
          </>
        )}
        {!mayWrite && <Menu.Label>This credential may only read</Menu.Label>}
        {mayWrite && !isMine && <Menu.Label>Only {visible(owner)} changes it; a copy is yours</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
