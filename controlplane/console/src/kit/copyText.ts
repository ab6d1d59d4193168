import { ProblemError } from "@/api/problem";

// What fits in a notice, to be copied by hand from there.
const SAID_CHARACTERS_MAX = 300;

/**
 * Copies a text to the clipboard. Browsers have the clipboard's interface only over https and on localhost; elsewhere
 * the text is copied as a selection is. Rejects with ProblemError where neither is allowed.
 */
export async function copyText(text: string): Promise<void> {
  if ("clipboard" in navigator) {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch {
      // Not allowed to this page: a selection may be.
    }
  }
  if (copySelected(text)) return;
  const byHand = text.length <= SAID_CHARACTERS_MAX ? `, or copy it from here: ${text}` : "";
  throw new ProblemError({
    kind: "clipboard",
    status: 0,
    title: "Not copied",
    detail: "this browser does not let the page copy",
    wayOut: `Open the console over https${byHand}`,
  });
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.ariaHidden = "true";
  // In sight of the browser, which copies nothing from what is not drawn, and of nobody else.
  area.style.cssText = "position: fixed; inset: 0 auto auto 0; opacity: 0;";
  // Beside what has the focus: a dialog keeps it within itself.
  (focused?.parentElement ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
