/** Names in the width of a box: cut in the middle, where names of one team differ least. */

/** The text, or its beginning and end around `…`, as long as it fits; letters are never halved. */
export function cutMiddle(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...text];
  const cut = (kept: number) => [...letters.slice(0, Math.ceil(kept / 2)), "…", ...(kept > 1 ? letters.slice(-Math.floor(kept / 2)) : [])].join(""); // prettier-ignore
  let low = 0;
  let high = letters.length - 1;
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (fits(cut(kept))) low = kept;
    else high = kept - 1;
  }
  return cut(low);
}

/** A measure of text in a font of the page, px. */
export function measureIn(font: string): (text: string) => number {
  let context: CanvasRenderingContext2D | null | undefined;
  return (text) => {
    if (context === undefined) {
      // Once: to read the font's name takes longer than to measure.
      context = document.createElement("canvas").getContext("2d");
      if (context !== null) context.font = font;
    }
    return context?.measureText(text).width ?? 0;
  };
}
