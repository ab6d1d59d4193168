/** What senders may put into telemetry is text on every screen: nothing of it runs, loads or hides anything. */
import type { Download, Page } from "playwright-core";

import { expect, inject, settled, test } from "./browser";
import {
  HOSTILE,
  isHarmless,
  sendHostile,
  SERVICE,
  TURNED,
  TURNED_SHOWN,
  watched,
  WORDS,
} from "./hostile";
import { attributes, id } from "./order";

// Each walks over a dozen screens, or carries megabytes: on a slow machine minutes.
const SLOW = { timeout: 300_000 };

const show = async (page: Page, path: string) => {
  await page.goto(inject("platform").url + path);
  await settled(page);
};

test(
  "no text of telemetry runs, loads or hides anything, on any screen",
  SLOW,
  async ({ open }) => {
    const { traceId, marker, spanIds } = await sendHostile();
    const page = await open("/");
    const happened = await watched(page);
    const q = encodeURIComponent(`marker:${marker}`);
    const [metric, turned] = [HOSTILE.svg, TURNED].map(encodeURIComponent);
    for (const path of [
      "/?from=now-1h",
      "/?from=now-1h&group=operation",
      `/?from=now-1h&group=operation&service=${encodeURIComponent(SERVICE)}`,
      "/service-map?from=now-1h",
      `/service-map?from=now-1h&service=${turned}`,
      "/service-map?from=now-1h&view=services",
      `/traces?from=now-1h&q=${q}`,
      `/traces?from=now-1h&q=${q}&rows=spans&about=errors&facet=name,marker,exception.type`,
      `/logs?from=now-1h&q=${q}&wrap=on&facet=level,service,marker`,
      `/metrics-explorer?from=now-1h&metric=${metric}&by=plain`,
      `/metrics-explorer?from=now-1h&metric=${turned}&by=${turned}`,
      `/traces/${traceId}?tab=flame`,
      `/traces/${traceId}?tab=statistics&by=plain`,
      `/traces/${traceId}?tab=logs`,
      `/traces/${traceId}/compare/${traceId}`,
      `/traces/${traceId}`,
    ]) {
      await show(page, path);
      await page.mouse.move(700, 450);
      await isHarmless(page);
    }
    const spans = page.getByRole("treeitem");
    for (const at of WORDS.keys()) {
      await spans.nth(at).click();
      await page.waitForURL(`**span=${spanIds[at]}**`);
      await page
        .getByText(/^Events/)
        .first()
        .waitFor();
      await isHarmless(page);
    }
    expect(happened).toEqual([]);
  },
);

test("what comes in live is as harmless", SLOW, async ({ open }) => {
  for (const signal of ["spans", "logs"]) {
    const page = await open(`/live?signal=${signal}`, { isLive: true });
    const happened = await watched(page);
    await page.reload();
    await page.getByRole("status").getByText("Live", { exact: true }).waitFor();
    await sendHostile();
    await page
      .getByRole("list", { name: "Arrivals" })
      .getByRole("link")
      .filter({ hasText: "invoice⟨U+202E⟩fdp.exe" })
      .first()
      .waitFor();
    await isHarmless(page);
    expect(happened).toEqual([]);
  }
});

async function save(name: string, query: string): Promise<string> {
  const answer = await fetch(
    `${inject("platform").url}/api/v1/saved-searches`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, screen: "traces", query }),
    },
  );
  expect(answer.status).toBeLessThan(300);
  return ((await answer.json()) as { id: string }).id;
}

test(
  "the palette and saved searches show hostile names as they are",
  SLOW,
  async ({ open }) => {
    await sendHostile();
    await save(HOSTILE.image, "status:error");
    const saved = await save(TURNED, `name:${TURNED}`);
    const page = await open("/saved");
    const happened = await watched(page);
    await show(page, "/saved");
    await page.getByText(HOSTILE.image).first().waitFor();
    await page.getByText(TURNED_SHOWN, { exact: true }).first().waitFor();
    await isHarmless(page);
    await page
      .getByRole("button", { name: `Actions for ${TURNED_SHOWN}` })
      .first()
      .click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page
      .getByRole("dialog")
      .getByText(TURNED_SHOWN, { exact: true })
      .waitFor();
    await isHarmless(page);
    await show(page, `/traces?saved=${saved}`);
    await page
      .getByRole("button", { name: `Saved search ${TURNED_SHOWN}` })
      .click();
    await page.getByRole("menuitem", { name: TURNED_SHOWN }).first().waitFor();
    await isHarmless(page);
    await page.keyboard.press("Escape");
    for (const [name, shown] of [
      [SERVICE, SERVICE],
      [HOSTILE.image, HOSTILE.image],
      [TURNED, TURNED_SHOWN],
    ] as const) {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search or jump" }).fill(name);
      await page
        .getByRole("option")
        .filter({ hasText: shown })
        .first()
        .waitFor();
      await isHarmless(page);
      await page.keyboard.press("Escape");
    }
    expect(happened).toEqual([]);
  },
);

test(
  "a hostile value is read whole, letter by letter, where a span and a record show it",
  SLOW,
  async ({ open }) => {
    const { traceId, marker, spanIds } = await sendHostile();
    const page = await open(`/traces/${traceId}?span=${spanIds[0]}`);
    const panel = page.getByRole("complementary", { name: "Span" });
    await panel.getByText(HOSTILE.script, { exact: true }).first().waitFor();
    // What would turn the text around, or cannot be seen, is written out.
    await show(
      page,
      `/traces/${traceId}?span=${spanIds[WORDS.indexOf("directions")]}`,
    );
    await panel.getByText("invoice⟨U+202E⟩fdp.exe").first().waitFor();
    await show(page, `/logs?from=now-1h&q=marker:${marker}`);
    await page.locator("[data-line]").first().waitFor();
    const lines = (await page.locator("[data-line]").allTextContents()).join(
      "",
    );
    expect(lines).toContain(HOSTILE.svg);
    expect(lines).toContain("⟨ESC⟩[2J⟨ESC⟩[31mred⟨ESC⟩]0;title⟨BEL⟩");
    expect(lines).toContain("before⟨NUL⟩after");
    expect(lines).toContain("ad⟨U+200B⟩min");
    expect(lines).toContain("a⟨U+E0062⟩⟨U+E0061⟩d");
    expect(lines).not.toContain("\u202E");
  },
);

test(
  "each value finds its record and its span, as it was sent",
  SLOW,
  async ({ open }) => {
    const { marker } = await sendHostile();
    const api = `${inject("platform").url}/api/v1`;
    const times = {
      start_unix_ns: `${Date.now() - 3_600_000}000000`,
      end_unix_ns: `${Date.now()}000000`,
    };
    // A search has 4,096 characters at most; a longer value is found by its beginning.
    for (const word of WORDS.filter((each) => each !== "long")) {
      const value = HOSTILE[word].replaceAll(/["\\]/g, String.raw`\$&`);
      const query = `marker:${marker} plain:"${value}"`;
      const asked = new URLSearchParams({ ...times, query });
      const [spans, logs] = await Promise.all(
        ["spans", "logs"].map((what) => fetch(`${api}/${what}?${asked}`)),
      );
      expect(
        [
          ((await spans?.json()) as { spans: unknown[] }).spans.length,
          ((await logs?.json()) as { logs: unknown[] }).logs.length,
        ],
        word,
      ).toEqual([1, 1]);
    }
    const page = await open(
      `/logs?from=now-1h&q=${encodeURIComponent(`marker:${marker} plain:${"A".repeat(200)}*`)}`,
    );
    await page.getByText("1 record", { exact: true }).waitFor();
    await show(
      page,
      `/logs?from=now-1h&q=${encodeURIComponent(`plain:${HOSTILE.directions}`)}`,
    );
    await page
      .getByText("Character 14 of the search is not seen: ⟨U+202E⟩")
      .waitFor();
  },
);

test(
  "a saved table runs nothing where it is opened",
  SLOW,
  async ({ open }) => {
    const { marker } = await sendHostile();
    const q = `marker:${marker}`;
    for (const path of [
      `/logs?from=now-1h&q=${q}`,
      `/traces?from=now-1h&q=${q}&rows=spans`,
      `/?from=now-1h&group=operation&service=${encodeURIComponent(SERVICE)}`,
    ]) {
      const page = await open(path);
      const csv = await exported(page, /CSV/);
      // OWASP, CSV injection: an apostrophe before what a spreadsheet would calculate.
      expect(csv).toContain(`"'=HYPERLINK(`);
      expect(csv).toContain("'=cmd|");
      expect(csv).not.toMatch(/(^|,)"?[=+@][A-Za-z]/m);
      const lines = await exported(page, /JSON/);
      const values = lines
        .trim()
        .split("\n")
        .flatMap((line) => Object.values(JSON.parse(line) as object));
      // A program reads the value as it was sent.
      expect(values).toContain(HOSTILE.formula);
      expect(values).toContain(HOSTILE.directions);
    }
  },
);

async function exported(page: Page, kind: RegExp): Promise<string> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: kind }).click(),
  ]);
  return textOf(file);
}

async function textOf(file: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream())
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

test(
  "nothing in the address runs, and what cannot be read is left out or said",
  SLOW,
  async ({ open }) => {
    const page = await open("/");
    const happened = await watched(page);
    const names =
      "q from to tz box facet open sort service group metric order span tab columns ids by find zoom at".split(
        " ",
      );
    for (const path of [
      "/",
      "/traces",
      "/logs",
      "/metrics-explorer",
      "/service-map",
      "/saved",
    ]) {
      // Each name gets another word on each screen.
      const search = names.map((name, at) => {
        const word = WORDS[(at + path.length) % WORDS.length] ?? "script";
        return `${name}=${encodeURIComponent(HOSTILE[word])}`;
      });
      await show(page, `${path}?${search.join("&")}`);
      await isHarmless(page);
    }
    await page.goto(
      `${inject("platform").url}/traces/${encodeURIComponent(HOSTILE.svg)}`,
    );
    await isHarmless(page);
    expect(happened).toEqual([]);
  },
);

test("a trace file is as harmless as what was sent", SLOW, async ({ open }) => {
  const span = {
    traceId: id(16),
    spanId: id(8),
    name: HOSTILE.image,
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000001000000000",
    attributes: attributes({ [HOSTILE.svg]: HOSTILE.script }),
  };
  const page = await open("/traces/file");
  const happened = await watched(page);
  await page.locator("input[type=file]").setInputFiles({
    name: `${HOSTILE.script}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(
      JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: attributes({ "service.name": SERVICE }) },
            scopeSpans: [{ spans: [span] }],
          },
        ],
      }),
    ),
  });
  await page.getByRole("treeitem").first().click();
  await page
    .getByRole("complementary", { name: "Span" })
    .getByText(HOSTILE.script, { exact: true })
    .first()
    .waitFor();
  await isHarmless(page);
  expect(happened).toEqual([]);
});
