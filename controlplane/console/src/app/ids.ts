/** What a pasted id is: people paste them from logs, headers, addresses of other consoles, with what stood around them. */
export type Pasted =
  | { what: "trace"; traceId: string; spanId?: string }
  /** 16 digits: a span, or a trace of a sender with short ids. */
  | { what: "span"; spanId: string }
  | { what: "exchange"; exchangeId: string }
  | { what: "text"; text: string };

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/i;
// Camel's default: hexadecimal digits of the instance, a dash, a counter in 16.
const EXCHANGE = /^(?:ID-)?[0-9A-Z][\w.-]*-[0-9A-F]{1,16}$/i;
const QUOTES = /^["'`<({[\s]+|["'`>)}\],;\s]+$/g;

export function pasted(input: string): Pasted {
  const text = input.replaceAll(QUOTES, "");
  const parent = TRACEPARENT.exec(text);
  if (parent?.[1] !== undefined && parent[2] !== undefined) {
    return { what: "trace", traceId: parent[1].toLowerCase(), spanId: parent[2].toLowerCase() };
  }
  const inAddress = /\/traces?\/([0-9a-f]{16,32})\b/i.exec(text)?.[1];
  const plain = (inAddress ?? text).replace(/^(trace_?id|span_?id)\s*[:=]\s*["']?/i, "").replace(/^0x/i, "");
  const digits = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(plain) ? plain.replaceAll("-", "") : plain;
  if (/^[0-9a-f]{32}$/i.test(digits)) return { what: "trace", traceId: digits.toLowerCase() };
  if (/^[0-9a-f]{16}$/i.test(digits)) return { what: "span", spanId: digits.toLowerCase() };
  if (EXCHANGE.test(text) && /\d/.test(text)) return { what: "exchange", exchangeId: text };
  return { what: "text", text };
}
