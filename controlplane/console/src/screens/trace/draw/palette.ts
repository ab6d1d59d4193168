/** The colours and letters of a canvas: those of the page, resolved for the theme that is shown. */
import { resolved, SERVICE_COLOURS, serviceColourIndex } from "@/kit/colours";

export interface Palette {
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  lineStrong: string;
  surface: string;
  hover: string;
  accent: string;
  accentSoft: string;
  accentLine: string;
  error: string;
  services: readonly string[];
  /** Font sizes in px, and the family; canvas takes no rem. */
  font: string;
  textPx: number;
  smallPx: number;
}

export function readPalette(): Palette {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const size = (role: `--${string}`) => (Number.parseFloat(resolved(role)) || 0.8) * rem;
  return {
    ink: resolved("--ink"),
    ink2: resolved("--ink-2"),
    ink3: resolved("--ink-3"),
    line: resolved("--line"),
    lineStrong: resolved("--line-strong"),
    surface: resolved("--surface"),
    hover: resolved("--hover"),
    accent: resolved("--accent"),
    accentSoft: resolved("--accent-soft"),
    accentLine: resolved("--accent-line"),
    error: resolved("--error-fill"),
    services: Array.from({ length: SERVICE_COLOURS }, (_, index) => resolved(`--service-${index}`)),
    font: resolved("--font"),
    textPx: size("--text-sm"),
    smallPx: size("--text-xs"),
  };
}

/** The colour of each service of a trace, by its place there; the last one is for none. */
export function serviceColours(services: readonly string[], palette: Palette): string[] {
  return [...services.map((name) => palette.services[serviceColourIndex(name)] ?? palette.ink3), palette.ink3];
}

/** Letters on a colour, `#rrggbb`: whichever of black and white stands out more, which is at least 4.5 : 1. */
export function lettersOn(colour: string): string {
  const rgb = Number.parseInt(colour.slice(1, 7), 16);
  const [red = 0, green = 0, blue = 0] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((each) => {
    const share = each / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // Of the relative luminance of WCAG 2: here black and white are as far from the colour.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** Makes the canvas as fine as the screen, and its unit a CSS pixel. Undefined where there is nothing to draw on. */
export function prepared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext("2d");
  if (context === null || width < 1 || height < 1) return undefined;
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  // Setting a size clears the canvas and its memory: only when it is another one.
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

const widths = new Map<string, number>();
// Far more texts than one screen shows.
const WIDTHS_MAX = 5_000;

/** How wide a text is in the context's font. Measuring is the dearest thing a frame does: it is done once. */
export function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= WIDTHS_MAX) widths.clear();
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}

/** The shapes of StatusMark: a full diamond is an error. */
export function diamond(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.closePath();
  context.fill();
}

/** Other letters have other widths. */
export function forgetWidths(): void {
  widths.clear();
}
