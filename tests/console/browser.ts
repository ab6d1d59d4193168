/** A browser on the platform, as a person uses it: what the tests of all screens share. */
import axe from "axe-core";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Request,
} from "playwright-core";
import { test as base, expect, inject } from "vitest";

export { expect, inject };

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PICTURES = new URL(
  "../../controlplane/console/pictures/",
  import.meta.url,
).pathname;

export type Theme = "light" | "dark";

export interface Opening {
  theme?: Theme;
  width?: number;
  height?: number;
  /** The screen never stops asking: what it shows has to be waited for. */
  isLive?: boolean;
}

export type Open = (path: string, opening?: Opening) => Promise<Page>;

/**
 * `open` shows a path of the console in a fresh context and waits for the screen. Whatever the page complains about
 * fails the test at its end, but for answers that the test asked to fail.
 */
export const test = base.extend<{
  open: Open;
  complaints: string[];
  browser: Browser;
}>({
  browser: [
    async ({}, provide) => {
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: FLAGS,
      });
      await provide(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  complaints: async ({}, provide) => {
    const complaints: string[] = [];
    await provide(complaints);
    expect(complaints).toEqual([]);
  },
  open: async ({ browser, complaints, task }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(
      async (
        path,
        { theme = "light", width = 1_440, height = 900, isLive = false } = {},
      ) => {
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme: theme,
          reducedMotion: "reduce",
          timezoneId: "Europe/Berlin",
          locale: "en-GB",
          permissions: ["clipboard-read", "clipboard-write"],
        });
        contexts.push(context);
        const page = await context.newPage();
        watchRequests(page);
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("console", (message) => {
          // The browser's own line about an answer of 400 and up: the screen shows the problem, and tests look at that.
          if (
            ["error", "warning"].includes(message.type()) &&
            !/Failed to load resource/.test(message.text())
          ) {
            complaints.push(message.text());
          }
        });
        await page.goto(inject("platform").url + path);
        if (!isLive) await settled(page);
        return page;
      },
    );
    if (task.result?.state === "fail") {
      for (const page of contexts.flatMap((context) => context.pages()))
        await tell(page);
    }
    await Promise.all(contexts.map((context) => context.close()));
  },
});

// Requests under way, of each page. A document is idle once and for all: screens that follow in it are not seen by that.
const pending = new WeakMap<Page, Set<Request>>();

function watchRequests(page: Page): void {
  const requests = new Set<Request>();
  pending.set(page, requests);
  page.on("request", (request) => {
    // This one goes on for as long as somebody looks.
    if (!request.url().includes("/api/v1/tail/")) requests.add(request);
  });
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
  // What an earlier document had asked for nobody answers any more.
  page.on("domcontentloaded", () => requests.clear());
}

// An answer leads to the next question within this.
const QUIET_MS = 200;

/** Once nothing is being asked for and nothing says it is loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  let since = Date.now();
  while (Date.now() - since < QUIET_MS) {
    // As long as the page needs for what it has to do: a busy machine waits longer.
    await page.evaluate(
      () =>
        new Promise((done) => {
          requestAnimationFrame(() =>
            requestAnimationFrame(() => setTimeout(done, 20)),
          );
        }),
    );
    if ((pending.get(page)?.size ?? 0) > 0) since = Date.now();
  }
  await page.waitForFunction(
    () => !document.querySelector("main [role=status][aria-label=Loading]"),
  );
}

/** What a person would have seen when a test failed. */
async function tell(page: Page): Promise<void> {
  const text = await page
    .locator("body")
    .innerText({ timeout: 5_000 })
    .catch(() => "the page does not answer");
  console.error(`${page.url()}\n${text.slice(0, 2_000)}`);
}

/** Findings of axe that keep somebody out: each is a line that names the rule and the place. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} at ${target.join(" ")}: ${failureSummary}`,
      ),
    );
}

/** Keeps what the page looks like under controlplane/console/pictures: to be looked at, not compared. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${PICTURES}${name}.png` });
}

/** Which element has the focus, as a person would name it. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (
      element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? ""
    );
  });
}

/** What the API answers when it cannot, for `route.fulfill`. */
export const problem = (
  status: number,
  kind: string,
  detail: string,
  wayOut: string,
) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({
    type: `urn:camelops:problem:${kind}`,
    title: "",
    status,
    detail,
    way_out: wayOut,
  }),
});
