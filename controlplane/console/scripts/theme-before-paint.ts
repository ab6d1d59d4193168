import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

const SOURCE = new URL("../src/app/theme/before-paint.js", import.meta.url);

/**
 * Puts the script that chooses light or dark into <head>, before the styles: a page of the wrong brightness never shows.
 * It is a file of its own because the server's content policy allows no script inside the page.
 */
export function themeBeforePaint(): Plugin {
  let reference = "";
  return {
    name: "camelops:theme-before-paint",
    buildStart() {
      if (this.environment.mode === "build") {
        reference = this.emitFile({ type: "asset", name: "theme.js", source: readFileSync(SOURCE) });
      }
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const emitted = Object.values(bundle ?? {}).find(
          (each) => each.type === "asset" && each.names.includes("theme.js"),
        );
        const src = reference && emitted ? `./${emitted.fileName}` : "./src/app/theme/before-paint.js";
        return [{ tag: "script", attrs: { src }, injectTo: "head" }];
      },
    },
  };
}
