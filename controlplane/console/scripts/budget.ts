import { gzipSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

/** Limits in kB (1,000 bytes) of gzip: what a first visit waits for, and what each screen may add to it. */
export interface Budget {
  shellKbMax: number;
  screenKbMax: number;
}

/** A part of the build as the budget sees it. */
export interface Part {
  file: string;
  gzipBytes: number;
  imports: string[];
  dynamicImports: string[];
  isEntry: boolean;
}

export interface Weight {
  name: string;
  kb: number;
  kbMax: number;
}

/**
 * The shell is the entry with everything it imports; a screen is what its dynamic import brings beyond the shell.
 * Screens that share a part are each charged with it: either may be the first one opened.
 */
export function weights(parts: Part[], limits: Budget): Weight[] {
  const byFile = new Map(parts.map((part) => [part.file, part]));
  const closure = (roots: string[], known: ReadonlySet<string> = new Set()): Set<string> => {
    const found = new Set<string>();
    const waiting = [...roots];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (found.has(file) || known.has(file)) continue;
      found.add(file);
      waiting.push(...(byFile.get(file)?.imports ?? []));
    }
    return found;
  };
  const kb = (files: Set<string>) =>
    [...files].reduce((sum, file) => sum + (byFile.get(file)?.gzipBytes ?? 0), 0) / 1_000;

  const shell = closure(parts.filter((part) => part.isEntry).map((part) => part.file));
  const lazy = new Set(parts.flatMap((part) => part.dynamicImports).filter((file) => !shell.has(file)));
  return [
    { name: "shell", kb: kb(shell), kbMax: limits.shellKbMax },
    ...[...lazy].toSorted().map((file) => ({ name: file, kb: kb(closure([file], shell)), kbMax: limits.screenKbMax })),
  ];
}

/** Fails the build when a part is over its limit, and prints every weight otherwise. */
export function budget(limits: Budget): Plugin {
  return {
    name: "camelops:budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((each): each is Rolldown.OutputChunk => each.type === "chunk");
      const found = weights(chunks.map(partOf), limits);
      for (const { name, kb, kbMax } of found) this.info(`${kb.toFixed(1).padStart(6)} of ${kbMax} kB gzip  ${name}`);
      const over = found.filter(({ kb, kbMax }) => kb > kbMax);
      if (over.length > 0) {
        const said = over.map(({ name, kb, kbMax }) => `${name} is ${kb.toFixed(1)} kB gzip, ${kbMax} are the most`);
        this.error(`${said.join("; ")}: load what is not needed at once by a dynamic import`);
      }
    },
  };
}

function partOf(chunk: Rolldown.OutputChunk): Part {
  return {
    file: chunk.fileName,
    gzipBytes: gzipSync(chunk.code, { level: 9 }).length,
    imports: chunk.imports,
    dynamicImports: chunk.dynamicImports,
    isEntry: chunk.isEntry,
  };
}
