// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { Change, type ChangeProps } from "./Change";

afterEach(cleanup);

const said = (props: ChangeProps) => {
  const { container } = render(<Change {...props} />);
  const element = container.firstElementChild;
  return [element?.textContent?.replaceAll("\u00A0", " "), element?.getAttribute("data-tone")];
};

test.each<[string, ChangeProps, string, string | null]>([
  ["the weather is not told", { now: 105, before: 100 }, "", null],
  ["calls may rise and fall", { now: 150, before: 100 }, "▲ up 50 %", null],
  ["slower by much is worse", { now: 130, before: 100, worse: "up" }, "▲ up 30 %", "worse"],
  ["slower by little has no colour", { now: 115, before: 100, worse: "up" }, "▲ up 15 %", null],
  ["faster is better", { now: 50, before: 100, worse: "up" }, "▼ down 50 %", "better"],
  ["a multiple is told as one", { now: 3_400, before: 100 }, "▲ up 34×", null],
  ["errors in points", { now: 0.032, before: 0.002, worse: "up", isShare: true }, "▲ up 3 pp", "worse"],
  ["few points have no colour", { now: 0.004, before: 0.002, worse: "up", isShare: true }, "▲ up 0.2 pp", null],
  ["of few calls nothing is alarming", { now: 130, before: 100, worse: "up", sample: 3 }, "▲ up 30 %", null],
  ["what was not there is new", { now: 5, before: undefined }, "new", null],
  ["nothing of nothing is nothing", { now: 0, before: 0 }, "", null],
])("%s", (_, props, text, tone) => expect(said(props)).toEqual([text, tone]));
