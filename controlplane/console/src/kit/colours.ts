/** Services keep their colour: it depends on the name alone, never on what else is on the screen. */

// --service-0 … --service-19 of tokens.css.
export const SERVICE_COLOURS = 20;

export function serviceColourIndex(name: string): number {
  // FNV-1a: spreads names that differ in their last letter.
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01_00_01_93);
  return ((hash ^ (hash >>> 15)) >>> 0) % SERVICE_COLOURS;
}

/** For styles. */
export function serviceColour(name: string): string {
  return `var(--service-${serviceColourIndex(name)})`;
}

/**
 * Colours for lines in one chart, which must differ: a name has its own unless another one before it has the same, then
 * the next that is free. The order of the names decides.
 */
export function lineColours(names: readonly string[]): `--service-${number}`[] {
  const used = new Set<number>();
  return names.map((name) => {
    let index = serviceColourIndex(name);
    for (let tries = 0; used.has(index) && tries < SERVICE_COLOURS; tries += 1) index = (index + 7) % SERVICE_COLOURS;
    used.add(index);
    return `--service-${index}` as const;
  });
}

/** A role of tokens.css as a canvas takes it: resolved for the theme that is shown. */
export function resolved(role: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(role).trim();
}
