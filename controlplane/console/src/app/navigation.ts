import {
  IconAlignLeft,
  IconBookmark,
  IconBroadcast,
  IconChartLine,
  IconLayoutGrid,
  IconListTree,
  IconSitemap,
  type TablerIcon,
} from "@tabler/icons-react";
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
  { to: "/service-map", label: "Service map", icon: IconSitemap, letter: "s" },
  { to: "/traces", label: "Traces", icon: IconListTree, letter: "t" },
  { to: "/logs", label: "Logs", icon: IconAlignLeft, letter: "l" },
  { to: "/live", label: "Live", icon: IconBroadcast, letter: "v" },
  { to: "/metrics-explorer", label: "Metrics", icon: IconChartLine, letter: "m" },
  { to: "/saved", label: "Saved", icon: IconBookmark, letter: "f" },
];
