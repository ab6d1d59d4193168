import type { ReactNode } from "react";

import type { Level } from "./levels";
import css from "./LevelMark.module.css";
import { visible } from "./values";

// A shape each: diamonds for what failed, a triangle for a warning, round and grey for all that is well.
const SHAPES: Record<Level, ReactNode> = {
  fatal: (
    <>
      <path d="M6 .2 11.8 6 6 11.8.2 6z" fill="currentColor" />
      <path d="M6 3v3.6M6 8v1" stroke="var(--surface)" strokeWidth="1.4" />
    </>
  ),
  error: <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />,
  warn: <path d="M6 1 11.5 11H.5z" fill="currentColor" />,
  info: <circle cx="6" cy="6" r="3" fill="currentColor" />,
  debug: <circle cx="6" cy="6" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  trace: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />,
  unknown: <circle cx="6" cy="6" r="1.2" fill="currentColor" />,
};

/** A level by shape, colour and word: the sender's own word where it gave one. */
export function LevelMark({ level, word = level }: { level: Level; word?: string }) {
  return (
    <span className={css["level"]} data-level={level} title={visible(word)}>
      <svg viewBox="0 0 12 12" aria-hidden>
        {SHAPES[level]}
      </svg>
      <span>{visible((word || level).toLowerCase())}</span>
    </span>
  );
}
