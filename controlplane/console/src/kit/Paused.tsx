import { useEffect } from "react";

import { useTime } from "@/time/TimeContext";

import { Notice, NoticeButton } from "./states";

/** While it is there the clock does not refresh, and a line says so: pages that were asked for by hand would be lost. */
export function Paused() {
  const { isPaused, refresh, pause } = useTime();
  useEffect(pause, [pause]);
  if (!isPaused) return null;
  return (
    <Notice tone="info" action={<NoticeButton onClick={refresh}>Refresh</NoticeButton>}>
      It does not refresh by itself while more than the first page is shown.
    </Notice>
  );
}
