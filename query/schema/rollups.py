"""Rollups, computed by the collector from a whole segment and inserted under the segment's token.

Rows of one sort key become one when parts are merged, so a reader always aggregates. PartitionGroup and RetentionDays
end the sort keys: they are constant within a partition, and an aggregating table wants every column in the key or
aggregated.
"""

from dataclasses import replace

from query.schema.columns import HEAD, SERVICE, identifier, word
from query.schema.model import LC, Aggregate, Column, Engine, Index, Table

_TAIL = ("PartitionGroup", "RetentionDays")

TRACE_INDEX = Table(
    name="otel_traces_trace_id_ts",
    doc="Where in time a trace lies, and what a list shows of it. One row per trace and segment until merged.",
    engine=Engine.AGGREGATING,
    columns=(
        *HEAD,
        identifier("TraceId", "32 hexadecimal digits."),
        Column("Start", "DateTime64(9)", "First start of a span.", "Delta(8), ZSTD(1)", Aggregate.MIN),
        Column("End", "DateTime64(9)", "Last end of a span.", "Delta(8), ZSTD(1)", Aggregate.MAX),
        Column("Spans", "UInt64", "Spans.", "ZSTD(1)", Aggregate.SUM),
        Column("Errors", "UInt64", "Spans with status Error.", "ZSTD(1)", Aggregate.SUM),
        Column("RootServiceName", LC, "Service of the root, '' while the root is unknown.", "", Aggregate.MAX),
        Column("RootSpanName", LC, "Operation of the root, '' while the root is unknown.", "", Aggregate.MAX),
    ),
    time="Start",
    sort_key=("TenantId", "TraceId", *_TAIL),
    primary_key_length=2,
    shard_key="cityHash64(TenantId, TraceId)",
    # Whatever is asked for an id, each part has a granule where it would be: this tells that it is in none but one.
    indexes=(Index("idx_trace_id", "TraceId", "bloom_filter(0.001)", 1),),
)
RED_MINUTES = Table(
    name="otel_red_1m",
    doc="Rate, errors and duration per minute and operation, weighted by what the spans stand for.",
    engine=Engine.AGGREGATING,
    columns=(
        *HEAD,
        Column("Minute", "DateTime", "Minute of the spans' start.", "Delta(4), ZSTD(1)"),
        SERVICE,
        word("SpanName", "The operation; (other) beyond twice the bound of series per segment."),
        word("SpanKind", "Unspecified, Internal, Server, Client, Producer or Consumer."),
        word("CamelRoute", "Route, '' outside of one."),
        word("CamelNode", "Node, '' outside of one."),
        Column("Calls", "Float64", "Sum of the weights.", "ZSTD(1)", Aggregate.SUM),
        Column("Rows", "UInt64", "Spans stored.", "ZSTD(1)", Aggregate.SUM),
        Column("Errors", "Float64", "Sum of the weights of spans with status Error.", "ZSTD(1)", Aggregate.SUM),
        Column("DurationSum", "Float64", "Weighted sum of the durations, ns.", "ZSTD(1)", Aggregate.SUM),
        Column("DurationMax", "UInt64", "Longest duration, ns.", "ZSTD(1)", Aggregate.MAX),
        Column(
            "Buckets",
            "Map(Int16, Float64)",
            "Weights by bucket of a base-2 exponential histogram of the durations in ns, scale 3: "
            "index ceil(log2(d) * 8) - 1, -32768 for 0.",
            "ZSTD(1)",
            Aggregate.SUM_MAP,
        ),
    ),
    time="Minute",
    # Minute first: every question is of a range, and a partition is a week or more.
    sort_key=("TenantId", "Minute", "ServiceName", "SpanName", "SpanKind", "CamelRoute", "CamelNode", *_TAIL),
    primary_key_length=7,
    shard_key="cityHash64(TenantId, ServiceName, SpanName)",
)
# A day is 24 of these rows for each operation instead of 1,440: whole hours of a range are read here.
RED_HOURS = replace(
    RED_MINUTES,
    name="otel_red_1h",
    doc="The minutes of `otel_red_1m`, summed by hour.",
    columns=tuple(
        replace(column, name="Hour", doc="Hour of the spans' start.") if column.name == "Minute" else column
        for column in RED_MINUTES.columns
    ),
    time="Hour",
    sort_key=tuple("Hour" if name == "Minute" else name for name in RED_MINUTES.sort_key),
)
ATTRIBUTE_VALUES = Table(
    name="otel_attributes_1h",
    doc="Attribute keys and values per hour, for suggestions and facets.",
    engine=Engine.AGGREGATING,
    columns=(
        *HEAD,
        Column("Hour", "DateTime", "Hour of the records' time.", "Delta(4), ZSTD(1)"),
        word("Signal", "traces, logs or metrics."),
        word("Source", "resource, scope, span, log or metric."),
        word("Key", "The attribute's key; __name__ for the names of metrics."),
        Column(
            "Value", "String", "The value; '' where only the key is suggested (too many values or too long).", "ZSTD(1)"
        ),
        Column("Count", "UInt64", "Records.", "ZSTD(1)", Aggregate.SUM),
    ),
    time="Hour",
    sort_key=("TenantId", "Signal", "Source", "Key", "Hour", "Value", *_TAIL),
    primary_key_length=5,
    shard_key="cityHash64(TenantId, Key)",
)
GAPS = Table(
    name="gaps",
    doc="What did not get in, or was dropped: refused, quarantined, overrun. Nothing is lost without a row here.",
    columns=(
        *HEAD,
        Column("Time", "DateTime64(3)", "When it was noticed.", "Delta(8), ZSTD(1)"),
        word("Signal", "traces, logs or metrics."),
        word("Source", "Which part noticed it: collector, or the sender, who told of it."),
        word("Reason", "Machine-readable reason."),
        Column("Count", "UInt64", "Records.", "ZSTD(1)"),
        Column("Detail", "String", "What a person needs to find the cause.", "ZSTD(1)"),
    ),
    time="Time",
    sort_key=("TenantId", "Time"),
    primary_key_length=2,
    shard_key="cityHash64(TenantId, Time)",
)
ROLLUPS = (TRACE_INDEX, RED_MINUTES, RED_HOURS, ATTRIBUTE_VALUES)
