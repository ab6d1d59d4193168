// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";

import { CopyButton } from "./CopyButton";

// Plain http: the browser has no `navigator.clipboard`.
const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, "clipboard");
beforeEach(() => void Reflect.deleteProperty(Navigator.prototype, "clipboard"));
afterEach(() => {
  cleanup();
  if (clipboard !== undefined) Object.defineProperty(Navigator.prototype, "clipboard", clipboard);
  Reflect.deleteProperty(document, "execCommand");
});

function press() {
  render(
    <MantineProvider>
      <Notifications />
      <CopyButton value="4bf92f" of="trace id" />
    </MantineProvider>,
  );
  const button = screen.getByRole("button", { name: "Copy trace id" });
  button.focus();
  fireEvent.click(button);
  return button;
}

test("copies over plain http too, and the focus stays", async () => {
  const copied: string[] = [];
  document.execCommand = () => copied.push((document.activeElement as HTMLTextAreaElement).value) > 0;
  const button = press();
  await waitFor(() => expect(button.dataset["copied"]).toBe("true"));
  expect(copied).toEqual(["4bf92f"]);
  expect(document.activeElement).toBe(button);
  expect(document.querySelector("textarea")).toBeNull();
});

test("says what to do where the browser lets nothing be copied", async () => {
  document.execCommand = () => false;
  const button = press();
  const said = await screen.findByText(/does not let the page copy/);
  expect(said.textContent).toContain("copy it from here: 4bf92f");
  expect(button.dataset["copied"]).toBeUndefined();
});
