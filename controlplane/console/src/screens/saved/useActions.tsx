import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import { BASE_PATH } from "@/api/client";
import { notifyDone, notifyProblem } from "@/app/notify";
import { copyText } from "@/kit/copyText";
import { visible } from "@/kit/values";
import { draftOfSaved, nameOfCopy } from "@/saved/form";
import type { SavedSearch } from "@/saved/state";
import { useSaving } from "@/saved/useSaved";

import css from "./Saved.module.css";

// Long enough to read what was deleted and to reach the button by Tab.
const UNDO_MS = 20_000;

/** What is done to a saved search without a dialog. Whatever fails is said, and the list shows what is. */
export function useActions(searches: readonly SavedSearch[], reload: () => unknown) {
  const saving = useSaving();
  const attempt = async (doing: string, done: string, action: Promise<unknown>) => {
    try {
      await action;
      notifyDone(done);
    } catch (error) {
      notifyProblem(doing, error);
      reload();
    }
  };

  const undelete = (saved: SavedSearch) =>
    // The deletion was a version too.
    void attempt(
      "Bringing it back",
      `“${saved.name}” is back.`,
      saving.change(saved.id, saved.version + 1, draftOfSaved(saved)),
    );

  return {
    copy: (saved: SavedSearch) => {
      const name = nameOfCopy(saved.name, new Set(searches.map((each) => each.name)));
      const draft = { ...draftOfSaved(saved), name, shared: false };
      void attempt("Duplicating", `Saved “${name}”, private.`, saving.create(draft));
    },
    share: (saved: SavedSearch) => {
      const draft = { ...draftOfSaved(saved), shared: !saved.shared };
      const done = draft.shared ? `Everybody sees “${saved.name}” now.` : `“${saved.name}” is private now.`;
      void attempt("Sharing", done, saving.change(saved.id, saved.version, draft));
    },
    link: (saved: SavedSearch) => {
      const address = `${location.origin}${BASE_PATH}/saved/${saved.id}`;
      void attempt("Copying", `Copied ${address}`, copyText(address));
    },
    deleted: (saved: SavedSearch) => {
      const id = `deleted ${saved.id}`;
      const undo = () => {
        notifications.hide(id);
        undelete(saved);
      };
      notifications.show({
        id,
        color: "petrol",
        autoClose: UNDO_MS,
        message: (
          <span className={css["undo"]}>
            <span>Deleted “{visible(saved.name)}”.</span>
            <Button onClick={undo}>Undo</Button>
          </span>
        ),
      });
    },
  };
}
