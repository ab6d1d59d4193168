import { Tooltip } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";

import css from "./ToolToggle.module.css";

/** A square button that shows or hides a part of the screen. */
export function ToolToggle({
  icon: Icon,
  label,
  isOn,
  onToggle,
}: {
  icon: TablerIcon;
  label: string;
  isOn: boolean;
  onToggle: () => void;
}) {
  return (
    <Tooltip label={isOn ? `Hide ${label.toLowerCase()}` : `Show ${label.toLowerCase()}`}>
      <button type="button" className={css["toggle"]} aria-label={label} aria-pressed={isOn} onClick={onToggle}>
        <Icon aria-hidden />
      </button>
    </Tooltip>
  );
}
