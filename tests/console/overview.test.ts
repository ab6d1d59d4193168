import {
  barriers,
  expect,
  picture,
  test,
  type Theme,
  problem,
} from "./browser";

test("services with their numbers, and the way from a number to its traces", async ({
  open,
}) => {
  const page = await open("/");
  const rows = page.locator("tbody tr[data-index]");
  expect(await rows.count()).toBeGreaterThan(4);
  // One of the estate: other tests send services of their own.
  const archive = rows.filter({ hasText: "archive" });
  await archive.locator("td").nth(2).getByRole("link").click();
  await page.waitForURL("**/traces?**");
  expect(new URL(page.url()).searchParams.get("q")).toBe("service:archive");
  await page.locator("tbody tr[data-index]").first().waitFor();
});

test("sorted by a click, filtered by words, with what is hidden said", async ({
  open,
}) => {
  const page = await open("/?group=operation");
  await page.getByRole("button", { name: "max" }).click();
  await page.waitForURL("**sort=-max**");
  expect(
    await page
      .getByRole("columnheader", { name: "max" })
      .getAttribute("aria-sort"),
  ).toBe("descending");
  await page.getByRole("searchbox").fill("audit");
  await page.getByText(/\d+ of \d+; the filter hides the others/).waitFor();
  await page.waitForURL("**filter=audit**");
  await page.getByRole("searchbox").fill("nothing like it");
  await page
    .getByRole("heading", { name: "No name holds these words" })
    .waitFor();
});

test("typing in the filter leaves the page where it is scrolled to", async ({
  open,
}) => {
  const page = await open("/?group=operation", { width: 1_024, height: 600 });
  const filter = page.getByRole("searchbox", { name: "Filter by name" });
  const scrolled = () =>
    page.locator("main").evaluate((main) => {
      const all = [main, ...main.querySelectorAll("*")];
      return Math.max(...all.map(({ scrollTop }) => scrollTop));
    });
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, 90);
  await expect.poll(scrolled).toBe(90);
  await filter.evaluate((box) => box.focus({ preventScroll: true }));
  // A letter that every name has, so that the list stays as long as it is.
  for (const written of ["e", "e e"]) {
    await page.keyboard.type(written.slice(-2));
    await page.waitForURL((url) => url.searchParams.get("filter") === written);
    expect(await scrolled()).toBe(90);
  }
});

test("a service opens into its operations", async ({ open }) => {
  const page = await open("/");
  await page
    .locator("tbody tr[data-index]")
    .first()
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL("**group=operation&service=**");
  await page.getByRole("table", { name: "Operations" }).waitFor();
  const service = new URL(page.url()).searchParams.get("service") ?? "";
  for (const row of await page.locator("tbody tr[data-index]").allInnerTexts())
    expect(row).toContain(service);
  await page
    .getByRole("button", { name: /^Show the operations of all services/ })
    .click();
  await page.waitForURL((url) => !url.searchParams.has("service"));
});

test("rows are walked by arrow keys, all of them, though few are in the page", async ({
  open,
}) => {
  const page = await open("/?group=operation");
  const table = page.getByRole("table", { name: "Operations" });
  const count = Number(await table.getAttribute("aria-rowcount")) - 1;
  expect(count).toBeGreaterThan(100);
  expect(await page.locator("tbody tr[data-index]").count()).toBeLessThan(80);
  await page.locator("tbody tr[data-index] a").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(
    () => document.activeElement?.closest("tr")?.dataset["index"] === "1",
  );
  await page.keyboard.press("End");
  await page.waitForFunction(
    (last) => document.activeElement?.closest("tr")?.dataset["index"] === last,
    String(count - 1),
  );
});

test("a drag over a chart sets the range of the console", async ({ open }) => {
  const page = await open("/");
  const plot = page.locator(".u-over").first();
  const box = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=\d{4}.*&to=\d{4}/);
  const { searchParams } = new URL(page.url());
  const minutes =
    (Date.parse(searchParams.get("to") ?? "") -
      Date.parse(searchParams.get("from") ?? "")) /
    60_000;
  expect(minutes).toBeGreaterThan(16);
  expect(minutes).toBeLessThan(20);
});

test("a chart has the same numbers as a table", async ({ open }) => {
  const page = await open("/");
  await page
    .getByRole("button", { name: "Show Calls per second as a table" })
    .click();
  const table = page.getByRole("region", { name: "Calls per second, table" });
  expect(await table.getByRole("row").count()).toBeGreaterThan(50);
  await page
    .getByRole("button", { name: "Show Calls per second as a chart" })
    .click();
});

test("saved rows have exact values", async ({ open }) => {
  const page = await open("/");
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("services.csv");
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream())
    chunks.push(chunk as Buffer);
  const [header, first] = Buffer.concat(chunks).toString().split("\r\n");
  expect(header).toBe("service,calls,errors,p95,p50,p99,max");
  expect(first).toMatch(/^[\w-]+,\d/);
});

test("nothing there says what to do; nobody is asked for it again and again", async ({
  open,
}) => {
  const page = await open(
    "/?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z",
  );
  await page.getByRole("heading", { name: "No spans in this time" }).waitFor();
  await picture(page, "overview-empty");
});

test("a failure names itself and the way out, and trying again is one press away", async ({
  open,
}) => {
  const page = await open("/traces");
  await page.route("**/api/v1/red**", (route) =>
    route.fulfill(
      problem(500, "store_failed", "the store failed", "report it"),
    ),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("heading", { name: "The store failed." }).waitFor();
  await picture(page, "overview-error");
  await page.unroute("**/api/v1/red**");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("table", { name: "Services" }).waitFor();
});

test("a failed refresh keeps the last answer, and says that it is the last", async ({
  open,
}) => {
  const page = await open("/");
  await page.route("**/api/v1/red**", (route) =>
    route.fulfill(
      problem(422, "query_over_limit", "too much", "a shorter time"),
    ),
  );
  await page.keyboard.press("r");
  await page.getByText("Too much. This is the last answer.").waitFor();
  expect(await page.locator("tbody tr[data-index]").count()).toBeGreaterThan(4);
});

test("numbers that have nothing to be compared with say so, and try again", async ({
  open,
}) => {
  const page = await open("/traces");
  const anHourAgo = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  const isBefore = (url: URL) =>
    url.pathname === "/api/v1/red" &&
    BigInt(url.searchParams.get("end_unix_ns") ?? 0) < anHourAgo;
  await page.route(isBefore, (route) =>
    route.fulfill(
      problem(422, "query_over_limit", "too much", "a shorter time"),
    ),
  );
  await page.goto(page.url().replace(/\/traces.*/, "/?from=now-3h"));
  const notice = page.getByText("Nothing is compared with the time before");
  await notice.waitFor();
  expect(await page.locator("tbody tr[data-index]").count()).toBeGreaterThan(4);
  expect(await barriers(page)).toEqual([]);
  await page.unroute(isBefore);
  await page.getByRole("button", { name: "Try again" }).click();
  await notice.waitFor({ state: "detached" });
});

test("what did not get in is said above the numbers that lack it", async ({
  open,
}) => {
  const page = await open("/traces");
  const sums = [
    {
      signal: "traces",
      source: "collector",
      reason: "over_limit",
      count: 1_200,
    },
  ];
  await page.route("**/api/v1/gaps**", (route) =>
    route.fulfill({ json: { gaps: [], sums } }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByText("1,200 spans (over_limit) did not get in").waitFor();
  await picture(page, "overview-partial");
  expect(await barriers(page)).toEqual([]);
});

test("while it loads there are bars, not a jump", async ({ open }) => {
  const page = await open("/traces");
  await page.route("**/api/v1/red**", () => undefined);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("status", { name: "Loading" }).waitFor();
  await picture(page, "overview-loading");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("names of any length and any letters stay in their place", async ({
  open,
}) => {
  const page = await open("/traces");
  const name = "a-service-with-a-name-that-nobody-would-type-by-hand-".repeat(
    4,
  );
  const row = {
    calls: 1e12,
    errors: 9.99e11,
    p50_ns: 1,
    p95_ns: 9e15,
    p99_ns: 9e15,
    max_ns: 9e15,
  };
  const names = ["<b>bold</b>", "ünïcødé 服务", "", name];
  const rows = names.map((service) => Object.assign({ service }, row));
  await page.route("**/api/v1/red**", (route) =>
    route.fulfill({ json: { rows } }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByText("<b>bold</b>").waitFor();
  await picture(page, "overview-extreme");
  const widths = await page.evaluate(() => [
    document.querySelector("main")?.scrollWidth,
    document.querySelector("main")?.clientWidth,
  ]);
  expect(widths[0]).toBe(widths[1]);
});

test.for<[Theme, number, number]>([
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 1_024, 768],
  ["dark", 1_024, 768],
])(
  "keeps nobody out, %s at %s × %s",
  async ([theme, width, height], { open }) => {
    const page = await open("/", { theme, width, height });
    await picture(page, `overview-${theme}-${width}`);
    expect(await barriers(page)).toEqual([]);
    const operations = await open(`/?group=operation&from=now-2h`, {
      theme,
      width,
      height,
    });
    await picture(operations, `operations-${theme}-${width}`);
    expect(await barriers(operations)).toEqual([]);
  },
);
