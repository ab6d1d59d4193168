/** An order as a trace, with all that a trace can have: sent to the platform by the test that looks at it. */
import { randomBytes } from "node:crypto";

import { expect, inject } from "./browser";

export interface Order {
  traceId: string;
  /** By a word for each span. */
  spanIds: Record<string, string>;
  linkedId: string;
}

const MS = 1_000_000n;
const ERROR = 2;

type Values = Record<string, string | number>;

export const attributes = (values: Values) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === "number"
        ? { intValue: String(value) }
        : { stringValue: value },
  }));

const camel = (node: string) => ({
  "camel.route.id": "receive-order",
  "camel.node.id": node,
  "camel.exchange.id": "ID-1",
});

const stackTrace = [
  "java.net.ConnectException: Connection refused",
  ...Array.from(
    { length: 40 },
    (_, line) =>
      `\tat org.apache.camel.component.http.HttpProducer.execute(HttpProducer.java:${300 + line})`,
  ),
].join("\n");

export const id = (bytes: number) => randomBytes(bytes).toString("hex");

/** Returns once all of it is found. */
export async function sendOrder({ confirmMs = 30 } = {}): Promise<Order> {
  const [traceId, linkedId] = [id(16), id(16)];
  const spanIds: Record<string, string> = {};
  const start = BigInt(Date.now() - 5_000) * MS;
  const at = (ms: number) => String(start + BigInt(ms) * MS);
  const span = (
    word: string,
    parent: string,
    name: string,
    from: number,
    ms: number,
    more: object = {},
  ) => ({
    traceId,
    spanId: (spanIds[word] = id(8)),
    parentSpanId: parent,
    name,
    kind: 1,
    startTimeUnixNano: at(from),
    endTimeUnixNano: at(from + ms),
    ...more,
  });
  const spanOf = (word: string) => spanIds[word] ?? "";
  const root = span("root", "", "POST /orders", 0, 400, { kind: 2 });
  const receive = span("receive", spanOf("root"), "receive order", 10, 380, {
    status: { code: ERROR, message: "HTTP operation failed" },
    attributes: attributes(camel("from1")),
  });
  const enrich = span("enrich", spanOf("receive"), "enrich", 20, 100, {
    kind: 3,
  });
  const confirm = span(
    "confirm",
    spanOf("receive"),
    "confirm",
    330,
    confirmMs,
    {
      status: { code: ERROR, message: "Connection refused" },
      attributes: attributes({
        ...camel("to2"),
        "server.address": "stock:8443",
      }),
      events: [
        {
          timeUnixNano: at(340),
          name: "exception",
          attributes: attributes({ "exception.stacktrace": stackTrace }),
        },
      ],
      links: [{ traceId: linkedId, spanId: id(8) }],
    },
  );
  // Its clock is behind: it begins before what called it.
  const reserve = span("reserve", spanOf("enrich"), "reserve", -100, 50, {
    kind: 2,
  });
  const write = span("write", id(8), "write", 200, 10);
  const resource = (service: string, spans: object[]) => ({
    resource: { attributes: attributes({ "service.name": service }) },
    scopeSpans: [{ spans }],
  });
  await send("traces", {
    resourceSpans: [
      resource("gateway", [root]),
      resource("orders", [receive, enrich, confirm]),
      resource("stock", [reserve]),
      resource("audit", [write]),
    ],
  });
  await send("logs", {
    resourceLogs: [
      {
        resource: { attributes: attributes({ "service.name": "orders" }) },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: at(345),
                severityNumber: 13,
                severityText: "WARN",
                body: { stringValue: "Attempt 1 failed" },
                traceId,
                spanId: spanOf("confirm"),
              },
            ],
          },
        ],
      },
    ],
  });
  await expect
    .poll(() => stored(traceId), { timeout: 20_000, interval: 200 })
    .toEqual([6, 1]);
  return { traceId, spanIds, linkedId };
}

/** A root with that many children: the id of the trace, once all of it is found. */
export async function sendWide(children: number): Promise<string> {
  const [traceId, root] = [id(16), id(8)];
  const start = BigInt(Date.now() - 60_000) * MS;
  const span = (
    spanId: string,
    parentSpanId: string,
    name: string,
    from: number,
    ms: number,
  ) => ({
    traceId,
    spanId,
    parentSpanId,
    name,
    startTimeUnixNano: String(start + BigInt(from) * MS),
    endTimeUnixNano: String(start + BigInt(from + ms) * MS),
  });
  const spans = [
    span(root, "", "fan out", 0, children),
    ...Array.from({ length: children }, (_, number) =>
      span(id(8), root, `item ${number}`, number, 2),
    ),
  ];
  await send("traces", {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": "wide" }) },
        scopeSpans: [{ spans }],
      },
    ],
  });
  await expect
    .poll(async () => (await stored(traceId))[0], {
      timeout: 20_000,
      interval: 300,
    })
    .toBe(children + 1);
  return traceId;
}

/** What the collector answers: nothing, or what it refused. */
export async function send(
  signal: "traces" | "logs" | "metrics",
  body: object,
): Promise<unknown> {
  const answer = await fetch(`${inject("platform").otlpHttpUrl}/v1/${signal}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Spans and log records of the trace that are found by now. */
async function stored(traceId: string): Promise<[number, number]> {
  const api = `${inject("platform").url}/api/v1/traces/${traceId}`;
  const [trace, logs] = await Promise.all([fetch(api), fetch(`${api}/logs`)]);
  if (!trace.ok || !logs.ok) return [0, 0];
  const { spans } = (await trace.json()) as { spans: number };
  const { logs: records } = (await logs.json()) as { logs: unknown[] };
  return [spans, records.length];
}
