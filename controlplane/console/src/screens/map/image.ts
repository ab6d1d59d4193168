/** The drawing as a file that needs neither the page nor its styles. */
import { resolved } from "@/kit/colours";

import type { Size } from "./viewport";

// All that the styles of the drawing set. The browser has worked it out: no colour is written twice.
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity",
  "font-family", "font-size", "font-weight", "text-anchor", "paint-order",
] as const; // prettier-ignore
// A screen has up to two px per px of CSS; Chromium draws no canvas with a longer side than 16,384.
const PNG_SCALE = 2;
const PNG_SIDE_PX_MAX = 16_000;

export function svgOf(shown: SVGSVGElement, { width, height }: Size): string {
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const [from, to] = [shown, copy].map((svg) => [...svg.querySelectorAll<SVGElement>("rect, path, text")]);
  for (const [index, element] of (to ?? []).entries()) {
    const style = from?.[index] && getComputedStyle(from[index]);
    if (style === undefined) continue;
    // What takes a press paints nothing.
    if (style.display === "none" || element.getAttribute("role") === "button") {
      element.remove();
      continue;
    }
    element.removeAttribute("style");
    for (const name of STYLES) element.style.setProperty(name, style.getPropertyValue(name));
  }
  for (const element of copy.querySelectorAll("[class]")) element.removeAttribute("class");
  copy.querySelector("[data-drawing]")?.removeAttribute("transform");
  copy.setAttribute("role", "img");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("style", `background: ${resolved("--canvas")}`);
  return new XMLSerializer().serializeToString(copy);
}

/** Twice as fine as the screen, or as fine as a canvas can be. Rejects when the browser cannot draw it. */
export async function pngOf(svg: string, { width, height }: Size): Promise<Blob> {
  const scale = Math.min(PNG_SCALE, PNG_SIDE_PX_MAX / Math.max(1, width, height));
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d");
    if (context !== null) {
      context.fillStyle = resolved("--canvas");
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
    }
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error(`a picture of ${canvas.width} × ${canvas.height} px is too large`)) : resolve(blob),
      ); // prettier-ignore
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
