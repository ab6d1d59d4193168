import type { CSSProperties } from "react";

import { serviceColour } from "./colours";
import css from "./kit.module.css";
import { visible } from "./values";

/** A service's name behind its colour. */
export function ServiceName({ name }: { name: string }) {
  return (
    <span className={css["service"]} style={{ "--colour": serviceColour(name) } as CSSProperties} title={visible(name)}>
      <span>{visible(name) || "(no name)"}</span>
    </span>
  );
}
