import { Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { notifyProblem } from "@/app/notify";

import { copyText } from "./copyText";
import css from "./kit.module.css";

// Long enough to be seen, short enough to be ready for the next copy.
const SAID_MS = 1_500;

/** Copies the whole value, however much of it is shown. `of` names it: "Copy trace id". */
export function CopyButton({ value, of }: { value: string; of: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await copyText(value);
      setCopied(true);
    } catch (error) {
      notifyProblem("Copying", error);
    }
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Tooltip label={copied ? "Copied" : `Copy ${of}`}>
      <button
        type="button"
        className={css["copy"]}
        data-copied={copied || undefined}
        aria-label={`Copy ${of}`}
        onClick={() => void copy()}
      >
        <Icon aria-hidden />
        <span role="status" className="unseen">
          {copied ? "Copied" : ""}
        </span>
      </button>
    </Tooltip>
  );
}
