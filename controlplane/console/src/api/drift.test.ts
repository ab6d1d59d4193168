import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { currentTypes, TYPES } from "../../scripts/api.mjs";

test("the types are those of controlplane/openapi.json: if not, run `npm run api`", async () => {
  expect(readFileSync(TYPES, "utf8")).toBe(await currentTypes());
});
