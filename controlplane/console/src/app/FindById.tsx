import { IconHash } from "@tabler/icons-react";
import { useRef, useState } from "react";

import { pasted } from "./ids";
import { useJump } from "./jump";
import { useShortcut } from "./shortcuts";
import css from "./TopBar.module.css";

/** The box that takes any id as it was copied, and goes there. */
export function FindById() {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const jump = useJump();
  useShortcut("i", "Find by id", "Everywhere", () => input.current?.focus());
  return (
    <form
      role="search"
      className={css["find"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        void jump(pasted(text)[0]);
        setText("");
        input.current?.blur();
      }}
    >
      <IconHash aria-hidden />
      <input
        ref={input}
        type="text"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && input.current?.blur()}
        placeholder="Trace, span or exchange id"
        aria-label="Find by trace, span or exchange id"
        autoComplete="off"
        spellCheck={false}
      />
    </form>
  );
}
