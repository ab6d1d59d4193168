import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { budget } from "./scripts/budget.ts";
import { compressed } from "./scripts/compressed.ts";
import { themeBeforePaint } from "./scripts/theme-before-paint.ts";

// Where `camelops up` answers while one works on the console: same origin for the browser, so nothing else differs.
const API = process.env["CAMELOPS_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  // Relative, so that the console works under any path: index.html's <base> says which.
  base: "./",
  resolve: { alias: { "@": `${import.meta.dirname}/src` } },
  plugins: [react(), themeBeforePaint(), compressed(), budget({ shellKbMax: 250, screenKbMax: 120 })],
  server: { proxy: { "/api": API, "/compat": API, "/readyz": API } },
  build: { target: "es2023", modulePreload: { polyfill: false }, reportCompressedSize: false, assetsInlineLimit: 0 },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    environment: "node",
    env: { TZ: "Europe/Berlin" },
    restoreMocks: true,
  },
});
