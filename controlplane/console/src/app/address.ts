/** Changes of the address that are a moment behind what one does. */
import { useRouter } from "@tanstack/react-router";
import { type Dispatch, type SetStateAction, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

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

/** How a value stands in the address. */
interface Form<T, Known extends string | undefined> {
  read: (known: Known) => T;
  spell: (value: T) => Known;
  write: (spelled: Known) => void;
}

/**
 * A value that is shown as it is changed, and written to the address when it rests, or at once by the last of the three.
 * What comes by the address (a link, back) counts.
 */
export function useAhead<T, Known extends string | undefined>(
  known: Known,
  { read, spell, write }: Form<T, Known>,
): [T, Dispatch<SetStateAction<T>>, () => void] {
  const [value, setValue] = useState(() => read(known));
  const [shown, setShown] = useState(known);
  const [sent, setSent] = useState(known);
  if (shown !== known) {
    setShown(known);
    setSent(known);
    // What was written from here has arrived; more may have been changed meanwhile.
    if (known !== sent && known !== spell(value)) setValue(() => read(known));
  }
  const spelled = spell(value);
  // An address that another hand wrote is left in its words.
  const isNew = spelled !== known && spelled !== spell(read(known));
  const { later, cancel } = useAtRest();
  const latest = useRef({ spelled, isNew, write });
  useLayoutEffect(() => {
    latest.current = { spelled, isNew, write };
  });
  const writeNow = useCallback(() => {
    cancel();
    const now = latest.current;
    if (!now.isNew) return;
    setSent(now.spelled);
    now.write(now.spelled);
  }, [cancel]);
  useEffect(() => {
    // Not after "back": what waited to be written would undo it.
    if (!isNew) return;
    later(writeNow);
    return cancel;
  }, [spelled, isNew, known, later, cancel, writeNow]);
  return [value, setValue, writeNow];
}

const asItIs = (text: string) => text;

/** A text that is shown as it is typed, and written when it rests. */
export function useTypedText(known: string, write: (text: string) => void): [string, (text: string) => void] {
  const [text, type] = useAhead(known, { read: asItIs, spell: asItIs, write });
  return [text, type];
}
