/** Changes of the address that are a moment behind what one does. */
import { useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";

// After the last letter, or the last turn of the wheel.
const REST_MS = 250;

interface AtRest {
  /** Runs the change after a moment in which no other was asked for. */
  later: (change: () => void) => void;
  cancel: () => void;
}

/**
 * For changes of the address by the screen that it is of. One who left meanwhile has left: a link counts at once, but the
 * old screen stays until the new one has been fetched, and what it wrote then would lead back to it.
 */
export function useAtRest(): AtRest {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cancel = useCallback(() => clearTimeout(timer.current), []);
  useEffect(() => cancel, [cancel]);
  const later = useCallback(
    (change: () => void) => {
      cancel();
      timer.current = setTimeout(() => {
        const { resolvedLocation } = router.state;
        if (resolvedLocation === undefined || resolvedLocation.pathname === router.latestLocation.pathname) change();
      }, REST_MS);
    },
    [router, cancel],
  );
  return { later, cancel };
}

/** A text that is shown as it is typed, and written when it rests. What comes by the address (a link, back) counts. */
export function useTypedText(known: string, write: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(known);
  const [shown, setShown] = useState(known);
  const [sent, setSent] = useState(known);
  if (shown !== known) {
    setShown(known);
    setSent(known);
    // What was written from here has arrived; more may have been typed meanwhile.
    if (known !== sent) setText(known);
  }
  const { later, cancel } = useAtRest();
  useEffect(() => {
    // Also after "back": what waited to be written would undo it.
    if (text === known) cancel();
  }, [text, known, cancel]);
  const type = (next: string) => {
    setText(next);
    later(() => {
      setSent(next);
      write(next);
    });
  };
  return [text, type];
}
