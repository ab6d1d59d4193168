"""Requests to put into a spool. Request `number` is one span whose trace id is the number: it can be found again."""

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from collector.model import Export, Signal, Tenant
from tests.collector.clock import START_UNIX_NS

ACME = Tenant("acme", "shared", dict.fromkeys(Signal, 30))
GLOBEX = Tenant("globex", "shared", dict.fromkeys(Signal, 7))
INITECH = Tenant("initech", "initech", dict.fromkeys(Signal, 400))


def span_body(number: int, padding_bytes: int = 0, spans: int = 1) -> bytes:
    """Always the same bytes for the same arguments."""
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add()
    resource.resource.attributes.append(KeyValue(key="service.name", value=AnyValue(string_value="orders")))
    scope = resource.scope_spans.add()
    for index in range(spans):
        span = scope.spans.add(
            trace_id=number.to_bytes(16, "big"),
            span_id=(index + 1).to_bytes(8, "big"),
            name="step",
            start_time_unix_nano=START_UNIX_NS + number,
            end_time_unix_nano=START_UNIX_NS + number + 1_000,
        )
        if padding_bytes:
            span.attributes.append(KeyValue(key="padding", value=AnyValue(string_value="x" * padding_bytes)))
    return request.SerializeToString()


def spans(number: int, tenant: Tenant = ACME, *, padding_bytes: int = 0, count: int = 1) -> Export:
    """A request of one trace."""
    return Export(Signal.TRACES, tenant, span_body(number, padding_bytes, count), START_UNIX_NS + number)
