import {
  expect,
  test,
  barriers,
  picture,
  settled,
  type Theme,
} from "./browser";

test("a metric is found by its name, grouped, shown alone, and its link shows the same", async ({
  open,
}) => {
  const page = await open("/metrics-explorer?from=now-3h");
  await page.getByRole("heading", { name: "Choose a metric" }).waitFor();
  await page.keyboard.press("m");
  await page.keyboard.type("exchange duration");
  await page.getByText(/^\d+ of \d+$/).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**metric=camel.exchange.duration**");
  await page.getByRole("button", { name: /^service/ }).click();
  await page.waitForURL("**by=service**");
  await settled(page);
  const rows = page
    .getByRole("table", { name: "Series" })
    .locator("tbody tr[data-index]");
  expect(await rows.count()).toBeGreaterThan(1);
  await page.getByRole("combobox", { name: "Show" }).selectOption("rate");
  await page.waitForURL("**aggregate=rate**");
  await settled(page);
  await rows.first().getByRole("button").first().click();
  await page.waitForURL("**only=**");
  await page.reload();
  await settled(page);
  await page.getByText(/^1 of \d+ lines shown/).waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForURL((url) => !url.searchParams.has("only"));
});

test("a metric without points says what to do", async ({ open }) => {
  const page = await open("/metrics-explorer?metric=nobody.knows");
  await page
    .getByRole("heading", { name: "No points of this metric" })
    .waitFor();
});

test.for<[Theme, number, number]>([
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 1_024, 768],
  ["dark", 1_024, 768],
])(
  "nothing keeps anybody out: %s, %i × %i",
  async ([theme, width, height], { open }) => {
    const page = await open(
      "/metrics-explorer?from=now-3h&metric=camel.exchanges.total&by=service",
      { theme, width, height },
    );
    expect(await barriers(page)).toEqual([]);
    await picture(page, `metrics-${theme}-${width}`);
  },
);
