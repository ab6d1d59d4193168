import { expect, test } from "vitest";

import { firstUnseen, indexOf, lineOf, valueText, visible } from "./values";

test("a value is shown as it was sent", () => {
  expect(valueText("12")).toBe("12");
  expect(valueText(12)).toBe("12");
  expect(valueText(["a", 1])).toBe('["a",1]');
  expect(valueText(null)).toBe("null");
  expect(valueText(undefined)).toBe("");
});

test("what cannot be seen, or turns the text around, is written out", () => {
  expect(visible("\u001B[31mred\u0000")).toBe("⟨ESC⟩[31mred⟨NUL⟩");
  expect(visible("a\u202Eb\u200Bc\u009B")).toBe("a⟨U+202E⟩b⟨U+200B⟩c⟨U+009B⟩");
  const plain = "tab\tend\r\n größe 👩\u200D💻 مرحبا";
  expect(visible(plain)).toBe(plain);
});

test("the first character that is not seen has a place", () => {
  expect(firstUnseen("name:ad\u200Bmin")).toEqual({ column: 8, written: "⟨U+200B⟩" });
  expect(firstUnseen("name:admin")).toBe(undefined);
  expect(firstUnseen("😀\u200B")).toEqual({ column: 2, written: "⟨U+200B⟩" });
});

test("the server's columns count an emoji as one character", () => {
  expect(indexOf(1, "😀 x")).toBe(0);
  expect("😀 x".slice(indexOf(3, "😀 x"))).toBe("x");
  expect(indexOf(9, "😀 x")).toBe(4);
});

const line = (body: unknown, event_name = "") => lineOf({ body: body as string, event_name });

test("a record is a line: its body, or the event's name", () => {
  expect(line("started")).toBe("started");
  expect(line({ a: [1] })).toBe('{"a":[1]}');
  expect(line(null, "user.login")).toBe("user.login");
  expect(line("")).toBe("(no body)");
  expect(line("x".repeat(5_000))).toBe(`${"x".repeat(2_000)}…`);
});
