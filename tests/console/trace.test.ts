import type { Page } from "playwright-core";

import {
  barriers,
  expect,
  inject,
  picture,
  settled,
  test,
  type Theme,
} from "./browser";
import { attributes, id, send, sendOrder, sendWide } from "./order";

const tree = (page: Page) => page.getByRole("tree", { name: "Spans" });
const panel = (page: Page) => page.getByRole("complementary", { name: "Span" });
/** Numbers stand before their units with a no-break space. */
const plain = (text: string | null) => text?.replaceAll("\u00A0", " ");
const asked = (page: Page) => new URL(page.url()).searchParams;

test("a trace as a tree over time, with what failed, what is missing and what was set right", async ({
  open,
}) => {
  const { traceId } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  const rows = await page
    .getByRole("treeitem")
    .evaluateAll((items) =>
      items.map((item) => item.getAttribute("aria-label")),
    );
  expect(rows.map(plain)).toEqual([
    "gateway, POST /orders, 400 ms, on the critical path",
    "orders, receive order, 380 ms, failed, on the critical path",
    "orders, enrich, 100 ms, on the critical path",
    "stock, reserve, 50 ms, on the critical path, start set right",
    "orders, confirm, 30 ms, failed, on the critical path",
    "Span that did not arrive",
    "audit, write, 10 ms, on the critical path",
  ]);
  await page.getByText("1 span has a parent that did not arrive.").waitFor();
  await page.getByText(/Clocks differ: stock by/).waitFor();
});

test.for<Theme>(["light", "dark"])(
  "no barriers on any of its views, %s",
  async (theme, { open }) => {
    const { traceId, spanIds } = await sendOrder();
    for (const view of ["waterfall", "flame", "statistics", "logs"]) {
      const tab = view === "waterfall" ? "" : `&tab=${view}`;
      const page = await open(
        `/traces/${traceId}?span=${spanIds["confirm"]}${tab}`,
        { theme },
      );
      await panel(page).getByText("Connection refused").first().waitFor();
      await picture(page, `trace-${view}-${theme}`);
      expect(await barriers(page)).toEqual([]);
    }
  },
);

test("narrow windows have room for the panel too", async ({ open }) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}?span=${spanIds["confirm"]}`, {
    width: 1_024,
    height: 768,
  });
  await panel(page).getByText("Connection refused").first().waitFor();
  await picture(page, "trace-1024");
  const [list, side] = [
    await tree(page).boundingBox(),
    await panel(page).boundingBox(),
  ];
  expect(list?.width).toBeGreaterThan(450);
  expect(side?.width).toBeGreaterThan(300);
});

test("the whole way by keyboard: the next error, its parent, collapsed, all again", async ({
  open,
}) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  await page.keyboard.press("e");
  await page.waitForURL(`**span=${spanIds["receive"]}**`);
  await page.keyboard.press("e");
  await page.waitForURL(`**span=${spanIds["confirm"]}**`);
  await panel(page).getByRole("heading", { name: "confirm" }).waitFor();
  await tree(page).focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(`**span=${spanIds["receive"]}**`);
  await page.keyboard.press("ArrowLeft");
  const receive = page.getByRole("treeitem", { name: /receive order/ });
  await expect.poll(() => receive.getAttribute("aria-expanded")).toBe("false");
  expect(asked(page).getAll("turned")).toEqual([spanIds["receive"]]);
  await page.keyboard.press("]");
  await expect.poll(() => page.getByRole("treeitem").count()).toBe(7);
  await page.keyboard.press("[");
  await expect.poll(() => page.getByRole("treeitem").count()).toBe(2);
  await page.keyboard.press("Escape");
  await expect.poll(() => panel(page).count()).toBe(0);
});

test("found on the server in its whole language, gone through, and shown alone", async ({
  open,
}) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  await page.keyboard.press("/");
  await page.keyboard.type("status:error duration<100ms");
  await page.getByText("1 found").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**span=${spanIds["confirm"]}**`);
  await page.getByText("1 of 1").waitFor();
  await page.getByRole("button", { name: "Only these" }).click();
  await page.getByText("4 hidden").waitFor();
  expect(await page.getByRole("treeitem").count()).toBe(3);
  await page
    .getByRole("searchbox")
    .or(page.getByLabel("Find in the trace"))
    .first()
    .fill("duration>");
  await page.getByText("a value is missing after duration>").waitFor();
});

test("find offers the keys and values that this trace has, by keyboard alone", async ({
  open,
}) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  await tree(page).waitFor();
  await page.keyboard.press("/");
  const offered = page.getByRole("listbox", { name: "Suggestions" });
  await page.keyboard.type("server");
  await offered.getByRole("option", { name: /^server\.address/ }).waitFor();
  await page.keyboard.press("Tab");
  await offered.getByRole("option", { name: /^stock:8443/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(
    (url) => url.searchParams.get("find") === "server.address:stock:8443",
  );
  await page.getByText("1 found").waitFor();
  await page.keyboard.press("Escape");
  await offered.waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await page.waitForURL(`**span=${spanIds["confirm"]}**`);
  // Other traces of the time have hosts; this one has not.
  const find = page.getByRole("combobox", { name: "Find in the trace" });
  await find.fill("");
  await find.pressSequentially("ca");
  await offered.getByRole("option", { name: /^camel\.route\.id/ }).waitFor();
  await find.fill("host");
  await page.getByText("0 found").waitFor();
  expect(await offered.count()).toBe(0);
});

test("a link opens what was sent: span, subtree, time, search", async ({
  open,
}) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}?span=${spanIds["receive"]}`);
  await panel(page)
    .getByRole("button", { name: /Only its subtree/ })
    .click();
  await page.waitForURL("**focus=**");
  await expect.poll(() => page.getByRole("treeitem").count()).toBe(4);
  const again = await open(page.url().slice(inject("platform").url.length));
  expect(await again.getByRole("treeitem").count()).toBe(4);
  await panel(again).getByRole("heading", { name: "receive order" }).waitFor();
  const shown = again.getByRole("slider", { name: "Time that is shown" });
  expect(plain(await shown.getAttribute("aria-valuetext"))).toBe(
    "10 ms to 390 ms",
  );
});

test("a drag over the time zooms, and the wheel with Ctrl", async ({
  open,
}) => {
  const { traceId } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  const box = await tree(page).boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 60];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 200, y, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL("**zoom=**");
  const [start, end] = (asked(page).get("zoom") ?? "").split("-").map(Number);
  expect(start).toBeGreaterThan(1e6);
  expect(end).toBeLessThan(399e6);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 2_000);
  await page.keyboard.up("Control");
  await expect.poll(() => asked(page).get("zoom")).toBeNull();
});

test("all of a span: Camel, whole values, events, links, logs, process, and the way to others like it", async ({
  open,
}) => {
  const { traceId, spanIds, linkedId } = await sendOrder();
  const page = await open(`/traces/${traceId}?span=${spanIds["confirm"]}`);
  const side = panel(page);
  expect(await side.getByLabel("Camel", { exact: true }).innerText()).toMatch(
    /Route\s+receive-order\s+Node\s+to2\s+Exchange\s+ID-1/,
  );
  await side
    .getByText("java.net.ConnectException: Connection")
    .first()
    .waitFor();
  await side
    .getByRole("button", { name: /Show all [\d,]+ characters/ })
    .first()
    .click();
  await side.getByText(/HttpProducer.java:339/).waitFor();
  await side.getByText("Attempt 1 failed").waitFor();
  expect(
    await side.getByRole("link", { name: linkedId }).getAttribute("href"),
  ).toContain(`/traces/${linkedId}?span=`);
  await side.getByLabel("Filter keys and values").fill("server.addr");
  await side.getByText("stock:8443", { exact: true }).hover();
  await side.getByRole("button", { name: "Search for server.address" }).click();
  await page.getByRole("menuitem", { name: "Traces with this value" }).click();
  await page.waitForURL("**/traces?**");
  expect(asked(page).get("q")).toBe("server.address:stock:8443");
});

test("statistics lead to the spans that were counted", async ({ open }) => {
  const { traceId } = await sendOrder();
  const page = await open(`/traces/${traceId}?tab=statistics&by=operation`);
  await page.getByRole("button", { name: "orders: enrich" }).click();
  await page.waitForURL("**find=**");
  await page.getByText("1 found").waitFor();
  expect(await page.getByRole("treeitem").count()).toBe(3);
});

test("a trace that was downloaded is opened from its file", async ({
  open,
}) => {
  const { traceId } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  await page.getByRole("button", { name: "More" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download as OTLP JSON" }).click();
  const file = await (await saved).path();
  const other = await open("/traces/file");
  await other.getByLabel("Trace file", { exact: true }).setInputFiles(file);
  await other.waitForURL(`**/traces/${traceId}?source=file`);
  await other
    .getByText("This trace is from a file and is not stored.")
    .waitFor();
  await expect.poll(() => other.getByRole("treeitem").count()).toBe(7);
  await other.keyboard.press("e");
  await panel(other).getByRole("heading", { name: "receive order" }).waitFor();
});

test("two traces side by side: what one alone has, and what took longer", async ({
  open,
}) => {
  const [a, b] = [await sendOrder(), await sendOrder({ confirmMs: 90 })];
  const page = await open(`/traces/${a.traceId}`);
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByLabel("Id of the other trace").fill(b.traceId);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/compare/${b.traceId}**`);
  await settled(page);
  await page.getByText("0 only in A · 0 only in B · 1 changed").waitFor();
  await page.getByRole("button", { name: "Only what differs" }).click();
  expect(await page.locator("tbody tr[data-index]").count()).toBe(3);
  expect(await barriers(page)).toEqual([]);
});

test("what is not there is said, with the way out", async ({ open }) => {
  const page = await open(`/traces/${"f".repeat(32)}`);
  await page
    .getByRole("alert")
    .getByText(/There is no trace ffff/)
    .waitFor();
  const file = await open(`/traces/${"f".repeat(32)}?source=file`);
  await file
    .getByRole("heading", { name: "This trace was in a file" })
    .waitFor();
});

test("what is cut, and what failed to come, is said", async ({ open }) => {
  const { traceId } = await sendOrder();
  const page = await open("/traces/file");
  await page.route(`**/api/v1/traces/${traceId}`, async (route) => {
    const answer = await route.fetch();
    const trace = (await answer.json()) as object;
    await route.fulfill({
      response: answer,
      json: { ...trace, complete: false },
    });
  });
  await page.goto(`${inject("platform").url}/traces/${traceId}`);
  await page.getByText(/Cut: the first 6 spans by start are shown/).waitFor();
  await page.unroute(`**/api/v1/traces/${traceId}`);
  await page.route(`**/api/v1/traces/${traceId}/spans**`, (route) =>
    route.fulfill({
      status: 500,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:camelops:problem:store_failed",
        status: 500,
        detail: "the store failed",
        way_out: "this is a defect: report it",
      }),
    }),
  );
  await page.getByRole("treeitem", { name: /confirm/ }).click();
  await panel(page).getByRole("alert").getByText("The store failed.").waitFor();
  expect(await page.getByRole("treeitem").count()).toBe(7);
  await page.unroute(`**/api/v1/traces/${traceId}/spans**`);
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await panel(page).getByText("stock:8443").first().waitFor();
});

test("a trace of twenty thousand spans has few rows in the page, and ends where it ends", async ({
  open,
}) => {
  const traceId = await sendWide(20_000);
  const page = await open(`/traces/${traceId}`);
  expect(await page.getByRole("treeitem").count()).toBeLessThan(60);
  await tree(page).focus();
  await page.keyboard.press("End");
  await page.getByRole("treeitem", { name: /item 19999/ }).waitFor();
  await page.keyboard.press("Home");
  await page.getByRole("treeitem", { name: /fan out/ }).waitFor();
  expect(await page.getByRole("treeitem").count()).toBeLessThan(60);
});

test("a trace that grows while it is read leaves what was chosen and written", async ({
  open,
}) => {
  const { traceId, spanIds } = await sendOrder();
  const page = await open(`/traces/${traceId}?span=${spanIds["confirm"]}`);
  await panel(page).getByLabel("Filter keys and values").fill("http");
  const start = BigInt(Date.now() - 4_990) * 1_000_000n;
  await send("traces", {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": "late" }) },
        scopeSpans: [
          {
            spans: [
              {
                traceId,
                spanId: id(8),
                parentSpanId: spanIds["enrich"],
                name: "late arrival",
                startTimeUnixNano: String(start),
                endTimeUnixNano: String(start + 1_000_000n),
              },
            ],
          },
        ],
      },
    ],
  });
  const late = page.getByRole("treeitem", { name: /late arrival/ });
  await expect
    .poll(
      async () => {
        await page
          .getByRole("button", { name: "Refresh", exact: true })
          .click();
        return late.count();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(1);
  expect(
    await panel(page).getByLabel("Filter keys and values").inputValue(),
  ).toBe("http");
});

test("a value is copied over plain http, where the browser has no clipboard for the page", async ({
  open,
}) => {
  const { traceId } = await sendOrder();
  const page = await open(`/traces/${traceId}`);
  await page.evaluate(() =>
    Reflect.deleteProperty(Navigator.prototype, "clipboard"),
  );
  await page.getByRole("button", { name: "Copy trace id" }).click();
  await page.getByText("Copied").first().waitFor();
  const find = page.getByRole("combobox", { name: "Find in the trace" });
  await find.focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect.poll(() => find.inputValue()).toBe(traceId);
});
