/** Records as large as a collector lets in leave the page alive; larger ones are refused. */
import { expect, inject, settled, test } from "./browser";
import { found, isHarmless } from "./hostile";
import { attributes, id, send } from "./order";

// Megabytes are carried back and forth: on a slow machine minutes.
const SLOW = { timeout: 300_000 };

// The most that a collector lets in by default: attributes of a record, and characters of a value, nearly.
const MANY = 990;
const LONG = 1_000_000;
const resource = { attributes: attributes({ "service.name": "heavy" }) };

test("what is over a collector's limits is refused, and says by how much", async () => {
  const span = (more: object) => ({
    traceId: id(16),
    spanId: id(8),
    name: "heavy",
    startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    endTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    ...more,
  });
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`key.${at}`, "v"]),
  );
  for (const [more, reason] of [
    [{ attributes: attributes(many) }, "attributes_over_limit"],
    [
      { attributes: attributes({ line: "x".repeat(10 * 2 ** 20) }) },
      "value_over_limit",
    ],
  ] as const) {
    const answer = await send("traces", {
      resourceSpans: [{ resource, scopeSpans: [{ spans: [span(more)] }] }],
    });
    expect(answer).toMatchObject({ partialSuccess: { rejectedSpans: "1" } });
    expect(JSON.stringify(answer)).toContain(reason);
  }
});

test(
  "values of a megabyte, a thousand attributes and JSON a hundred thousand deep leave the page alive",
  SLOW,
  async ({ open }) => {
    const [traceId, spanId, marker] = [id(16), id(8), `m${id(6)}`];
    const now = String(BigInt(Date.now() - 5_000) * 1_000_000n);
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const many = Object.fromEntries(
      Array.from({ length: MANY }, (_, at) => [`key.${at}`, `value ${at}`]),
    );
    const span = {
      traceId,
      spanId,
      name: "heavy",
      startTimeUnixNano: now,
      endTimeUnixNano: now,
      attributes: attributes({ marker, deep, line: "x".repeat(LONG), ...many }),
    };
    await send("traces", {
      resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }],
    });
    const logRecords = [deep, "y".repeat(LONG)].map((stringValue) => ({
      timeUnixNano: now,
      traceId,
      spanId,
      body: { stringValue },
      attributes: attributes({ marker, ...many }),
    }));
    await send("logs", {
      resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }],
    });
    await found(traceId, 1, 2);
    const page = await open(`/traces/${traceId}?span=${spanId}`);
    const panel = page.getByRole("complementary", { name: "Span" });
    await panel.getByText("key.1", { exact: true }).waitFor();
    await isHarmless(page);
    // Rows beyond the first are a press or a filter away.
    await panel
      .getByRole("searchbox", { name: "Filter keys and values" })
      .fill(`value ${MANY - 1}`);
    await panel.getByText(`key.${MANY - 1}`, { exact: true }).waitFor();
    await panel.getByRole("searchbox").fill("");
    await panel
      .getByRole("button", { name: /^Show all 99\d/ })
      .first()
      .click();
    await panel.getByText(`key.${MANY - 1}`, { exact: true }).waitFor();
    await isHarmless(page);
    await page.goto(
      `${inject("platform").url}/logs?from=now-1h&q=marker:${marker}`,
    );
    await settled(page);
    for (const line of [0, 1]) {
      await page.locator("[data-line]").nth(line).click();
      await page.waitForURL("**open=**");
      await isHarmless(page);
      await page.locator("[data-line]").nth(line).click();
    }
  },
);
