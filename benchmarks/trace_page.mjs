// node trace_page.mjs ADDRESS PICTURE   opens one trace in the console, scrolls and hovers; prints one line of JSON.
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../controlplane/console/", import.meta.url))("playwright-core");

const SHOWN_MS_MAX = 60_000;
const SETTLED_MS = 500;
// Some three seconds each, a turn of the wheel or a move of the mouse for every frame.
const STEPS = 180;
const WHEEL_PX = 600;

const [address, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watch);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.shownMs !== undefined, undefined, { timeout: SHOWN_MS_MAX });
  const openMs = await page.evaluate(() => globalThis.shownMs);
  await page.waitForTimeout(SETTLED_MS);
  const { x, y, width, height } = await page.getByRole("tree").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  const scrolling = await frames(page, devtools, () => page.mouse.wheel(0, WHEEL_PX));
  const hovering = await frames(page, devtools, (step) =>
    page.mouse.move(x + 40 + ((step * 37) % (width - 80)), y + 10 + ((step * 53) % (height - 20))),
  );
  const jumping = await frames(page, devtools, (step) =>
    page.getByRole("tree").evaluate((list, share) => {
      list.scrollTop = share * list.scrollHeight;
    }, (step * 0.6180339887) % 1),
  );
  await page.waitForTimeout(SETTLED_MS);
  const rows = await page.getByRole("treeitem").count();
  if (picture) await page.screenshot({ path: picture });
  console.log(JSON.stringify({ openMs, scrolling, hovering, jumping, rows }));
} finally {
  await browser.close();
}

/** In the page: when the first row has been painted, and how long frames take while `measuring`. */
function watch() {
  const drawn = new MutationObserver(() => {
    if (document.querySelector("[role=treeitem]") === null) return;
    drawn.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => {
        globalThis.shownMs = performance.now();
      }),
    );
  });
  drawn.observe(document, { childList: true, subtree: true });
  globalThis.frameMs = [];
  let last = 0;
  const count = (now) => {
    if (globalThis.measuring) globalThis.frameMs.push(now - last);
    last = now;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}

/** CPU milliseconds of the page's main thread so far: another program's load is not in them. */
async function cpuMs(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return 1_000 * metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Does something `STEPS` times, and how long frames took meanwhile. */
async function frames(page, devtools, act) {
  const before = await cpuMs(devtools);
  await page.evaluate(() => {
    globalThis.frameMs = [];
    globalThis.measuring = true;
  });
  for (let step = 0; step < STEPS; step += 1) {
    await act(step);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const ms = await page.evaluate(() => {
    globalThis.measuring = false;
    return globalThis.frameMs;
  });
  const ascending = ms.toSorted((a, b) => a - b);
  return {
    frames: ms.length,
    cpuMs: ((await cpuMs(devtools)) - before) / STEPS,
    p99Ms: ascending[Math.ceil(0.99 * ms.length) - 1],
    worstMs: ascending.at(-1),
    over32: ms.filter((each) => each > 32).length,
  };
}
