import type { Page } from "playwright-core";

import { expect, test, barriers, picture, type Theme } from "./browser";
import { attributes, id, send } from "./order";

// Each test listens for a service of its own: what others send is not its business.
const service = () => `live-${id(4)}`;

async function sendSpans(name: string, count: number, failed = 0) {
  const now = BigInt(Date.now()) * 1_000_000n;
  await send("traces", {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": name }) },
        scopeSpans: [
          {
            spans: Array.from({ length: count }, (_, number) => ({
              traceId: id(16),
              spanId: id(8),
              name: `step ${number}`,
              kind: 2,
              startTimeUnixNano: String(now + BigInt(number) - 5_000_000n),
              endTimeUnixNano: String(now + BigInt(number)),
              status: number < failed ? { code: 2 } : {},
            })),
          },
        ],
      },
    ],
  });
}

async function sendLog(name: string, severityNumber: number, body: string) {
  await send("logs", {
    resourceLogs: [
      {
        resource: { attributes: attributes({ "service.name": name }) },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
                severityNumber,
                body: { stringValue: body },
              },
            ],
          },
        ],
      },
    ],
  });
}

const rows = (page: Page) =>
  page.getByRole("list", { name: "Arrivals" }).getByRole("link");
const isLive = (page: Page) =>
  page.getByRole("status").getByText("Live", { exact: true }).waitFor();
const asked = (name: string, more = "") =>
  `/live?q=${encodeURIComponent(`service:${name}`)}${more}`;

test("spans come in, one is opened, and going back finds the rest where it was", async ({
  open,
}) => {
  const name = service();
  const page = await open(asked(name), { isLive: true });
  await isLive(page);
  await page.getByText("Listening").waitFor();
  await sendSpans(name, 3, 1);
  await rows(page).nth(2).waitFor();
  expect(await rows(page).count()).toBe(3);
  expect(
    await rows(page).first().getByRole("img", { name: "Error" }).count(),
  ).toBe(1);
  await rows(page).filter({ hasText: "step 1" }).click();
  await page.waitForURL(/\/traces\/[0-9a-f]{32}\?(.*&)?span=[0-9a-f]{16}/);
  await page.goBack();
  await rows(page).nth(2).waitFor();
  await page.getByText("Paused while you read").waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toContain("step 1");
  await sendSpans(name, 2);
  await page.getByRole("button", { name: "Go on, 2 new" }).click();
  await rows(page).nth(4).waitFor();
});

test("the space bar pauses and goes on; what came in meanwhile is counted", async ({
  open,
}) => {
  const name = service();
  const page = await open(asked(name), { isLive: true });
  await isLive(page);
  await sendSpans(name, 1);
  await rows(page).first().waitFor();
  await page.keyboard.press("Space");
  await page.getByText("Paused", { exact: true }).waitFor();
  await sendSpans(name, 4);
  await page.getByRole("button", { name: "Go on, 4 new" }).waitFor();
  expect(await rows(page).count()).toBe(1);
  await page.keyboard.press("Space");
  await rows(page).nth(4).waitFor();
  await page.keyboard.press("x");
  await page.getByText("Listening").waitFor();
});

test("nothing moves under who reads further up", async ({ open }) => {
  const name = service();
  const page = await open(asked(name), { isLive: true });
  await isLive(page);
  await sendSpans(name, 90);
  await page.getByText("90 shown").waitFor();
  await rows(page).last().hover();
  await page.mouse.wheel(0, -900);
  await page.getByText("Paused while you read").waitFor();
  const before = await rows(page).allTextContents();
  await sendSpans(name, 40);
  await page.getByRole("button", { name: "Go on, 40 new" }).waitFor();
  expect(await rows(page).allTextContents()).toEqual(before);
  await page.mouse.wheel(0, 5_000);
  await page.getByText("130 shown").waitFor();
  await isLive(page);
});

test("letters and arrows walk over the rows, Enter opens the record among the logs", async ({
  open,
}) => {
  const name = service();
  const page = await open(asked(name, "&signal=logs"), { isLive: true });
  await isLive(page);
  await sendLog(name, 9, "first");
  await rows(page).first().waitFor();
  await sendLog(name, 17, "second");
  await rows(page).nth(1).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("End");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toContain("second");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/logs?**open=**");
  await page
    .getByRole("listitem")
    .filter({ hasText: "second" })
    .and(page.locator(":has([aria-expanded=true])"))
    .first()
    .waitFor();
});

test("more than is passed on is counted where it is missing", async ({
  open,
}) => {
  const name = service();
  const page = await open(asked(name), { isLive: true });
  await isLive(page);
  await sendSpans(name, 400);
  await page.getByText("300 left out").waitFor();
  await rows(page).last().hover();
  await page.mouse.wheel(0, -9_000);
  await page
    .getByText(/^\d+ more came in than are passed on/)
    .first()
    .waitFor();
});

test("the search and what comes in are in the address; a search that cannot be read is marked", async ({
  open,
}) => {
  const name = service();
  const page = await open("/live", { isLive: true });
  await isLive(page);
  await page.getByText("Logs", { exact: true }).last().click();
  await page.waitForURL("**/live?signal=logs");
  const box = page.getByRole("combobox", { name: "Search" });
  await box.fill(`service:${name} level>=warn`);
  await box.press("Enter");
  await page.waitForURL(
    (url) => url.searchParams.get("q") === `service:${name} level>=warn`,
  );
  await isLive(page);
  await sendLog(name, 9, "not this");
  await sendLog(name, 13, "but this");
  await rows(page).first().waitFor();
  expect(await rows(page).allTextContents()).toEqual([
    expect.stringContaining("but this"),
  ]);
  await box.fill("service:(");
  await box.press("Enter");
  await page.getByRole("status").getByText("Refused").waitFor();
  await page.getByRole("alert").first().waitFor();
});

test("a server that is away is asked again, and its words are shown", async ({
  open,
}) => {
  const name = service();
  const page = await open("/logs");
  const tail = "**/api/v1/tail/**";
  await page.route(tail, (route) =>
    route.fulfill({
      status: 503,
      headers: { "Retry-After": "1" },
      contentType: "application/problem+json",
      body: '{"type":"urn:camelops:problem:store_unavailable","detail":"the store does not answer","way_out":"wait"}',
    }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("v");
  await page.getByRole("status").getByText("Reconnecting").waitFor();
  await page.getByText("The store does not answer").waitFor();
  await page.unroute(tail);
  await isLive(page);
  await page.goto(page.url().replace(/\/live.*/, asked(name)));
  await isLive(page);
  await sendSpans(name, 1);
  await rows(page).first().waitFor();
});

test("what is shown is saved", async ({ open }) => {
  const name = service();
  const page = await open(asked(name), { isLive: true });
  await isLive(page);
  await sendSpans(name, 2);
  await rows(page).nth(1).waitFor();
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/live-spans.*\.csv$/i);
});

for (const theme of ["light", "dark"] satisfies Theme[]) {
  for (const [width, height] of [
    [1_440, 900],
    [1_024, 768],
  ] as const) {
    test(`nothing keeps anybody out: ${theme}, ${width} × ${height}`, async ({
      open,
    }) => {
      const name = service();
      const path = asked(name, theme === "dark" ? "&signal=logs" : "");
      const page = await open(path, { theme, width, height, isLive: true });
      await isLive(page);
      expect(await barriers(page)).toEqual([]);
      await picture(page, `live-empty-${theme}-${width}`);
      if (theme === "light") await sendSpans(name, 60, 4);
      else
        for (const [severity, body] of [
          [9, "order 4711 accepted"],
          [13, "stock is low"],
          [17, `cannot reach payments: ${"connection refused, ".repeat(30)}`],
        ] as const)
          await sendLog(name, severity, body);
      await rows(page).nth(2).waitFor();
      expect(await barriers(page)).toEqual([]);
      await picture(page, `live-${theme}-${width}`);
    });
  }
}
