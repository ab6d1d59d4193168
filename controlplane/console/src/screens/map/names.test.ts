import { expect, test } from "vitest";

import { cutMiddle } from "./names";

const within = (letters: number) => (text: string) => [...text].length <= letters;

test("a name that fits is whole; one that does not keeps its beginning and its end", () => {
  expect(cutMiddle("orders", within(6))).toBe("orders");
  expect(cutMiddle("payments-eu-west-1", within(9))).toBe("paym…st-1");
  expect(cutMiddle("payments", within(2))).toBe("p…");
  expect(cutMiddle("payments", within(0))).toBe("…");
  expect(cutMiddle("🐫🐫🐫🐫🐫🐫", within(5))).toBe("🐫🐫…🐫🐫");
});

test("as much as fits is kept, for every width", () => {
  const name = "a-service-with-a-rather-long-name";
  for (let letters = 1; letters < name.length; letters += 1)
    expect(cutMiddle(name, within(letters))).toHaveLength(letters);
});
