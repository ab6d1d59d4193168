"""Traces of the estate: exchanges as spans, the nodes they pass as children, calls continued in the service called."""

from collections.abc import Iterator
from itertools import count
from random import Random

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from benchmarks.payloads import vocabulary
from benchmarks.payloads.estate import SCOPE, TABLES, Instance, Node, Route, Service
from benchmarks.payloads.request import Payload, attributes
from benchmarks.payloads.zipf import Zipf

SPANS_PER_TRACE_MAX = 500
DEPTH_MAX = 5
NODE_NS_MEDIAN_LN = 14.2  # ln(1.5 ms in ns)
NODE_NS_SIGMA = 1.2
FAILED = 0.02
LINKED = 0.01
SPLIT = 1 / 40
SPLIT_PARTS_MAX = 60

Values = dict[str, str | int | float]


def trace_requests(
    estate: list[Service], random: Random, items: int, start_unix_ns: int, length_ns: int
) -> Iterator[Payload]:
    """Requests of exactly `items` spans; a request leaves when an instance has so many."""
    services = Zipf(estate, 1.1)
    exchanges = count(1)
    waiting: dict[str, tuple[Instance, list[Span]]] = {}
    while True:
        service = services.draw(random)
        trace = Trace(random, start_unix_ns + random.randrange(length_ns), exchanges)
        trace.exchange(random.choice(service.routes))
        for instance, span in trace.spans:
            spans = waiting.setdefault(instance.host, (instance, []))[1]
            spans.append(span)
            if len(spans) == items:
                yield Payload(_encode(instance, spans), items)
                del waiting[instance.host]


def _encode(instance: Instance, spans: list[Span]) -> bytes:
    of_resource = ResourceSpans(resource=instance.resource, scope_spans=[ScopeSpans(scope=SCOPE, spans=spans)])
    body: bytes = ExportTraceServiceRequest(resource_spans=[of_resource]).SerializeToString()
    return body


class Trace:
    """One trace while it is drawn.

    `spans` pairs each with the instance that sends it; `exchanges` numbers the exchanges of the estate.
    """

    def __init__(self, random: Random, start_unix_ns: int, exchanges: Iterator[int]) -> None:
        self.spans: list[tuple[Instance, Span]] = []
        self._random = random
        self._start = start_unix_ns
        self._exchanges = exchanges
        self._id = random.randbytes(16)
        self._order = random.randint(1, 9_999_999)
        self._customer = vocabulary.CUSTOMERS.draw(random)

    def exchange(self, route: Route, parent: bytes = b"", start: int = 0, depth: int = 0) -> int:
        """Draws one exchange of a route and all it calls.

        `start` and the answer (its end) in ns after the trace's start.
        """
        random = self._random
        instance = random.choice(route.service.instances)
        failed = random.random() < FAILED
        number = f"{instance.exchange_prefix}-{next(self._exchanges):016X}"
        span = self._span(instance, route.id, self._entry(route, number, failed=failed), parent)
        span.kind = {"http": Span.SPAN_KIND_SERVER, "timer": Span.SPAN_KIND_INTERNAL}.get(
            route.entry, Span.SPAN_KIND_CONSUMER
        )
        if random.random() < LINKED:
            span.links.add(trace_id=random.randbytes(16), span_id=random.randbytes(8))
        now = start + random.randint(20_000, 200_000)
        nodes = route.nodes[: random.randint(1, len(route.nodes))] if failed else route.nodes
        for node in nodes:
            parts = random.randint(2, SPLIT_PARTS_MAX) if random.random() < SPLIT / len(nodes) else 1
            for _ in range(parts):
                if len(self.spans) < SPANS_PER_TRACE_MAX:
                    now = self._step(instance, route, node, number, span.span_id, now, depth)
        if failed:
            self._fail(self.spans[-1][1] if nodes[-1].target is None else span, number, now)
            span.status.code = Status.STATUS_CODE_ERROR
        self._close(span, start, now)
        return now

    def _step(
        self, instance: Instance, route: Route, node: Node, exchange: str, parent: bytes, start: int, depth: int
    ) -> int:
        values: Values = {
            "camel.context.id": route.service.context,
            "camel.route.id": route.id,
            "camel.node.id": node.id,
            "camel.exchange.id": exchange,
            "camel.node.type": node.kind,
            "camel.body.type": vocabulary.BODY_TYPES.draw(self._random),
            "camel.body.bytes": int(self._random.lognormvariate(7.5, 1.3)),
            "thread.name": vocabulary.THREADS.draw(self._random),
            "shop.customer.id": self._customer,
            "shop.order.id": self._order,
        }
        span = self._span(instance, f"{node.kind} {node.id}", {**values, **self._call(node)}, parent)
        span.kind = Span.SPAN_KIND_INTERNAL
        end = start + int(self._random.lognormvariate(NODE_NS_MEDIAN_LN, NODE_NS_SIGMA))
        if node.call in {"kafka", "jms"}:
            span.kind = Span.SPAN_KIND_PRODUCER
        elif node.call:
            span.kind = Span.SPAN_KIND_CLIENT
        if node.target is not None and depth < DEPTH_MAX and len(self.spans) < SPANS_PER_TRACE_MAX:
            begins = start + self._random.randint(100_000, 2_000_000)
            ends = self.exchange(node.target, span.span_id, begins, depth + 1)
            if node.call == "http":
                end = ends + self._random.randint(100_000, 900_000)
        self._close(span, start, end)
        return end

    def _entry(self, route: Route, exchange: str, *, failed: bool) -> Values:
        random = self._random
        values: Values = {
            "camel.context.id": route.service.context,
            "camel.route.id": route.id,
            "camel.exchange.id": exchange,
            "camel.uri": route.uri,
            "camel.exchange.pattern": "InOut" if route.entry == "http" else "InOnly",
            "thread.name": vocabulary.THREADS.draw(random),
        }
        if route.entry == "http":
            values |= {
                "http.request.method": "POST",
                "http.route": route.path,
                "url.path": route.path.replace("{id}", str(self._order)),
                "url.scheme": "https",
                "http.response.status_code": 500 if failed else random.choice((200, 200, 200, 201, 202, 404)),
                "server.address": f"{route.service.name}.shop.svc",
                "client.address": f"10.0.{random.randint(0, 15)}.{random.randint(1, 254)}",
                "user_agent.original": vocabulary.USER_AGENTS.draw(random),
                "shop.customer.id": self._customer,
            }
        elif route.entry != "timer":
            values |= {
                "messaging.system": route.entry,
                "messaging.destination.name": route.id,
                "messaging.operation.type": "process",
                "messaging.consumer.group.name": route.service.name,
                "messaging.destination.partition.id": str(random.randint(0, 23)),
                "messaging.kafka.offset": random.randint(1, 2**40),
                "messaging.message.body.size": int(random.lognormvariate(7.5, 1.3)),
            }
        return values

    def _call(self, node: Node) -> Values:
        random = self._random
        match node.call:
            case "http" | "partner":
                host = node.uri.split("/")[2]
                return {
                    "http.request.method": "POST",
                    "url.full": node.uri.replace("{id}", str(self._order)),
                    "server.address": host.partition(":")[0],
                    "http.response.status_code": random.choice((200, 200, 200, 200, 201, 404, 503)),
                }
            case "kafka" | "jms":
                destination = node.target.id if node.target else ""
                return {
                    "messaging.system": node.call,
                    "messaging.destination.name": destination,
                    "messaging.operation.type": "send",
                    "messaging.message.id": f"{random.getrandbits(64):016x}",
                }
            case "sql":
                table = random.choice(TABLES)
                return {
                    "db.system.name": "postgresql",
                    "db.namespace": "shop",
                    "db.query.text": f"SELECT id, state, total FROM {table} WHERE id = ? AND tenant = ?",
                    "server.address": "postgres.shop.svc",
                }
        return {}

    def _span(self, instance: Instance, name: str, values: Values, parent: bytes) -> Span:
        span = Span(
            trace_id=self._id,
            span_id=self._random.randbytes(8),
            parent_span_id=parent,
            name=name,
            attributes=attributes(values),
            flags=0x101,  # sampled; the parent is not remote (bit 8 says that this is known)
        )
        self.spans.append((instance, span))
        return span

    def _close(self, span: Span, start: int, end: int) -> None:
        span.start_time_unix_nano = self._start + start
        span.end_time_unix_nano = self._start + max(end, start + 1)

    def _fail(self, span: Span, exchange: str, at: int) -> None:
        kind, message, stack = vocabulary.exception(self._random, exchange)
        span.status.CopyFrom(Status(code=Status.STATUS_CODE_ERROR, message=message))
        values: Values = {"exception.type": kind, "exception.message": message, "exception.stacktrace": stack}
        span.events.add(time_unix_nano=self._start + at, name="exception", attributes=attributes(values))
