// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import type { Attribute } from "./difference";
import { DifferenceCard } from "./DifferenceCard";

afterEach(cleanup);

const values = (key: string): Attribute => ({
  key,
  source: "attribute",
  score: 0.5,
  selected: 10,
  rest: 5,
  values: [{ value: "foo", selected: 10, rest: 5 }],
  numbers: null,
  selected_quartiles: null,
  rest_quartiles: null,
});

function shown(attribute: Attribute): string[] {
  const asked: string[] = [];
  render(
    <DifferenceCard
      attribute={attribute}
      sides={{ selected: 10, rest: 10 }}
      query=""
      onQuery={(query) => asked.push(query)}
    />,
  );
  return asked;
}

test("a value is asked for by its key", () => {
  const asked = shown(values("user.id"));
  fireEvent.click(screen.getByRole("button", { name: "Include user.id foo" }));
  expect(asked).toEqual(["user.id:foo"]);
});

test("a key that no search can name is shown, and asks for nothing", () => {
  shown(values("user id"));
  expect(screen.getByText("foo")).toBeTruthy();
  expect(screen.getByText("without it")).toBeTruthy();
  expect(screen.queryAllByRole("button")).toEqual([]);
});
