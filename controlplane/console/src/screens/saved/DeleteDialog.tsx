import { Button, Modal } from "@mantine/core";
import { useState } from "react";

import { asProblem, type Problem } from "@/api/problem";
import { ProblemNotice } from "@/kit/states";
import { visible } from "@/kit/values";
import type { SavedSearch } from "@/saved/state";
import { useSaving } from "@/saved/useSaved";

import css from "./Saved.module.css";

interface DeleteDialogProps {
  saved: SavedSearch;
  onDeleted: () => void;
  close: () => void;
}

/** Asks before it deletes, and names what. */
export function DeleteDialog({ saved, onDeleted, close }: DeleteDialogProps) {
  const saving = useSaving();
  const [problem, setProblem] = useState<Problem>();
  const [isDeleting, setDeleting] = useState(false);
  const remove = async () => {
    setDeleting(true);
    try {
      await saving.remove(saved);
      onDeleted();
      close();
    } catch (error) {
      setProblem(asProblem(error));
      setDeleting(false);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Delete the saved search?"
      size="md"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p className={css["named"]}>{visible(saved.name)}</p>
      <p className={css["faint"]}>
        {saved.shared
          ? "Everybody of the organization loses it. Links to it will say that it was deleted."
          : "Links to it will say that it was deleted."}
      </p>
      {problem !== undefined && <ProblemNotice problem={problem} compact />}
      <div className={css["buttons"]}>
        <Button onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button variant="filled" color="red" onClick={() => void remove()} loading={isDeleting}>
          Delete
        </Button>
      </div>
    </Modal>
  );
}
