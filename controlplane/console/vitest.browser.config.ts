import { defineConfig } from "vitest/config";

const modules = `${import.meta.dirname}/node_modules`;
const tests = new URL("../../tests/console", import.meta.url).pathname;

// Browser tests lie with the other tests of the repository; what they import lies here.
export default defineConfig({
  resolve: {
    alias: {
      "axe-core": `${modules}/axe-core/axe.js`,
      "playwright-core": `${modules}/playwright-core/index.mjs`,
      vitest: `${modules}/vitest/dist/index.js`,
    },
  },
  server: { fs: { allow: [tests, import.meta.dirname] } },
  test: {
    dir: tests,
    include: [`${tests}/**/*.test.ts`],
    globalSetup: `${tests}/platform.ts`,
    // One browser, one platform, two cores.
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    retry: 0,
  },
});
