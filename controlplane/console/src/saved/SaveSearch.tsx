import { Menu } from "@mantine/core";
import { IconBookmark, IconBookmarkFilled, IconBookmarkOff, IconChevronDown } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ComponentProps, lazy, Suspense, useRef, useState } from "react";

import { asProblem } from "@/api/problem";
import { useShortcut } from "@/app/shortcuts";
import { Keys } from "@/kit/Keys";
import { visible } from "@/kit/values";

import css from "./saved.module.css";
import { SavedHere } from "./SavedHere";
import { type Address, addressOf, isChanged, type SavedSearch, type ScreenName, SCREENS } from "./state";
import { useSaved, useWho } from "./useSaved";

const SaveDialog = lazy(() => import("./SaveDialog").then((module) => ({ default: module.SaveDialog })));

/** In the bar of a screen: saves what it shows, says which saved search it came from, and opens others. */
export function SaveSearch({ screen }: { screen: ScreenName }) {
  const address: Address = useSearch({ strict: false });
  const navigate = useNavigate();
  const { owner, mayWrite } = useWho();
  const id = typeof address["saved"] === "string" ? address["saved"] : undefined;
  const found = useSaved(id);
  const from = id !== undefined && found.data?.screen === screen ? found.data : undefined;
  const changed = from !== undefined && isChanged(from, address);
  const [isOpen, setOpen] = useState(false);
  const face = useRef<HTMLButtonElement>(null);
  const open = () => setOpen(mayWrite);
  const close = () => {
    setOpen(false);
    // The entry of the menu that had the focus is gone.
    requestAnimationFrame(() => face.current?.focus());
  };
  useShortcut("s", "Save this search", "Search", open);

  const show = (saved: SavedSearch) =>
    void navigate({
      to: ".",
      search: (old: object) => ({ ...old, saved: saved.id }),
      replace: true,
      resetScroll: false,
    });
  const undo = () => from && void navigate({ to: SCREENS[screen].to, search: addressOf(from) });
  return (
    <>
      <Menu position="bottom-end" width={340} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Face ref={face} from={from} isChanged={changed} isLost={id !== undefined && found.error !== null} />
        </Menu.Target>
        <Menu.Dropdown>
          {found.error !== null && <Menu.Label>{lost(found.error)}</Menu.Label>}
          {mayWrite ? (
            <Menu.Item onClick={open} rightSection={<Keys keys="s" />}>
              {changed ? "Save the changes…" : "Save this search…"}
            </Menu.Item>
          ) : (
            <Menu.Label>This credential may only read: it saves nothing</Menu.Label>
          )}
          {changed && <Menu.Item onClick={undo}>Undo the changes</Menu.Item>}
          <SavedHere screen={screen} current={from?.id} />
        </Menu.Dropdown>
      </Menu>
      {isOpen && (
        <Suspense>
          <SaveDialog
            screen={screen}
            address={address}
            from={from?.owner === owner ? from : undefined}
            onSaved={show}
            close={close}
          />
        </Suspense>
      )}
    </>
  );
}

function lost(error: unknown): string {
  const { kind } = asProblem(error);
  if (kind === "saved_search_deleted") return "The saved search this came from was deleted";
  if (kind === "saved_search_not_found") return "The saved search this came from is private, or never was";
  return "The saved search this came from cannot be read now";
}

interface FaceProps extends ComponentProps<"button"> {
  from: SavedSearch | undefined;
  isChanged: boolean;
  isLost: boolean;
}

/** The button: `Save`, or the name of what was opened and whether the screen shows something else by now. */
function Face({ from, isChanged: changed, isLost, ...rest }: FaceProps) {
  const name = from && visible(from.name);
  const Icon = isLost ? IconBookmarkOff : from === undefined ? IconBookmark : IconBookmarkFilled;
  return (
    <button
      type="button"
      {...rest}
      className={css["face"]}
      data-saved={from !== undefined || undefined}
      title={name}
      aria-label={name === undefined ? "Save" : `Saved search ${name}${changed ? ", changed" : ""}`}
    >
      <Icon aria-hidden />
      <span>{name ?? "Save"}</span>
      {changed && <em>changed</em>}
      <IconChevronDown aria-hidden className={css["chevron"]} />
    </button>
  );
}
