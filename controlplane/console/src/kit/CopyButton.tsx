import { Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

import css from "./kit.module.css";

// Long enough to be seen, short enough to be ready for the next copy.
const SAID_MS = 1_500;

/** Copies the whole value, however much of it is shown. `of` names it: "Copy trace id". */
export function CopyButton({ value, of }: { value: string; of: string }) {
  const { copied, copy } = useClipboard({ timeout: SAID_MS });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Tooltip label={copied ? "Copied" : `Copy ${of}`}>
      <button
        type="button"
        className={css["copy"]}
        data-copied={copied || undefined}
        aria-label={`Copy ${of}`}
        onClick={() => copy(value)}
      >
        <Icon aria-hidden />
        <span role="status" className="unseen">
          {copied ? "Copied" : ""}
        </span>
      </button>
    </Tooltip>
  );
}
