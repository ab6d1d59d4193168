import { randomBytes } from "node:crypto";

import type { Locator, Page } from "playwright-core";

import {
  barriers,
  expect,
  focused,
  inject,
  picture,
  test,
  type Theme,
} from "./browser";

const HOUR_MS = 3_600_000;
// What a slow machine may take to draw.
const SOON = { timeout: 20_000 };

interface ServiceMap {
  nodes: { service: string; calls: number }[];
  edges: { caller: string; callee: string; calls: number }[];
}

/** What the API says of the same hour: the map shows that, whole. */
async function answer(): Promise<ServiceMap> {
  const now = Date.now();
  const found = await fetch(
    `${inject("platform").url}/api/v1/service-map?start_unix_ns=${now - HOUR_MS}000000&end_unix_ns=${now}000000`,
  );
  return (await found.json()) as ServiceMap;
}

const services = (page: Page) => page.locator("[data-part=service]");
const calls = (page: Page) => page.locator("[data-part=call]");
const box = (page: Page, name: string) =>
  page.locator(`[data-part=service][data-key="${name}"]`);
const panel = (page: Page) =>
  page.getByRole("complementary", { name: "Service" });
const keysOf = (parts: Locator) =>
  parts.evaluateAll((all) =>
    all.map((each) => each.getAttribute("data-key") ?? "").toSorted(),
  );
const param = (page: Page, name: string) =>
  new URL(page.url()).searchParams.get(name);

/** The most frequent call of the estate, and its ends. */
async function busiest(): Promise<{ caller: string; callee: string }> {
  const { edges } = await answer();
  const [first] = edges.toSorted((a, b) => b.calls - a.calls);
  return first ?? { caller: "", callee: "" };
}

test("every service and every call of the data is on the map, callers at the left", async ({
  open,
}) => {
  const page = await open("/");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL("**/service-map");
  await services(page).first().waitFor();
  const { nodes, edges } = await answer();
  expect(await keysOf(services(page))).toEqual(
    nodes.map(({ service }) => service).toSorted(),
  );
  expect(await calls(page).count()).toBe(edges.length);
  const { caller, callee } = await busiest();
  const from = await box(page, caller).boundingBox();
  const to = await box(page, callee).boundingBox();
  expect((from?.x ?? 0) + (from?.width ?? 0)).toBeLessThan(to?.x ?? 0);
});

test("a press opens a service with its numbers and neighbours; each leads to traces", async ({
  open,
}) => {
  const { caller, callee } = await busiest();
  const page = await open("/service-map");
  await box(page, caller).click();
  await panel(page).getByRole("heading", { name: caller }).waitFor();
  expect(param(page, "service")).toBe(caller);
  await panel(page)
    .getByRole("region", { name: "Calls", exact: true })
    .getByRole("button", { name: callee })
    .click();
  await page.waitForURL((url) => url.searchParams.get("callee") === callee);
  await page
    .getByRole("complementary", { name: "Calls between two services" })
    .getByRole("link", { name: "Traces" })
    .click();
  await page.waitForURL("**/traces?**");
  expect(param(page, "q")).toBe(`service:${callee} kind:(server OR consumer)`);
  await page.locator("tbody tr[data-index]").first().waitFor();
  await page.goBack();
  await page.goBack();
  await panel(page).getByRole("heading", { name: caller }).waitFor();
});

test("by keyboard alone: from service to service, a panel, a call, and out again", async ({
  open,
}) => {
  const { caller, callee } = await busiest();
  const page = await open("/service-map");
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Find a service" }).waitFor();
  await page.keyboard.type(caller);
  await page.getByRole("option", { name: caller, exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await panel(page).getByRole("heading", { name: caller }).waitFor();
  await box(page, caller).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(
    (name) => document.activeElement?.getAttribute("data-key") !== name,
    caller,
  );
  const next = await page.evaluate(
    () => document.activeElement?.getAttribute("data-key") ?? "",
  );
  await page.keyboard.press("Enter");
  await panel(page).getByRole("heading", { name: next }).waitFor();
  // The second stop: calls, most frequent first.
  await page.keyboard.press("Tab");
  expect(await focused(page)).toContain(`${caller} calls ${callee}:`);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("callee") === callee);
  await page
    .getByRole("complementary", { name: "Calls between two services" })
    .waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.searchParams.has("service"));
});

test("only what is around a service: by depth and direction, and sent as a link", async ({
  open,
}) => {
  const { edges } = await answer();
  const { callee } = await busiest();
  const callers = edges
    .filter((edge) => edge.callee === callee)
    .map(({ caller }) => caller);
  const page = await open(`/service-map?service=${callee}`);
  await panel(page)
    .getByRole("button", { name: "Only what is around it" })
    .click();
  await page.waitForURL((url) => url.searchParams.get("focus") === callee);
  await page
    .getByRole("radiogroup", { name: "In which direction" })
    .getByText("Callers")
    .click();
  await page.waitForURL(
    (url) => url.searchParams.get("direction") === "callers",
  );
  const around = [...callers, callee].toSorted();
  await expect.poll(() => keysOf(services(page)), SOON).toEqual(around);
  const again = await open(
    new URL(page.url()).pathname + new URL(page.url()).search,
  );
  await panel(again).getByRole("heading", { name: callee }).waitFor();
  expect(await keysOf(services(again))).toEqual(around);
  await again
    .getByRole("button", {
      name: `Show all services, not only those around ${callee}`,
    })
    .click();
  await again.waitForURL((url) => !url.searchParams.has("focus"));
});

test("dragged and zoomed, the place is in the address, and 0 shows all of it again", async ({
  open,
}) => {
  const page = await open("/service-map");
  await services(page).first().waitFor();
  const map = await page.locator("[data-drawing]").boundingBox();
  const middle = { x: (map?.x ?? 0) + 60, y: (map?.y ?? 0) - 40 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -300);
  await page.waitForURL(/at=/);
  const zoomed = param(page, "at");
  await page.mouse.down();
  await page.mouse.move(middle.x + 120, middle.y + 60, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(
    (url) => ![null, zoomed].includes(url.searchParams.get("at")),
  );
  // The click at the end of a drag chooses nothing.
  expect(param(page, "service")).toBeNull();
  const shown = await page.locator("[data-drawing]").getAttribute("transform");
  const again = await open(`/service-map?at=${param(page, "at")}`);
  await services(again).first().waitFor();
  const scale = /scale\(([\d.]+)\)/;
  expect(
    Number(
      scale.exec(
        (await again.locator("[data-drawing]").getAttribute("transform")) ?? "",
      )?.[1],
    ),
  ).toBeCloseTo(Number(scale.exec(shown ?? "")?.[1]), 1);
  await again.keyboard.press("0");
  await again.waitForURL((url) => !url.searchParams.has("at"));
});

test("the same as tables, sorted and saved with exact values", async ({
  open,
}) => {
  const { edges } = await answer();
  const page = await open("/service-map");
  await page.getByText("Dependencies", { exact: true }).click();
  const table = page.getByRole("table", { name: "Dependencies" });
  await table.waitFor();
  expect(await table.getAttribute("aria-rowcount")).toBe(
    String(edges.length + 1),
  );
  await page.getByRole("button", { name: "Caller" }).click();
  await page.waitForURL("**sort=caller**");
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream())
    chunks.push(chunk as Buffer);
  const [header, ...rows] = Buffer.concat(chunks)
    .toString()
    .trim()
    .split("\r\n");
  expect(header).toBe("caller,callee,calls,errors,p50,p95");
  expect(rows).toHaveLength(edges.length);
  await table.locator("tbody tr[data-index] button").first().click();
  await page
    .getByRole("complementary", { name: "Calls between two services" })
    .waitFor();
  expect(await barriers(page)).toEqual([]);
  await picture(page, "service-map-table");
});

test("saved as a picture that needs nothing of the page", async ({ open }) => {
  const { nodes } = await answer();
  const page = await open("/service-map", { theme: "dark" });
  const save = async (kind: string) => {
    await page.getByRole("button", { name: "Save as a picture" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: kind }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream())
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  const svg = (await save("SVG")).toString();
  for (const { service } of nodes) expect(svg).toContain(`>${service}</text>`);
  expect(svg).not.toMatch(/var\(--|class=/);
  const png = await save("PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.length).toBeGreaterThan(10_000);
});

test("a circle is drawn as one, and a service that nobody calls says so", async ({
  open,
}) => {
  const names = ["ping", "pong", "clock"].map(
    (name) => `${name}-${randomBytes(3).toString("hex")}`,
  );
  const [ping = "", pong = "", clock = ""] = names;
  await sendCircle(ping, pong, clock);
  const page = await open(`/service-map?focus=${ping}&depth=all`);
  await expect
    .poll(() => keysOf(services(page)), SOON)
    .toEqual(names.toSorted());
  expect(await page.locator("[data-backward]").count()).toBe(1);
  expect(await box(page, clock).getAttribute("aria-label")).toBe(
    `${clock}: nobody calls it`,
  );
  // One call of two failed.
  expect(await box(page, pong).getAttribute("aria-label")).toContain(
    "needs a look",
  );
});

/** A clock that starts ping, which calls pong, which calls ping; pong fails every other time. */
async function sendCircle(
  ping: string,
  pong: string,
  clock: string,
): Promise<void> {
  const end = BigInt(Date.now() - 30_000) * 1_000_000n;
  const spans = (service: string, list: object[]) => ({
    resource: {
      attributes: [{ key: "service.name", value: { stringValue: service } }],
    },
    scopeSpans: [{ spans: list }],
  });
  const bodies = [0, 2].map((code) => {
    const traceId = randomBytes(16).toString("hex");
    const [a, b, c, d] = Array.from({ length: 4 }, () =>
      randomBytes(8).toString("hex"),
    );
    const span = (
      spanId = "",
      parentSpanId = "",
      kind = 2,
      status: object = {},
    ) => ({
      traceId,
      spanId,
      parentSpanId,
      name: "turn",
      kind,
      status,
      startTimeUnixNano: String(end - 1_000_000n),
      endTimeUnixNano: String(end),
    });
    return [
      spans(clock, [span(a, "", 3)]),
      spans(ping, [span(b, a), span(d, c)]),
      spans(pong, [span(c, b, 2, { code })]),
    ];
  });
  const sent = await fetch(`${inject("platform").otlpHttpUrl}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: bodies.flat() }),
  });
  expect(sent.status).toBe(200);
  const found = async () =>
    (await answer()).edges.filter(({ caller }) =>
      [ping, pong, clock].includes(caller),
    ).length;
  await expect.poll(found, { ...SOON, interval: 300 }).toBe(3);
}

/** Services in rows of ten that call the next row. */
function estate(count: number, more: object = {}) {
  const nodes = Array.from({ length: count }, (_, number) => ({
    service: `service-${number}`,
    calls: 1e9 / (number + 1),
    errors: number % 29 === 7 ? 1e8 : 0,
    p50_ns: 1e6,
    p95_ns: 5e7,
  }));
  const edges = nodes.slice(10).map(({ service, calls: count_ }, index) => ({
    caller: `service-${index}`,
    callee: service,
    calls: count_,
    errors: 0,
    p50_ns: 1e6,
    p95_ns: 5e7,
  }));
  return { nodes, edges, edges_one_in: 1, complete: true, ...more };
}

test("of 300 services the busiest are shown; any other is found, and all are one press away", async ({
  open,
}) => {
  const page = await open("/");
  await page.route("**/api/v1/service-map**", (route) =>
    route.fulfill({ json: estate(300) }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByText("The busiest 100 of 300 services").waitFor();
  expect(await services(page).count()).toBe(100);
  await picture(page, "service-map-many");
  await page.getByRole("combobox", { name: "Find a service" }).fill("299");
  await page.getByRole("option", { name: "service-299" }).click();
  await page.waitForURL("**focus=service-299**");
  await expect
    .poll(() => keysOf(services(page)), SOON)
    .toEqual(["service-289", "service-299"]);
  await page
    .getByRole("button", { name: /^Show all services, not only those/ })
    .click();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect.poll(() => services(page).count(), SOON).toBe(300);
  await page.getByRole("button", { name: "All calls" }).click();
  await page.getByRole("menuitem", { name: "From 5 % on" }).click();
  await page.waitForURL("**least=5**");
  await expect.poll(() => services(page).count(), SOON).toBeLessThan(10);
});

test("estimates and missing services are said where the numbers are", async ({
  open,
}) => {
  const page = await open("/");
  await page.route("**/api/v1/service-map**", (route) =>
    route.fulfill({
      json: estate(20, { edges_one_in: 12, complete: false }),
    }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByText("estimated from one trace of 12").waitFor();
  await page.getByText("There are more than 20 services").waitFor();
  expect(await calls(page).first().getAttribute("aria-label")).toContain("≈");
  await picture(page, "service-map-partial");
  expect(await barriers(page)).toEqual([]);
});

test("names of any length and any letters stay in their box, and are whole in the panel", async ({
  open,
}) => {
  const page = await open("/");
  const long = "a-service-with-a-name-that-nobody-would-type-by-hand-".repeat(
    4,
  );
  const numbers = { calls: 1e12, errors: 9.99e11, p50_ns: 1, p95_ns: 9e15 };
  const names = ["<b>bold</b>", "ünïcødé 服务", "", long];
  const json = {
    nodes: names.map((service) => ({ service, ...numbers })),
    edges: names.map((caller) => ({ caller, callee: long, ...numbers })),
    edges_one_in: 1,
    complete: true,
  };
  await page.route("**/api/v1/service-map**", (route) =>
    route.fulfill({ json }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByText("<b>bold</b>").first().waitFor();
  for (const each of await services(page).all()) {
    const [whole, name] = await each.evaluate((element) => [
      element.getBoundingClientRect().right,
      Math.max(
        ...[...(element.parentElement?.querySelectorAll("text") ?? [])].map(
          (text) => text.getBoundingClientRect().right,
        ),
      ),
    ]);
    expect(name).toBeLessThanOrEqual(whole ?? 0);
  }
  await box(page, long).click();
  await panel(page).getByRole("heading", { name: long }).waitFor();
  await picture(page, "service-map-extreme");
  await box(page, "").click();
  await panel(page).getByRole("heading", { name: "(no name)" }).waitFor();
  expect(await barriers(page)).toEqual([]);
});

test("services without calls, and one around which nothing is, say what it means", async ({
  open,
}) => {
  const page = await open("/");
  await page.route("**/api/v1/service-map**", (route) =>
    route.fulfill({ json: { ...estate(5), edges: [] } }),
  );
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByText("No service calls another one").waitFor();
  expect(await services(page).count()).toBe(5);
  const gone = await open("/service-map?focus=gone&service=gone");
  await gone
    .getByText("gone sent nothing in this time: all services")
    .waitFor();
  await gone.getByRole("heading", { name: "gone sent nothing" }).waitFor();
  expect(await services(gone).count()).toBeGreaterThan(4);
});

test("nothing there, a failure and a wait each say what they are", async ({
  open,
}) => {
  const page = await open(
    "/service-map?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z",
  );
  await page.getByRole("heading", { name: "No spans in this time" }).waitFor();
  await picture(page, "service-map-empty");
  const failing = await open("/traces");
  await failing.route("**/api/v1/service-map**", (route) =>
    route.fulfill({
      status: 500,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:camelops:problem:store_failed",
        title: "",
        status: 500,
        detail: "the store failed",
        way_out: "report it",
      }),
    }),
  );
  await failing.keyboard.press("g");
  await failing.keyboard.press("s");
  await failing.getByRole("heading", { name: "The store failed." }).waitFor();
  await picture(failing, "service-map-error");
  await failing.unroute("**/api/v1/service-map**");
  await failing.getByRole("button", { name: "Try again" }).click();
  await services(failing).first().waitFor();
  const waiting = await open("/traces");
  await waiting.route("**/api/v1/service-map**", () => undefined);
  await waiting.keyboard.press("g");
  await waiting.keyboard.press("s");
  await waiting.getByRole("status", { name: "Loading" }).waitFor();
  await picture(waiting, "service-map-loading");
  await waiting.unrouteAll({ behavior: "ignoreErrors" });
});

test.for<[Theme, number, number]>([
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 1_024, 768],
  ["dark", 1_024, 768],
])(
  "keeps nobody out, %s at %s × %s",
  async ([theme, width, height], { open }) => {
    const { caller } = await busiest();
    const page = await open("/service-map", { theme, width, height });
    await services(page).first().waitFor();
    await picture(page, `service-map-${theme}-${width}`);
    expect(await barriers(page)).toEqual([]);
    await box(page, caller).click();
    await panel(page).waitFor();
    await picture(page, `service-map-panel-${theme}-${width}`);
    expect(await barriers(page)).toEqual([]);
  },
);
