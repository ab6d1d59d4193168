/** What a pasted id is: people paste them from logs, headers, addresses of other consoles, with what stood around them. */
export type Pasted =
  | { what: "trace"; traceId: string; spanId?: string }
  /** 16 digits: a span, or a trace of a sender with short ids. */
  | { what: "span"; spanId: string }
  | { what: "exchange"; exchangeId: string }
  | { what: "text"; text: string };

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Camel's default (15 hexadecimal digits of the instance, a dash, a counter in 16) and its classic generator's
// ID-host-milliseconds-number-counter.
const EXCHANGE = /^(?:[0-9A-F]{15}-[0-9A-F]{16}|ID-[\w.-]+-\d{10,}-\d+-\d+)$/i;
// What else may be one: with a generator of one's own it is what one likes, as long as it has a number.
const LIKE_AN_ID = /^(?=.*\d)[\w.:-]*[-_.:][\w.:-]*$/;
const QUOTES = /^["'`<({[\s]+|["'`>)}\],;\s]+$/g;

/** What it is taken for first, then what else it may be. */
export function pasted(input: string): [Pasted, ...Pasted[]] {
  const text = input.replaceAll(QUOTES, "");
  const parent = TRACEPARENT.exec(text);
  if (parent?.[1] !== undefined && parent[2] !== undefined) {
    return [{ what: "trace", traceId: parent[1].toLowerCase(), spanId: parent[2].toLowerCase() }];
  }
  const inAddress = /\/traces?\/([0-9a-f]{16,32})\b/i.exec(text)?.[1];
  const plain = (inAddress ?? text).replace(/^(trace_?id|span_?id)\s*[:=]\s*["']?/i, "").replace(/^0x/i, "");
  const exchange: Pasted = { what: "exchange", exchangeId: text };
  if (UUID.test(plain)) return [{ what: "trace", traceId: plain.replaceAll("-", "").toLowerCase() }, exchange];
  if (/^[0-9a-f]{32}$/i.test(plain)) return [{ what: "trace", traceId: plain.toLowerCase() }];
  if (/^[0-9a-f]{16}$/i.test(plain)) return [{ what: "span", spanId: plain.toLowerCase() }];
  if (EXCHANGE.test(text)) return [exchange];
  return LIKE_AN_ID.test(text) ? [{ what: "text", text }, exchange] : [{ what: "text", text }];
}
