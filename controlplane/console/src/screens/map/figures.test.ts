import { expect, test } from "vitest";

import { countSaid, nameOf, said, unitsOf } from "./figures";

const quiet = { calls: 0, errors: 0, p50_ns: 0, p95_ns: 0, before: undefined, attention: undefined };

test("a name is shown whole: what cannot be seen is written out, none is said", () => {
  const name = "pay\u202Esredro";
  const units = unitsOf({ services: [], calls: [] }, 60, 1);
  expect(said({ ...quiet, service: name }, units)).toBe("pay⟨U+202E⟩sredro: nobody calls it");
  expect(nameOf("")).toBe("(no name)");
});

test("calls are counted, and rounded where they are estimated", () => {
  expect(countSaid(1, false)).toBe("1 call");
  expect(countSaid(1_204.4, true)).toBe("about 1,204 calls");
});
