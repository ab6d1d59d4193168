"""One trace, to be asked for by its id: a small one in one request, or one of any size."""

from collections.abc import Iterator
from itertools import count
from random import Random

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from benchmarks.payloads.estate import SCOPE, Instance, build_estate
from benchmarks.payloads.request import Payload, attributes
from benchmarks.payloads.traces import Trace

SPANS = 5
# A message split into parts, as many at a time as a pool has threads, hundreds of them to a batch.
LANES = 32
PARTS_PER_BATCH = 200
SPANS_PER_REQUEST = 1_000


def one_trace(seed: int, start_unix_ns: int) -> tuple[str, bytes]:
    """Its id in hex and the request: a root and `SPANS` - 1 children."""
    random = Random(seed ^ start_unix_ns)
    trace_id, root = random.randbytes(16), random.randbytes(8)
    spans = [
        Span(
            trace_id=trace_id,
            span_id=root if number == 0 else random.randbytes(8),
            parent_span_id=b"" if number == 0 else root,
            name=f"probe-{number}",
            kind=Span.SPAN_KIND_INTERNAL,
            start_time_unix_nano=start_unix_ns,
            end_time_unix_nano=start_unix_ns + 1_000_000,
            attributes=attributes({"camel.route.id": "probe", "camel.node.id": f"to{number}"}),
        )
        for number in range(SPANS)
    ]
    resource = Resource(attributes=attributes({"service.name": "probe"}))
    return trace_id.hex(), _request(resource, spans)


def large_trace(seed: int, spans: int, start_unix_ns: int) -> tuple[str, Iterator[Payload]]:
    """Its id in hex and requests of `spans` spans together: an import that splits its file into orders.

    A root, batches below it, exchanges of the estate below these, `LANES` of them at a time.
    """
    random = Random(seed * 1_000_003 + spans)
    trace_id = random.randbytes(16)
    return trace_id.hex(), _requests(_spans(random, trace_id, spans, start_unix_ns))


def _spans(random: Random, trace_id: bytes, spans: int, start_unix_ns: int) -> Iterator[tuple[Instance, Span]]:
    estate = build_estate(random)
    importer = estate[0].instances[0]
    exchanges = count(1)
    root = Span(
        trace_id=trace_id,
        span_id=random.randbytes(8),
        name="import",
        kind=Span.SPAN_KIND_CONSUMER,
        start_time_unix_nano=start_unix_ns,
    )
    left, parts, lanes = spans - 1, 0, [0] * LANES
    batch = root
    while left > 0:
        if parts % PARTS_PER_BATCH == 0:
            if batch is not root:
                batch.end_time_unix_nano = start_unix_ns + max(lanes)
                yield importer, batch
            batch = Span(
                trace_id=trace_id,
                span_id=random.randbytes(8),
                parent_span_id=root.span_id,
                name="split batch",
                kind=Span.SPAN_KIND_INTERNAL,
                start_time_unix_nano=start_unix_ns + min(lanes),
            )
            left -= 1
        parts += 1
        lane = lanes.index(min(lanes))
        part = Trace(random, start_unix_ns, exchanges)
        lanes[lane] = part.exchange(random.choice(random.choice(estate).routes), batch.span_id, lanes[lane] + 50_000)
        # A trace's spans begin with its root: what is left out at the end are those that were drawn last.
        for instance, span in part.spans[:left]:
            span.trace_id = trace_id
            yield instance, span
        left -= min(left, len(part.spans))
    batch.end_time_unix_nano = root.end_time_unix_nano = start_unix_ns + max(lanes)
    if batch is not root:
        yield importer, batch
    yield importer, root


def _requests(spans: Iterator[tuple[Instance, Span]]) -> Iterator[Payload]:
    """A request leaves when an instance has `SPANS_PER_REQUEST`, the rest at the end."""
    waiting: dict[str, tuple[Instance, list[Span]]] = {}
    for instance, span in spans:
        of_instance = waiting.setdefault(instance.host, (instance, []))[1]
        of_instance.append(span)
        if len(of_instance) == SPANS_PER_REQUEST:
            yield Payload(_request(instance.resource, of_instance), SPANS_PER_REQUEST)
            del waiting[instance.host]
    for instance, rest in waiting.values():
        yield Payload(_request(instance.resource, rest), len(rest))


def _request(resource: Resource, spans: list[Span]) -> bytes:
    of_scope = ScopeSpans(scope=SCOPE, spans=spans)
    request = ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource, scope_spans=[of_scope])])
    body: bytes = request.SerializeToString()
    return body
