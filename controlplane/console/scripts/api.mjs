// Writes src/api/schema.d.ts from controlplane/openapi.json: `npm run api`. A test fails when the two differ.
import { readFileSync, writeFileSync } from "node:fs";

import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const DESCRIPTION = new URL("../../openapi.json", import.meta.url);
export const TYPES = new URL("../src/api/schema.d.ts", import.meta.url);
const HEADER = "// Generated from controlplane/openapi.json by `npm run api`. Not edited by hand.\n\n";

const text = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);

/** The types as text. Integers that a JavaScript number cannot hold (nanoseconds since 1970) are decimal strings. */
export async function typesOf(description) {
  const nodes = await openapiTS(description, {
    defaultNonNullable: false,
    transform: (schema) => (schema.type === "integer" && schema.maximum > Number.MAX_SAFE_INTEGER ? text : undefined),
  });
  return HEADER + astToString(nodes);
}

export async function currentTypes() {
  return typesOf(JSON.parse(readFileSync(DESCRIPTION, "utf8")));
}

if (import.meta.filename === process.argv[1]) writeFileSync(TYPES, await currentTypes());
