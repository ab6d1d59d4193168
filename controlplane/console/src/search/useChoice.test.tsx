// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { useChoice } from "./useChoice";

afterEach(cleanup);

function Box({
  take,
  isFirstChosen,
  byTab,
}: {
  take: (option: string) => void;
  isFirstChosen: boolean;
  byTab: boolean;
}) {
  const choice = useChoice("box", ["a", "b"], { isFirstChosen, byTab });
  return (
    <input
      aria-controls="list"
      aria-expanded
      aria-activedescendant={choice.activeId}
      onKeyDown={(event) => choice.onKey(event, take)}
      role="combobox"
    />
  );
}

const shown = (ways: { isFirstChosen?: boolean; byTab?: boolean }) => {
  const taken = vi.fn<(option: string) => void>();
  render(<Box take={taken} isFirstChosen={false} byTab={false} {...ways} />);
  const box = screen.getByRole("combobox");
  return { taken, box, press: (key: string, more: object = {}) => fireEvent.keyDown(box, { key, ...more }) };
};

test("arrows choose, around the ends, and Enter takes", () => {
  const { taken, box, press } = shown({});
  press("Enter");
  expect(taken).not.toHaveBeenCalled();
  press("ArrowUp");
  expect(box.getAttribute("aria-activedescendant")).toBe("box-1");
  press("ArrowDown");
  press("Enter");
  expect(taken.mock.calls).toEqual([["a"]]);
});

test("the first may be chosen from the start, or be Tab's", () => {
  const list = shown({ isFirstChosen: true });
  list.press("Enter");
  expect(list.taken.mock.calls).toEqual([["a"]]);
  cleanup();
  const box = shown({ byTab: true });
  box.press("Tab");
  expect(box.taken.mock.calls).toEqual([["a"]]);
});

test("the Enter that ends what an input method composes takes nothing", () => {
  const { taken, press } = shown({ isFirstChosen: true });
  press("Enter", { isComposing: true });
  expect(taken).not.toHaveBeenCalled();
  press("Enter");
  expect(taken).toHaveBeenCalledOnce();
});
