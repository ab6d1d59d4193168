import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { followStream } from "./stream";

/** What a server answers, one request after the other, and what was heard until a text was. */
async function heard(until: string, ...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const waiting = [...answers];
  const server = createServer((request, response) => waiting.shift()?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const over = new AbortController();
  const said: string[] = [];
  const say = (text: string) => {
    said.push(text);
    if (text === until) over.abort();
  };
  await followStream(
    `http://127.0.0.1:${port}/tail`,
    "7",
    {
      onOpen: () => say("open"),
      onEvent: (event, data) => say(`${event} ${data}`),
      onLost: (problem) => say(`lost ${problem?.kind ?? ""}`),
      onRefused: ({ detail }) => say(`refused ${detail}`),
      onId: (id) => say(`id ${id}`),
    },
    over.signal,
  );
  server.closeAllConnections();
  server.close();
  return said;
}

const stream = (response: ServerResponse, text: string) =>
  response.writeHead(200, { "Content-Type": "text/event-stream" }).write(text);

test("events are heard, whatever they are cut into, and an end is followed by asking on behind the last one", async () => {
  const said = await heard(
    "span 3",
    (_, response) => {
      stream(response, "event: span\nda");
      setTimeout(() => response.end("ta: 1\n\nevent: span\nid: 8\ndata: 2\n\n"), 20);
    },
    (request, response) => {
      expect(request.headers["last-event-id"]).toBe("8");
      stream(response, "event: span\ndata: 3\n\n");
    },
  );
  expect(said).toEqual(["open", "span 1", "id 8", "span 2", "lost ", "open", "span 3"]);
});

test("a server that is away, or has too many, is asked again; the first time with the id of before", async () => {
  const said = await heard(
    "open",
    (request, response) => {
      expect(request.headers["last-event-id"]).toBe("7");
      response.writeHead(503, { "Content-Type": "application/problem+json", "Retry-After": "0.05" });
      response.end('{"type": "urn:camelops:problem:store_unavailable", "detail": "away"}');
    },
    (request) => request.socket.destroy(),
    (_, response) => stream(response, ": hello\n\n"),
  );
  expect(said).toEqual(["lost store_unavailable", "lost unreachable", "open"]);
});

test("a page of a proxy's login is no stream", async () => {
  const said = await heard(
    "open",
    (_, response) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end("<h1>Log in</h1>"),
    (_, response) => stream(response, ": hello\n\n"),
  );
  expect(said).toEqual(["lost not_a_stream", "open"]);
});

test("a question that is wrong is not asked again", async () => {
  const said = await heard("never", (_, response) => {
    response.writeHead(400, { "Content-Type": "application/problem+json" });
    response.end('{"type": "urn:camelops:problem:query_invalid", "detail": "no key"}');
  });
  expect(said).toEqual(["refused no key"]);
});
