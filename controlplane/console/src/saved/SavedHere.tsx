import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { asProblem } from "@/api/problem";
import { visible } from "@/kit/values";

import css from "./saved.module.css";
import { newestFirst, type ScreenName, SCREENS } from "./state";
import { useSavedSearches } from "./useSaved";

// A menu, not a list: the screen of all of them is one entry further.
const SHOWN_MAX = 8;

/** Entries of a menu: the latest saved searches of a screen, and where all of them are. */
export function SavedHere({ screen, current }: { screen: ScreenName; current: string | undefined }) {
  const { data, error } = useSavedSearches();
  const here = newestFirst(data?.searches ?? []).filter((each) => each.screen === screen);
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{error === null ? `Saved for ${SCREENS[screen].label}` : asProblem(error).detail}</Menu.Label>
      {here.slice(0, SHOWN_MAX).map(({ id, name, query }) => (
        <Menu.Item
          key={id}
          renderRoot={(props) => <Link {...props} to="/saved/$savedId" params={{ savedId: id }} />}
          aria-current={id === current || undefined}
          title={visible(query === "" ? name : `${name}: ${query}`)}
        >
          <span className={css["entry"]}>{visible(name)}</span>
        </Menu.Item>
      ))}
      {data !== undefined && here.length === 0 && <p className={css["none"]}>None yet</p>}
      <Menu.Item
        className={css["all"] ?? ""}
        renderRoot={(props) => <Link {...props} to="/saved" search={{ screen }} />}
      >
        {here.length > SHOWN_MAX ? `All ${here.length}` : "All saved searches"}
      </Menu.Item>
    </>
  );
}
