"""Hypothesis strategies for OTLP requests: mostly what senders send, often enough what they should not."""

import math
from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1 import common_pb2 as common
from opentelemetry.proto.logs.v1 import logs_pb2 as logs
from opentelemetry.proto.metrics.v1 import metrics_pb2 as metrics
from opentelemetry.proto.resource.v1 import resource_pb2 as resource
from opentelemetry.proto.trace.v1 import trace_pb2 as trace

from tests.native.oracle.logs import AGENT, OF_CAMEL

SECOND_NS = 1_000_000_000
DAY_NS = 86_400 * SECOND_NS
RECEIVED_NS = 1_790_000_000 * SECOND_NS + 123_456_789
RETENTION_DAYS = 30
FUTURE_NS_MAX = 600 * SECOND_NS

HARD_TEXTS = [
    "",
    "a",
    "service",
    "\0",
    "'",
    '"',
    "\\",
    "`",
    "$$",
    "=",
    "\n",
    "\x1b[31m",
    "\u202e\u200b",
    "__proto__",
    "🐪",
    "\uffff",
    "unknown_service",
    "(other)",
    "x" * 129,
]
texts = st.one_of(st.sampled_from(HARD_TEXTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
KNOWN_KEYS = [
    "service.name",
    "camel.context.id",
    "camel.route.id",
    "camel.node.id",
    "camel.processor.id",
    "camel.exchange.id",
    "http.route",
    "",
]
keys = st.one_of(st.sampled_from(KNOWN_KEYS), texts)

uint32 = st.one_of(st.sampled_from([0, 1, 255, 2**31, 2**32 - 1]), st.integers(0, 2**32 - 1))
int32 = st.one_of(st.sampled_from([0, 1, -1, 2**31 - 1, -(2**31)]), st.integers(-(2**31), 2**31 - 1))
uint64 = st.one_of(st.sampled_from([0, 1, 2**63, 2**64 - 1]), st.integers(0, 2**64 - 1))
int64 = st.one_of(st.sampled_from([0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63)]), st.integers(-(2**63), 2**63 - 1))
doubles = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e21, 1e-7, 1.5e300, 5e-324, 2.0**53, 123456789012345680.0, math.nan]),
    st.floats(allow_nan=False),  # one NaN is enough: JSON knows no other
)
times = st.one_of(
    st.integers(RECEIVED_NS - 3 * SECOND_NS, RECEIVED_NS),
    st.sampled_from(
        [
            0,
            1,
            RECEIVED_NS,
            RECEIVED_NS + FUTURE_NS_MAX,
            RECEIVED_NS + FUTURE_NS_MAX + 1,
            RECEIVED_NS - RETENTION_DAYS * DAY_NS,
            RECEIVED_NS - RETENTION_DAYS * DAY_NS - 1,
            2**63 - 1,
            2**63,
            2**64 - 1,
        ]
    ),
)
durations = st.one_of(st.sampled_from([0, 1, 2, 3, 8, 1_000_000, 2**40, 2**62]), st.integers(1, 60 * SECOND_NS))


def message(kind: Callable[..., Any], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A message of `kind` with each of the fields given or not."""
    return st.fixed_dictionaries({}, optional=fields).map(lambda given: kind(**given))


def with_one_of(base: st.SearchStrategy[Any], members: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """`base` with one of the members of its oneof set, or none."""

    def put(pair: tuple[Message, tuple[str, Any] | None]) -> Message:
        target, choice = pair
        if choice is not None:
            name, value = choice
            if isinstance(value, Message):
                getattr(target, name).CopyFrom(value)
            else:
                setattr(target, name, value)
        return target

    choices = [st.none(), *(st.tuples(st.just(name), values) for name, values in members.items())]
    return st.tuples(base, st.one_of(*choices)).map(put)


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string_value": texts,
    "bool_value": st.booleans(),
    "int_value": int64,
    "double_value": doubles,
    "bytes_value": st.binary(max_size=5),
}


def _nested(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.lists(message(common.KeyValue, key=keys, value=values), max_size=3)
    return with_one_of(
        st.builds(common.AnyValue),
        {
            "array_value": st.lists(values, max_size=3).map(lambda items: common.ArrayValue(values=items)),
            "kvlist_value": pairs.map(lambda items: common.KeyValueList(values=items)),
        },
    )


any_values = st.recursive(with_one_of(st.builds(common.AnyValue), SCALARS), _nested, max_leaves=6)
string_values = texts.map(lambda text: common.AnyValue(string_value=text))
key_values = message(common.KeyValue, key=keys, value=st.one_of(string_values, any_values))
attributes = st.lists(key_values, max_size=4)


def ids(size: int) -> st.SearchStrategy[bytes]:
    """Few good ids, so that records meet; now and then none, and one that is no id."""
    few = st.integers(1, 4).map(lambda number: number.to_bytes(size, "big"))
    none = st.sampled_from([b"", bytes(size)])
    wrong = st.sampled_from([b"\1" * (size - 1), b"\1" * (size + 1)])
    return st.one_of(few, few, few, st.binary(min_size=size, max_size=size), none, wrong)


trace_ids = ids(16)
span_ids = ids(8)
trace_states = st.one_of(
    st.sampled_from(
        [
            "",
            "ot=th:8",
            "ot=th:c;rv:1234",
            "vendor=x,ot=rv:ab;th:0",
            "ot=th:fffffffffffff8",
            "ot=th:",
            "ot=th:g",
            "ot=th:123456789abcdef",
            " ot=th:8 ",
            "ot=th:8,ot=th:c",
            "ot=p:8",
            "xot=th:8",
        ]
    ),
    texts,
)

resources = message(resource.Resource, attributes=attributes, dropped_attributes_count=uint32)
scopes = message(
    common.InstrumentationScope,
    name=st.one_of(texts, st.just(AGENT)),
    version=texts,
    attributes=attributes,
    dropped_attributes_count=uint32,
)
events = message(
    trace.Span.Event, time_unix_nano=times, name=texts, attributes=attributes, dropped_attributes_count=uint32
)
links = message(
    trace.Span.Link,
    trace_id=trace_ids,
    span_id=span_ids,
    trace_state=texts,
    attributes=attributes,
    dropped_attributes_count=uint32,
    flags=uint32,
)
statuses = message(trace.Status, message=texts, code=st.one_of(st.integers(0, 3), int32))


@st.composite
def _spans(draw: st.DrawFn) -> trace.Span:
    span: trace.Span = draw(
        message(
            trace.Span,
            trace_state=trace_states,
            parent_span_id=span_ids,
            flags=uint32,
            name=texts,
            kind=st.one_of(st.integers(0, 6), int32),
            attributes=attributes,
            dropped_attributes_count=uint32,
            events=st.lists(events, max_size=2),
            dropped_events_count=uint32,
            links=st.lists(links, max_size=2),
            dropped_links_count=uint32,
            status=statuses,
        )
    )
    # Most spans have good ids and an end, or the rows below would mostly be refusals.
    span.trace_id, span.span_id = draw(st.tuples(trace_ids, span_ids))
    span.start_time_unix_nano = draw(times)
    span.end_time_unix_nano = draw(
        st.one_of(durations.map(lambda ns: min(span.start_time_unix_nano + ns, 2**64 - 1)), times)
    )
    return span


log_records = message(
    logs.LogRecord,
    time_unix_nano=times,
    observed_time_unix_nano=times,
    severity_number=st.one_of(st.integers(0, 25), int32),
    severity_text=texts,
    body=any_values,
    attributes=attributes,
    dropped_attributes_count=uint32,
    flags=uint32,
    trace_id=trace_ids,
    span_id=span_ids,
    event_name=st.one_of(texts, st.sampled_from(sorted(OF_CAMEL))),
)

exemplars = with_one_of(
    message(
        metrics.Exemplar, filtered_attributes=attributes, time_unix_nano=times, span_id=span_ids, trace_id=trace_ids
    ),
    {"as_double": doubles, "as_int": int64},
)
POINT: dict[str, st.SearchStrategy[Any]] = {
    "attributes": attributes,
    "start_time_unix_nano": times,
    "time_unix_nano": times,
    "flags": uint32,
}
EXEMPLARS = {"exemplars": st.lists(exemplars, max_size=2)}
number_points = with_one_of(
    message(metrics.NumberDataPoint, **POINT, **EXEMPLARS), {"as_double": doubles, "as_int": int64}
)


@st.composite
def _histogram_points(draw: st.DrawFn) -> metrics.HistogramDataPoint:
    point: metrics.HistogramDataPoint = draw(
        message(metrics.HistogramDataPoint, **POINT, **EXEMPLARS, count=uint64, sum=doubles, min=doubles, max=doubles)
    )
    bounds = draw(st.lists(doubles, max_size=3))
    buckets = draw(st.sampled_from([len(bounds) + 1, len(bounds) + 1, 0, 2]))
    point.explicit_bounds.extend(bounds)
    point.bucket_counts.extend(draw(st.lists(uint64, min_size=buckets, max_size=buckets)))
    return point


buckets = message(
    metrics.ExponentialHistogramDataPoint.Buckets, offset=int32, bucket_counts=st.lists(uint64, max_size=4)
)
exponential_points = message(
    metrics.ExponentialHistogramDataPoint,
    **POINT,
    **EXEMPLARS,
    count=uint64,
    sum=doubles,
    min=doubles,
    max=doubles,
    scale=int32,
    zero_count=uint64,
    positive=buckets,
    negative=buckets,
    zero_threshold=doubles,
)
quantiles = message(metrics.SummaryDataPoint.ValueAtQuantile, quantile=doubles, value=doubles)
summary_points = message(
    metrics.SummaryDataPoint, **POINT, count=uint64, sum=doubles, quantile_values=st.lists(quantiles, max_size=3)
)
temporality = st.one_of(st.integers(0, 3), int32)


def _points(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, max_size=3)


metric = with_one_of(
    message(metrics.Metric, name=texts, description=texts, unit=texts, metadata=attributes),
    {
        "gauge": message(metrics.Gauge, data_points=_points(number_points)),
        "sum": message(
            metrics.Sum,
            data_points=_points(number_points),
            aggregation_temporality=temporality,
            is_monotonic=st.booleans(),
        ),
        "histogram": message(
            metrics.Histogram, data_points=_points(_histogram_points()), aggregation_temporality=temporality
        ),
        "exponential_histogram": message(
            metrics.ExponentialHistogram, data_points=_points(exponential_points), aggregation_temporality=temporality
        ),
        "summary": message(metrics.Summary, data_points=_points(summary_points)),
    },
)


def _request(
    kind: Callable[..., Any],
    per_resource: Callable[..., Any],
    per_scope: Callable[..., Any],
    names: tuple[str, str, str],
    records: st.SearchStrategy[Any],
) -> st.SearchStrategy[Any]:
    scoped = message(per_scope, scope=scopes, schema_url=texts, **{names[2]: st.lists(records, min_size=1, max_size=3)})
    whole = message(
        per_resource, resource=resources, schema_url=texts, **{names[1]: st.lists(scoped, min_size=1, max_size=2)}
    )
    return st.lists(whole, max_size=2).map(lambda items: kind(**{names[0]: items}))


requests: dict[str, st.SearchStrategy[Any]] = {
    "traces": _request(
        ExportTraceServiceRequest,
        trace.ResourceSpans,
        trace.ScopeSpans,
        ("resource_spans", "scope_spans", "spans"),
        _spans(),
    ),
    "logs": _request(
        ExportLogsServiceRequest,
        logs.ResourceLogs,
        logs.ScopeLogs,
        ("resource_logs", "scope_logs", "log_records"),
        log_records,
    ),
    "metrics": _request(
        ExportMetricsServiceRequest,
        metrics.ResourceMetrics,
        metrics.ScopeMetrics,
        ("resource_metrics", "scope_metrics", "metrics"),
        metric,
    ),
}
REQUEST_TYPES: dict[str, Any] = {
    "traces": ExportTraceServiceRequest,
    "logs": ExportLogsServiceRequest,
    "metrics": ExportMetricsServiceRequest,
}
