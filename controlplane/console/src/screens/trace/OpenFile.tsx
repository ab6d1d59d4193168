import { Button } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";

import { asProblem, type Problem } from "@/api/problem";
import { ProblemNotice } from "@/kit/states";
import { formatBytes } from "@/time/formats";

import { FILE_BYTES_MAX, openFile, useOpenedFile } from "./data/files";
import css from "./Trace.module.css";

const FILE_MIB_MAX = FILE_BYTES_MAX / 2 ** 20;

/** A file is chosen or dropped here; one that holds a single trace is shown at once. */
export function OpenFile() {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(undefined);
    if (file.size > FILE_BYTES_MAX) {
      setProblem(tooLarge(file));
      return;
    }
    setReading(true);
    try {
      const opened = await openFile(file);
      const [only, another] = opened.traces.keys();
      if (only !== undefined && another === undefined && opened.refused.length === 0)
        await navigate({ to: "/traces/$traceId", params: { traceId: only }, search: { source: "file" } });
      else await navigate({ to: "/traces/file" });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setReading(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void open(event.dataTransfer.files[0]);
  };
  return (
    // A file is dropped by mouse; the button does the same by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={css["drop"]}
      role="group"
      aria-label="Open a trace file"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop a file here: OTLP as JSON or protobuf, up to {FILE_MIB_MAX} MiB. Nothing of it is stored.</p>
      <input
        ref={input}
        type="file"
        accept=".json,.pb,.bin,.otlp,application/json"
        aria-label="Trace file"
        hidden
        onChange={({ currentTarget }) => {
          void open(currentTarget.files?.[0]);
          // The same file, mended, is chosen again.
          currentTarget.value = "";
        }}
      />
      <Button
        variant="filled"
        loading={isReading}
        leftSection={<IconFolderOpen size={16} aria-hidden />}
        onClick={() => {
          useOpenedFile.setState({ file: undefined });
          input.current?.click();
        }}
      >
        Choose a file
      </Button>
      {problem !== undefined && <ProblemNotice compact problem={problem} />}
    </div>
  );
}

function tooLarge(file: File): Problem {
  return {
    kind: "file_too_large",
    status: 400,
    title: "Too large",
    detail: `${file.name} has ${formatBytes(file.size)}, a file may have ${FILE_MIB_MAX} MiB`,
    wayOut: "Send it to the collector: traces of any size are shown from there.",
  };
}
