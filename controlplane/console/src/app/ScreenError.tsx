import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { asProblem } from "@/api/problem";
import { ProblemNotice } from "@/kit/states";

/** In place of a screen that failed to draw. The shell around it goes on. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useEffect(() => {
    // A screen of a build that the server no longer has: the new index.html names the new files.
    if (/dynamically imported module|Importing a module script failed/.test(String(error))) location.reload();
  }, [error]);
  const again = () => {
    reset();
    void router.invalidate();
  };
  return <ProblemNotice problem={asProblem(error)} onRetry={again} />;
}
