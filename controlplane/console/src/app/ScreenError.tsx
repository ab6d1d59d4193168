import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";

import { asProblem } from "@/api/problem";
import { ProblemNotice } from "@/kit/states";

/**
 * In place of a screen that failed to draw. The shell around it goes on. A screen of a build that the server no longer has
 * the router has loaded anew once by then.
 */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return <ProblemNotice problem={asProblem(error)} onRetry={again} />;
}
