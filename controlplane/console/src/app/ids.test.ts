import { expect, test } from "vitest";

import { pasted } from "./ids";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

test.each([
  TRACE,
  TRACE.toUpperCase(),
  `  "${TRACE}",`,
  `trace_id=${TRACE}`,
  `traceId: "${TRACE}"`,
  `0x${TRACE}`,
  "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
  `https://jaeger.example/trace/${TRACE}?uiFind=x`,
])("%s is a trace", (text) => expect(pasted(text)[0]).toEqual({ what: "trace", traceId: TRACE }));

test("a traceparent header names a span of a trace", () => {
  expect(pasted(`00-${TRACE}-${SPAN}-01`)).toEqual([{ what: "trace", traceId: TRACE, spanId: SPAN }]);
});

test("16 digits are a span", () => {
  expect(pasted(SPAN)).toEqual([{ what: "span", spanId: SPAN }]);
  expect(pasted(`span_id:${SPAN}`)).toEqual([{ what: "span", spanId: SPAN }]);
});

test.each(["B1A9F3C7D2E4A61-0000000000000A1F", "ID-orders-7f9c-1700000000000-0-42", "ID-a.b-1700000000000-12-3"])(
  "%s is an exchange of Camel",
  (text) => expect(pasted(text)).toEqual([{ what: "exchange", exchangeId: text }]),
);

test.each(["connection reset", "service:orders", "abc", ""])("%j is text", (text) =>
  expect(pasted(text)).toEqual([{ what: "text", text }]),
);

test.each(["web-1", "orders-2", "2026-11-23", "timeout-30"])("%s is searched for, and may be an exchange", (text) =>
  expect(pasted(text)).toEqual([
    { what: "text", text },
    { what: "exchange", exchangeId: text },
  ]),
);

test("a UUID is a trace, and may be an exchange", () => {
  const text = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736";
  expect(pasted(text)[1]).toEqual({ what: "exchange", exchangeId: text });
});
