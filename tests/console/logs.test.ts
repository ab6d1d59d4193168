import {
  expect,
  test,
  barriers,
  picture,
  settled,
  type Theme,
} from "./browser";

// Records of the estate: what other tests send has no attributes.
const ESTATE = encodeURIComponent("trace:* thread.name:*");

test("a record opens with all it has, its link opens it again, and its neighbours are a press away", async ({
  open,
}) => {
  const page = await open(`/logs?from=now-3h&q=${ESTATE}`);
  const lines = page.locator("[data-line]");
  await lines.first().waitFor();
  await lines.nth(1).click();
  await page.waitForURL("**/logs?**open=**");
  await page.getByRole("region", { name: "Attributes" }).waitFor();
  await page.getByRole("region", { name: "Resource" }).waitFor();
  await page
    .getByRole("button", { name: "Show what was written around it" })
    .click();
  const around = page.getByRole("region", { name: "Around the record" });
  await around
    .getByRole("listitem")
    .filter({ has: page.locator("time") })
    .first()
    .waitFor();
  await around.getByRole("button", { name: "±50" }).click();
  await page.waitForURL("**around=50**");
  await page.getByRole("link", { name: "Open its trace" }).click();
  await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
});

test("a value of an open record is included and excluded", async ({ open }) => {
  const page = await open(`/logs?from=now-3h&q=${ESTATE}`);
  await page.locator("[data-line]").first().click();
  const resource = page.getByRole("region", { name: "Resource" });
  await resource.getByText("deployment.environment.name").hover();
  await resource
    .getByRole("button", { name: "Include deployment.environment.name" })
    .click();
  await page.waitForURL((url) =>
    / resource\.deployment\.environment\.name:\S+$/.test(
      url.searchParams.get("q") ?? "",
    ),
  );
});

test("levels are chosen above the chart, the order beside the list", async ({
  open,
}) => {
  const page = await open("/logs?from=now-3h");
  await page
    .getByRole("region", { name: "Records over time" })
    .getByRole("button", { name: /^error/ })
    .click();
  await page.waitForURL((url) => url.searchParams.get("q") === "level:error");
  await settled(page);
  await page.getByText("Oldest first").click();
  await page.waitForURL("**order=oldest**");
  const times = await page.locator("[data-line] time").allTextContents();
  expect(times).toEqual(times.toSorted());
});

test("thousands of lines: few are in the page, letters walk, Enter opens", async ({
  open,
}) => {
  const page = await open("/logs?from=now-3h");
  await page.locator("[data-line]").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("End");
  await page.getByText("The newest 400;").waitFor();
  expect(await page.locator("[data-line]").count()).toBeLessThan(120);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForURL("**open=**");
});

test("nothing found says what to do", async ({ open }) => {
  const page = await open("/logs?q=service:nobody");
  await page.getByRole("heading", { name: "No log record matches" }).waitFor();
});

test.for<[Theme, number, number]>([
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 1_024, 768],
  ["dark", 1_024, 768],
])(
  "nothing keeps anybody out: %s, %i × %i",
  async ([theme, width, height], { open }) => {
    const page = await open("/logs?from=now-3h&q=level>=warn", {
      theme,
      width,
      height,
    });
    await page.locator("[data-line]").nth(2).click();
    await page
      .getByRole("button", { name: "Show what was written around it" })
      .click();
    await settled(page);
    expect(await barriers(page)).toEqual([]);
    await picture(page, `logs-${theme}-${width}`);
  },
);
