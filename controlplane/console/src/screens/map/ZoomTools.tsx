import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useShortcut } from "@/app/shortcuts";
import { StatusMark } from "@/kit/StatusMark";

import css from "./Tools.module.css";
import type { Viewport } from "./useViewport";

const FACTOR = 1.25;

interface ZoomToolsProps {
  viewport: Viewport;
  /** The panel lies over the right side. */
  isBesidePanel: boolean;
  children: ReactNode;
}

/** Larger, smaller, all of it; and what the shapes mean. */
export function ZoomTools({ viewport: { zoom, fit }, isBesidePanel, children }: ZoomToolsProps) {
  useShortcut("+", "Larger", "Service map", () => zoom(FACTOR));
  useShortcut("-", "Smaller", "Service map", () => zoom(1 / FACTOR));
  useShortcut("0", "All of it in sight", "Service map", fit);
  return (
    <div className={css["tools"]} data-beside={isBesidePanel || undefined}>
      <div className={css["zoom"]}>
        <Tooltip label="Larger (+)">
          <ActionIcon aria-label="Larger" onClick={() => zoom(FACTOR)}>
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Smaller (-)">
          <ActionIcon aria-label="Smaller" onClick={() => zoom(1 / FACTOR)}>
            <IconMinus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="All of it in sight (0)">
          <ActionIcon aria-label="All of it in sight" onClick={fit}>
            <IconMaximize size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {children}
      </div>
      <p className={css["legend"]}>
        <span>In a box: calls, errors, p95</span>
        <span>Wider line: more calls</span>
        <span>
          <StatusMark status="error" label="" /> errors from 5 %
        </span>
        <span>
          <StatusMark status="warning" label="" /> doubled to 1 % or more
        </span>
      </p>
    </div>
  );
}
