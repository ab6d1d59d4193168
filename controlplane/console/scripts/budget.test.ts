import { expect, test } from "vitest";

import { type Part, weights } from "./budget";

const part = (file: string, kb: number, more: Partial<Part> = {}): Part => ({
  file,
  gzipBytes: kb * 1_000,
  imports: [],
  dynamicImports: [],
  isEntry: false,
  ...more,
});

test("the shell is charged with what it imports, a screen with what it adds", () => {
  const parts = [
    part("main.js", 100, { isEntry: true, imports: ["react.js"], dynamicImports: ["traces.js", "logs.js"] }),
    part("react.js", 60),
    part("traces.js", 20, { imports: ["react.js", "chart.js"] }),
    part("logs.js", 5, { imports: ["chart.js"], dynamicImports: ["editor.js"] }),
    part("chart.js", 30),
    part("editor.js", 90),
  ];
  expect(weights(parts, { shellKbMax: 250, screenKbMax: 120 })).toEqual([
    { name: "shell", kb: 160, kbMax: 250 },
    { name: "editor.js", kb: 90, kbMax: 120 },
    { name: "logs.js", kb: 35, kbMax: 120 },
    { name: "traces.js", kb: 50, kbMax: 120 },
  ]);
});

test("parts that import each other are counted once", () => {
  const parts = [
    part("main.js", 10, { isEntry: true, imports: ["a.js"] }),
    part("a.js", 1, { imports: ["b.js"] }),
    part("b.js", 2, { imports: ["a.js"] }),
  ];
  expect(weights(parts, { shellKbMax: 250, screenKbMax: 120 })).toEqual([{ name: "shell", kb: 13, kbMax: 250 }]);
});
