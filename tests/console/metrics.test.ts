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
import { attributes, id, send, sendOrder } from "./order";

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
  await page.getByRole("button", { name: /^service \d+$/ }).click();
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

test("a measurement leads to the trace in which it was made, from the chart and from the table", async ({
  open,
}) => {
  const order = await sendOrder();
  const name = `checkout.duration.${id(4)}`;
  const now = BigInt(Date.now() - 60_000) * 1_000_000n;
  await send("metrics", {
    resourceMetrics: [
      {
        resource: { attributes: attributes({ "service.name": "orders" }) },
        scopeMetrics: [
          {
            metrics: [
              {
                name,
                unit: "s",
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      startTimeUnixNano: String(now - 30_000_000_000n),
                      timeUnixNano: String(now),
                      count: "4",
                      sum: 3,
                      bucketCounts: ["3", "1"],
                      explicitBounds: [0.5],
                      exemplars: [
                        {
                          timeUnixNano: String(now - 5_000_000_000n),
                          asDouble: 2.4,
                          traceId: order.traceId,
                          spanId: order.spanIds["confirm"],
                        },
                      ],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  });
  const exemplars = `${inject("platform").url}/api/v1/metrics/exemplars?name=${name}`;
  await expect
    .poll(
      async () =>
        ((await (await fetch(exemplars)).json()) as { exemplars: object[] })
          .exemplars.length,
      { timeout: 20_000, interval: 200 },
    )
    .toBe(1);
  const page = await open(
    `/metrics-explorer?from=now-15m&metric=${name}&aggregate=p95`,
  );
  const table = page.getByRole("table", { name: "Exemplars" });
  await table.getByText("2.4").waitFor();
  expect(await barriers(page)).toEqual([]);
  await picture(page, "metrics-exemplars");
  const dot = page.getByRole("link", { name: /^2\.4.*open its trace$/ });
  await dot.click();
  await page.waitForURL(`**/traces/${order.traceId}?**`);
  await page.goBack();
  await table.getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(
    (url) => url.searchParams.get("span") === order.spanIds["confirm"],
  );
});

test("keys and values of the series are suggested while a search is written", async ({
  open,
}) => {
  const page = await open("/metrics-explorer?from=now-3h");
  const box = page.getByRole("combobox", { name: "Search" });
  await box.fill("service:");
  await page.getByRole("option").first().waitFor();
});

test("what could not be had beside the lines is said", async ({ open }) => {
  const page = await open("/");
  for (const what of ["keys", "exemplars"])
    await page.route(`**/api/v1/metrics/${what}**`, (route) =>
      route.fulfill(problem(500, "store_failed", "the store failed", "wait")),
    );
  await page.goto(
    `${inject("platform").url}/metrics-explorer?from=now-3h&metric=camel.exchange.duration`,
  );
  const why = ": The store failed.";
  await page.getByText(`The keys to group by are not known${why}`).waitFor();
  await page
    .getByText(`The measurements with a trace are not known${why}`)
    .waitFor();
  await picture(page, "metrics-missing");
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
