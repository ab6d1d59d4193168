import css from "./kit.module.css";

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform);

const NAMES: Record<string, string> = {
  mod: isApple ? "⌘" : "Ctrl",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
  Escape: "Esc",
  space: "Space",
};

/** The keys of a shortcut as they are printed on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={css["keys"]}>
      {keys.split(" ").map((press) => (
        <kbd key={press}>
          {press
            .split(/\+(?=.)/)
            .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
            .join(isApple ? "" : " ")}
        </kbd>
      ))}
    </span>
  );
}
