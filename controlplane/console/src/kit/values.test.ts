import { expect, test } from "vitest";

import { lineOf, valueText } from "./values";

test("a value is shown as it was sent", () => {
  expect(valueText("12")).toBe("12");
  expect(valueText(12)).toBe("12");
  expect(valueText(["a", 1])).toBe('["a",1]');
  expect(valueText(null)).toBe("null");
  expect(valueText(undefined)).toBe("");
});

const line = (body: unknown, event_name = "") => lineOf({ body: body as string, event_name });

test("a record is a line: its body, or the event's name", () => {
  expect(line("started")).toBe("started");
  expect(line({ a: [1] })).toBe('{"a":[1]}');
  expect(line(null, "user.login")).toBe("user.login");
  expect(line("")).toBe("(no body)");
  expect(line("x".repeat(5_000))).toHaveLength(2_000);
});
