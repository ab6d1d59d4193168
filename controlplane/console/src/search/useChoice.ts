import { type KeyboardEvent, useEffect, useState } from "react";

export interface Choice<Option> {
  /** Its place in the list; -1 for none. */
  chosen: number;
  /** The id of the chosen option, for `aria-activedescendant`. */
  activeId: string | undefined;
  choose: (place: number) => void;
  /** What is chosen before anybody chose. */
  forget: () => void;
  /** Whether the key was the list's, or an input method's that is composing: then it is dealt with. */
  onKey: (event: KeyboardEvent, take: (option: Option) => void) => boolean;
}

interface Ways {
  /** Tab takes what is chosen, or the first. */
  byTab?: boolean;
  /** The first is chosen before anybody chose; else none is. */
  isFirstChosen?: boolean;
}

/**
 * What is chosen in the list below a text box, as in every combobox: arrows choose, Enter takes what is chosen. Options
 * have the ids `<id>-<place>`.
 */
export function useChoice<Option>(
  id: string,
  options: readonly Option[],
  { byTab = false, isFirstChosen = false }: Ways,
): Choice<Option> {
  const before = isFirstChosen ? 0 : -1;
  const [chosen, setChosen] = useState(before);
  useEffect(() => {
    if (chosen >= 0) document.querySelector(`#${CSS.escape(`${id}-${chosen}`)}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);
  const onKey = (event: KeyboardEvent, take: (option: Option) => void): boolean => {
    if (event.nativeEvent.isComposing) return true;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isTab = event.key === "Tab" && !event.shiftKey && byTab;
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
    choose: setChosen,
    forget: () => setChosen(before),
    onKey,
  };
}
