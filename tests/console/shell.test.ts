import {
  barriers,
  expect,
  focused,
  inject,
  picture,
  problem,
  settled,
  test,
  type Theme,
} from "./browser";

test("the whole way by keyboard: skip link, palette, screens, help", async ({
  open,
}) => {
  const page = await open("/");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump" }).fill("traces");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/traces");
  await page.waitForFunction(() => document.title === "Traces · camelops");

  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.waitForURL((url) => url.pathname === "/");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard" });
  await sheet.getByText("Search or jump").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
});

test("letters are the field's while one types, and can be turned off", async ({
  open,
}) => {
  const page = await open("/");
  await page
    .getByRole("searchbox", { name: "Filter by name" })
    .pressSequentially("gt?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.locator("main").focus();
  await page.keyboard.press("?");
  await page
    .getByRole("switch", { name: "Shortcuts of a single letter" })
    .press("Space");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("main").focus();
  await page.keyboard.press("?");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("one who leaves before the address has followed what was typed has left", async ({
  open,
}) => {
  const page = await open("/?from=now-3h");
  // The next screen is fetched from far away.
  await page.route("**/assets/*.js", async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await page.getByLabel("Filter by name").fill("orders");
  await page
    .getByRole("navigation")
    .first()
    .getByRole("link", { name: "Logs" })
    .click();
  await page.getByRole("heading", { name: "Logs" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/logs");
});

test("the time is in the address, goes along, and back goes back", async ({
  open,
}) => {
  const page = await open("/");
  await page.keyboard.press("t");
  await page.getByRole("button", { name: "Last 3 hours" }).click();
  await page.waitForURL("**/?from=now-3h");
  await page.getByRole("link", { name: "Traces", exact: true }).click();
  await page.waitForURL("**/traces?from=now-3h");
  await page.getByRole("button", { name: "Earlier by half" }).click();
  await page.waitForURL(/from=\d{4}-.*&to=\d{4}-/);
  await page.goBack();
  await page.waitForURL("**/traces?from=now-3h");
  await page.getByRole("button", { name: /Last 3 hours/ }).waitFor();
});

test("an absolute range is written as it was copied, on the wall that was chosen", async ({
  open,
}) => {
  const page = await open("/");
  await page.keyboard.press("t");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page
    .getByLabel("From", { exact: true })
    .fill("2026-01-02 03:04:05.123456789");
  await page.getByLabel("To", { exact: true }).fill("2026-01-02T04:00:00Z");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(
    /from=2026-01-01T18:04:05\.123456789Z&to=2026-01-02T04:00:00Z/,
  );
  expect(new URL(page.url()).searchParams.get("tz")).toBe("Asia/Tokyo");
  await page
    .getByRole("button", { name: /2026-01-02 03:04:05 to 13:00:00/ })
    .waitFor();

  await page.keyboard.press("t");
  await page.getByLabel("From", { exact: true }).fill("tea time");
  await page.getByText("“tea time” is not a time").waitFor();
  expect(
    await page.getByRole("button", { name: "Show", exact: true }).isDisabled(),
  ).toBe(true);
});

test("a link shows a colleague the same: range, zone, filter, order", async ({
  open,
}) => {
  const end = BigInt(inject("platform").startedUnixNs) / 1_000_000n;
  const at = (minutes: number) =>
    new Date(Number(end) - minutes * 60_000).toISOString();
  const page = await open(
    `/?group=operation&filter=audit&sort=name&from=${at(40)}&to=${at(10)}&tz=utc`,
  );
  const rows = await page.locator("tbody tr[data-index]").allInnerTexts();
  expect(rows.length).toBeGreaterThan(2);
  const again = await open(page.url().slice(inject("platform").url.length));
  expect(again.url()).toBe(page.url());
  expect(await again.locator("tbody tr[data-index]").allInnerTexts()).toEqual(
    rows,
  );
});

test("refreshing by itself asks again, and what is hidden rests", async ({
  open,
}) => {
  const page = await open("/?refresh=5s");
  const asked = await page.waitForRequest(
    (request) => request.url().includes("/api/v1/red"),
    { timeout: 15_000 },
  );
  expect(asked.method()).toBe("GET");
});

test("an id is found as it was copied", async ({ open }) => {
  const page = await open("/");
  const answer = await page.request.get(
    `${inject("platform").url}/api/v1/traces?limit=1`,
  );
  const { traces } = (await answer.json()) as {
    traces: { trace_id: string }[];
  };
  const traceId = traces[0]?.trace_id ?? "";
  await page.keyboard.press("i");
  await page.keyboard.type(
    `traceparent: 00-${traceId}-00f067aa0ba902b7-01`.replace(
      "traceparent: ",
      "",
    ),
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/traces/${traceId}?span=00f067aa0ba902b7`);
});

test("what only looks like an id is searched for, and may be one", async ({
  open,
}) => {
  const page = await open("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump" }).fill("web-1");
  await page.getByRole("option", { name: "Find this exchange" }).waitFor();
  await page.getByRole("option", { name: "Search traces for web-1" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/traces?q=web-1");
});

test("a span that could not be looked up is not taken for a trace", async ({
  open,
}) => {
  const page = await open("/");
  await page.route("**/api/v1/traces?**", (route) =>
    route.fulfill(problem(500, "store_failed", "the store failed", "wait")),
  );
  await page.keyboard.press("i");
  await page.keyboard.type("00f067aa0ba902b7");
  await page.keyboard.press("Enter");
  await page.getByText("Looking for the span failed").waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
});

test("an address that is nowhere says so, and leads home", async ({ open }) => {
  const page = await open("/nowhere");
  await page
    .getByRole("heading", { name: "There is no such screen" })
    .waitFor();
  await page.getByRole("link", { name: "Go to the overview" }).click();
  await page.waitForURL((url) => url.pathname === "/");
});

test("the theme stays: chosen once, right before the first paint", async ({
  open,
}) => {
  const page = await open("/", { theme: "light" });
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => document.body !== null);
  expect(
    await page.locator("html").getAttribute("data-mantine-color-scheme"),
  ).toBe("dark");
});

test.for<Theme>(["light", "dark"])(
  "what opens over a screen keeps nobody out (%s)",
  async (theme, { open }) => {
    const page = await open("/", { theme });
    await page.keyboard.press("t");
    await page.getByLabel("Time zone").waitFor();
    await picture(page, `time-${theme}`);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await picture(page, `palette-${theme}`);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("option").first().waitFor({ state: "detached" });
    await page.locator("main").focus();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await picture(page, `keyboard-${theme}`);
    expect(await barriers(page)).toEqual([]);
    await settled(page);
  },
);
