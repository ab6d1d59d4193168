"""A small trace in one request, to be asked for by its id."""

from random import Random

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from benchmarks.payloads.estate import SCOPE
from benchmarks.payloads.request import attributes

SPANS = 5


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
    of_scope = ScopeSpans(scope=SCOPE, spans=spans)
    request = ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource, scope_spans=[of_scope])])
    return trace_id.hex(), request.SerializeToString()
