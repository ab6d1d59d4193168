// node look.mjs ADDRESS PICTURE TEXT…   prints which of the texts the page lacks, as JSON; PICTURE may be ''.
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../controlplane/console/", import.meta.url))("playwright-core");

// Until what is drawn last, a graph laid out in a worker, is there.
const SHOWN_MS_MAX = 20_000;
const PAUSE_MS = 250;
const SETTLED_MS = 1_500;

const [address, picture, ...texts] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  let lacking = texts;
  const started = Date.now();
  while (lacking.length > 0 && Date.now() - started < SHOWN_MS_MAX) {
    await page.waitForTimeout(PAUSE_MS);
    const shown = await page.locator("body").innerText();
    lacking = texts.filter((text) => !shown.includes(text));
  }
  await page.waitForTimeout(SETTLED_MS);
  if (picture) await page.screenshot({ path: picture });
  console.log(JSON.stringify(lacking));
} finally {
  await browser.close();
}
