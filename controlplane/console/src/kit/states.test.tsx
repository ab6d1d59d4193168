// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { ProblemError } from "@/api/problem";

import { Answered, ProblemNotice } from "./states";

afterEach(cleanup);

const problem = { kind: "query_malformed", status: 400, title: "", detail: "a value is missing", wayOut: "write one" };
const show = (element: React.ReactNode) => render(<MantineProvider env="test">{element}</MantineProvider>);

test("a caret stands below the character of the search that broke", () => {
  show(<ProblemNotice problem={{ ...problem, query: "service:orders duration>", column: 25 }} />);
  const marked = screen.getByRole("img", { name: "At character 25 of: service:orders duration>" });
  const [line = "", caret = ""] = [marked.childNodes[0]?.textContent, marked.lastChild?.textContent].map(
    (each) => each ?? "",
  );
  expect(line).toBe("service:orders duration>");
  expect(caret).toBe(`${" ".repeat(24)}^`);
  expect(screen.getByRole("heading").textContent).toContain("A value is missing.");
});

test("an emoji before it is one character, and what cannot be seen is written out", () => {
  show(<ProblemNotice problem={{ ...problem, query: "name:😀\u202E duration>", column: 18 }} />);
  const marked = screen.getByRole("img", { name: /^At character 18/ });
  expect(marked.childNodes[0]?.textContent).toBe("name:😀⟨U+202E⟩ duration>");
  expect(marked.lastChild?.textContent).toBe(`${" ".repeat(24)}^`);
});

test("of a long search the place is shown, not the beginning", () => {
  const query = `${"a:b ".repeat(500)}c: d`;
  show(<ProblemNotice problem={{ ...problem, query, column: 2_001 }} />);
  const marked = screen.getByRole("img", { name: /^At character/ });
  expect(marked.childNodes[0]?.textContent).toMatch(/^….*a:b $/);
  expect(marked.lastChild?.textContent?.length).toBe((marked.childNodes[0]?.textContent?.length ?? 0) + 1);
});

test("what the asker must change is not offered to be tried again", () => {
  const onRetry = vi.fn<() => void>();
  show(<ProblemNotice problem={problem} onRetry={onRetry} />);
  expect(screen.queryByRole("button")).toBeNull();
  cleanup();
  show(<ProblemNotice problem={{ ...problem, status: 503 }} onRetry={onRetry} />);
  screen.getByRole("button", { name: "Try again" }).click();
  expect(onRetry).toHaveBeenCalledOnce();
});

test("an answer stays when asking again failed, and says so", () => {
  const error = new ProblemError({ ...problem, status: 503, detail: "the store is away" });
  show(<Answered query={{ data: "rows", error, refetch: () => undefined }}>{(data) => <p>{data}</p>}</Answered>);
  expect(screen.getByText("rows")).toBeDefined();
  expect(screen.getByRole("status").textContent).toContain("The store is away. This is the last answer.");
});

test("no answer yet is loading, and a failure without one is a problem", () => {
  const none = { data: undefined, refetch: () => undefined };
  show(<Answered query={{ ...none, error: null }}>{() => null}</Answered>);
  expect(screen.getByRole("status", { name: "Loading" })).toBeDefined();
  cleanup();
  show(<Answered query={{ ...none, error: new TypeError("Failed to fetch") }}>{() => null}</Answered>);
  expect(screen.getByRole("alert").textContent).toContain("Camelops does not answer.");
});
