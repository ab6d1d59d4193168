import {
  expect,
  inject,
  test,
  barriers,
  picture,
  problem,
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

test("a chosen facet that could not be counted anew says so", async ({
  open,
}) => {
  const page = await open("/logs?from=now-3h&q=level:error");
  // Asked for again within the same second, too.
  await page.clock.setFixedTime(Date.now());
  await page.keyboard.press("r");
  await settled(page);
  await page.route("**/api/v1/facets?**", (route) =>
    route.fulfill(problem(422, "query_over_limit", "too much", "narrow it")),
  );
  await page.keyboard.press("r");
  await page
    .getByRole("region", { name: "level", exact: true })
    .getByText("Not counted anew: too much")
    .waitFor();
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

test("a link to an open record brings it into sight, and says when it is not in the list", async ({
  open,
}) => {
  const { url, startedUnixNs } = inject("platform");
  const end = BigInt(startedUnixNs);
  const asked = `start_unix_ns=${end - 10_800_000_000_000n}&end_unix_ns=${end}`;
  const answer = await fetch(`${url}/api/v1/logs?${asked}&limit=120`);
  const { logs } = (await answer.json()) as {
    logs: { cursor: string; time_unix_ns: string }[];
  };
  const { cursor, time_unix_ns } = logs.at(-1) ?? {
    cursor: "",
    time_unix_ns: "",
  };
  const iso = (ns: bigint) => new Date(Number(ns / 1_000_000n)).toISOString();
  const range = `from=${iso(end - 10_800_000_000_000n)}&to=${iso(end)}`;
  const link = `open=${cursor}&openNs=${time_unix_ns}`;
  const page = await open(`/logs?${range}&${link}`);
  const line = page.locator('[data-line][aria-expanded="true"]');
  await line.waitFor();
  await expect
    .poll(async () => (await line.boundingBox())?.y ?? Infinity)
    .toBeLessThan(900);

  await page.goto(
    `${url}/logs?from=${iso(end - 60_000_000_000n)}&to=${iso(end)}&q=service:nobody&${link}`,
  );
  await page.getByText("is not among those shown").waitFor();
  await picture(page, "logs-not-shown-light");
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByText("does not match the search").waitFor();
});

test("pages that were scrolled in stay: the clock waits, and says so", async ({
  open,
}) => {
  for (const theme of ["light", "dark"] as const) {
    const page = await open("/logs?from=now-3h&refresh=5s", { theme });
    await page.locator("[data-line]").first().waitFor();
    const lines = page.getByRole("list", { name: "Log records" });
    const more = page.getByRole("button", { name: "Older records" });
    await expect
      .poll(async () => {
        await lines.evaluate((list) => {
          const scroller = list.parentElement;
          if (scroller) scroller.scrollTop = scroller.scrollHeight;
        });
        if (await more.isVisible()) await more.click();
        return page.getByText("It does not refresh by itself").count();
      })
      .toBe(1);
    await page
      .getByRole("button", { name: "Refresh by itself: paused" })
      .waitFor();
    await picture(page, `logs-paused-${theme}`);
    await page
      .getByRole("status")
      .getByRole("button", { name: "Refresh" })
      .click();
    await page.getByRole("button", { name: "Refresh by itself: 5s" }).waitFor();
  }
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
