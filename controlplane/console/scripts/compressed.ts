import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg)$/;
// Below one packet's worth of bytes a compressed twin saves no round trip.
const BYTES_MIN = 1_400;

/** Puts a .gz and a .br beside every text file, so that the server compresses nothing while it answers. */
export function compressed(): Plugin {
  return {
    name: "camelops:compressed",
    apply: "build",
    writeBundle(options, bundle) {
      for (const file of Object.keys(bundle)) {
        const path = join(options.dir ?? ".", file);
        if (!TEXT.test(file)) continue;
        const plain = readFileSync(path);
        if (plain.length < BYTES_MIN) continue;
        writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: quality }));
      }
    },
  };
}
