import { type KeyboardEvent, useEffect, useState } from "react";

export interface Choice<Option> {
  /** Its place in the list; -1 for none. */
  chosen: number;
  /** The id of the chosen option, for `aria-activedescendant`. */
  activeId: string | undefined;
  forget: () => void;
  /** Whether the key was the list's; then it is dealt with. */
  onKey: (event: KeyboardEvent, take: (option: Option) => void) => boolean;
}

/**
 * What is chosen in the list below a text box, as in every combobox: arrows choose, Enter takes what is chosen, Tab that
 * or the first while something is being written. Options have the ids `<id>-<place>`.
 */
export function useChoice<Option>(id: string, options: readonly Option[], isWriting: boolean): Choice<Option> {
  const [chosen, setChosen] = useState(-1);
  useEffect(() => {
    if (chosen >= 0) document.querySelector(`#${CSS.escape(`${id}-${chosen}`)}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);
  const onKey = (event: KeyboardEvent, take: (option: Option) => void): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isTab = event.key === "Tab" && !event.shiftKey && isWriting;
    const wanted = options[chosen] ?? (isTab ? options[0] : undefined);
    if (options.length === 0) return false;
    if (step !== undefined)
      setChosen((chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length);
    else if ((event.key === "Enter" || isTab) && wanted !== undefined) take(wanted);
    else return false;
    event.preventDefault();
    return true;
  };
  return {
    chosen,
    activeId: chosen >= 0 && chosen < options.length ? `${id}-${chosen}` : undefined,
    forget: () => setChosen(-1),
    onKey,
  };
}
