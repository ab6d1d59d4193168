import { Button, Modal } from "@mantine/core";
import { useState } from "react";

import { asProblem, type Problem } from "@/api/problem";
import { notifyDone } from "@/app/notify";
import { Notice, ProblemNotice } from "@/kit/states";
import { visible } from "@/kit/values";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";

import { draftOf, type Fields, fieldsOfSaved, fieldsOfScreen } from "./form";
import css from "./saved.module.css";
import { SearchForm } from "./SearchForm";
import { type Address, addressOf, type SavedSearch, type ScreenName, summary } from "./state";
import { type Saving, useSaving, useSavedSearches } from "./useSaved";

interface SaveDialogProps {
  screen: ScreenName;
  /** What is saved: a screen as it is, or with `isEdit` the saved search itself. */
  address: Address;
  /** What it came from, if one may change that. */
  from?: SavedSearch | undefined;
  /** Not of a screen: the search is written here, and there is nothing to save as new. */
  isEdit?: boolean;
  onSaved?: (saved: SavedSearch) => void;
  close: () => void;
}

/** Saves a screen as a search, in place of the one it came from or as a new one; or edits a saved search. */
export function SaveDialog({ screen, address, from, isEdit = false, onSaved, close }: SaveDialogProps) {
  const [fields, setFields] = useState(() =>
    isEdit && from !== undefined ? fieldsOfSaved(from) : fieldsOfScreen(address, from),
  );
  const { state, save } = useSave(from, (saved) => {
    notifyDone(`Saved “${saved.name}”.`);
    onSaved?.(saved);
    close();
  });
  const draft = () => draftOf(fields, screen, address);
  const isNamed = fields.name.trim() !== "";
  const canReplace = from !== undefined && state.problem?.kind !== "saved_search_deleted";
  const submit = () => isNamed && !state.isSaving && save(draft(), canReplace);
  return (
    <Modal
      opened
      onClose={close}
      title={isEdit ? "Edit the saved search" : "Save this search"}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <SearchForm
        fields={fields}
        onChange={setFields}
        view={summary(address, "view")}
        layout={summary(address, "layout")}
        hasTime={screen !== "live"}
        isQueryOpen={isEdit && screen !== "service-map"}
        onSubmit={submit}
      >
        <Said state={state} />
        <SameName fields={fields} screen={screen} except={from?.id} />
        <div className={css["buttons"]}>
          <Button onClick={close}>Cancel</Button>
          {canReplace && !isEdit && (
            <Button onClick={() => save(draft(), false)} disabled={!isNamed} loading={state.isSaving}>
              Save as new
            </Button>
          )}
          <Button type="submit" variant="filled" disabled={!isNamed} loading={state.isSaving}>
            {wordOf(canReplace, isEdit, state)}
          </Button>
        </div>
      </SearchForm>
    </Modal>
  );
}

function wordOf(canReplace: boolean, isEdit: boolean, { newer }: SavingState): string {
  if (!canReplace) return "Save";
  if (newer !== undefined) return "Overwrite that";
  return isEdit ? "Save" : "Overwrite";
}

interface SavingState {
  isSaving: boolean;
  problem?: Problem | undefined;
  /** What somebody made of it meanwhile. */
  newer?: SavedSearch | undefined;
}

/** Saves, and finds out what it is now when somebody else was faster. */
function useSave(from: SavedSearch | undefined, onSaved: (saved: SavedSearch) => void) {
  const saving = useSaving();
  const [state, setState] = useState<SavingState>({ isSaving: false });
  const save = (draft: ReturnType<typeof draftOf>, replaces: boolean) => {
    setState({ ...state, isSaving: true });
    const answer =
      from !== undefined && replaces
        ? saving.change(from.id, (state.newer ?? from).version, draft)
        : saving.create(draft);
    answer.then(onSaved, async (error: unknown) =>
      setState({ isSaving: false, ...(await whyNot(saving, from, error)) }),
    );
  };
  return { state, save };
}

async function whyNot(
  saving: Saving,
  from: SavedSearch | undefined,
  error: unknown,
): Promise<Pick<SavingState, "problem" | "newer">> {
  const problem = asProblem(error);
  if (problem.kind !== "version_conflict" || from === undefined) return { problem };
  return saving.read(from.id).then(
    (newer) => ({ newer }),
    (unread: unknown) => ({ problem: asProblem(unread) }),
  );
}

function Said({ state: { problem, newer } }: { state: SavingState }) {
  const { zone } = useTime();
  if (newer !== undefined)
    return (
      <div className={css["said"]}>
        <Notice>
          It was changed elsewhere at {formatInstant(parseNs(newer.updated_unix_ns), zone, 0)}: “{visible(newer.name)}”,{" "}
          {newer.query === "" ? "everything" : <code>{newer.query}</code>}. Nothing is saved yet: overwrite that with
          yours, or cancel to leave it.
        </Notice>
      </div>
    );
  if (problem?.kind === "saved_search_deleted")
    return (
      <div className={css["said"]}>
        <Notice>It was deleted meanwhile. What you save now is a new one.</Notice>
      </div>
    );
  return problem === undefined ? null : (
    <div className={css["said"]}>
      <ProblemNotice problem={problem} compact />
    </div>
  );
}

function SameName({ fields, screen, except }: { fields: Fields; screen: ScreenName; except: string | undefined }) {
  const { data } = useSavedSearches();
  const name = fields.name.trim();
  const same = data?.searches.some((each) => each.name === name && each.screen === screen && each.id !== except);
  return same === true ? <p className={css["hint"]}>There is one of this name already; both will be listed.</p> : null;
}

/** The address of what is edited: a saved search alone. */
export function EditDialog({ saved, close }: { saved: SavedSearch; close: () => void }) {
  return <SaveDialog screen={saved.screen} address={addressOf(saved)} from={saved} isEdit close={close} />;
}
