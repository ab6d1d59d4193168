import { IconAlignLeft, IconChartLine, IconLayoutGrid, IconListTree, type TablerIcon } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";

export interface Destination {
  to: NonNullable<LinkProps["to"]>;
  label: string;
  icon: TablerIcon;
  /** After `g`: goes there from anywhere. */
  letter: string;
}

/** The left side, from top to bottom. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/", label: "Overview", icon: IconLayoutGrid, letter: "o" },
  { to: "/traces", label: "Traces", icon: IconListTree, letter: "t" },
  { to: "/logs", label: "Logs", icon: IconAlignLeft, letter: "l" },
  { to: "/metrics-explorer", label: "Metrics", icon: IconChartLine, letter: "m" },
];
