"""otel_metrics_*: one row per data point, a table per kind of metric, names of the Collector's ClickHouse exporter.

A point knows its series: SeriesId is a hash of tenant, service, metric, unit and all attributes, so that the points of
one series lie together, ordered by time, without comparing attributes.
"""

from query.schema.columns import (
    HEAD,
    ORIGINAL_TIME,
    RESOURCE,
    RESOURCE_SCHEMA,
    SCOPE_ATTRIBUTES,
    SCOPE_NAME,
    SCOPE_SCHEMA,
    SCOPE_VERSION,
    SERVICE,
    TEXT_CODEC,
    moment,
    repeated_attributes,
    word,
)
from query.schema.model import ATTRIBUTES, TIME, Column, Table

_POINT = (
    *HEAD,
    *RESOURCE,
    RESOURCE_SCHEMA,
    SCOPE_NAME,
    SCOPE_VERSION,
    SCOPE_ATTRIBUTES,
    Column("ScopeDroppedAttrCount", "UInt32", "Attributes of the scope the sender dropped."),
    SCOPE_SCHEMA,
    SERVICE,
    word("MetricName", "Name of the metric."),
    word("MetricDescription", "What it measures."),
    word("MetricUnit", "Its unit, UCUM."),
    *repeated_attributes("Attributes", "Attributes of the point, values as text."),
    moment("StartTimeUnix", "Since when the point counts; 1970 when the sender does not say."),
    moment("TimeUnix", "The point's time."),
    ORIGINAL_TIME,
    Column("Flags", "UInt32", "1: no value recorded."),
    Column("SeriesId", "UInt64", "Hash of tenant, service, name, unit and all attributes.", TEXT_CODEC),
)
_NUMBER = (
    Column("Value", "Float64", "The value, also where it was sent as an integer.", TEXT_CODEC),
    Column("IntValue", "Int64", "The exact value where it was sent as an integer, else 0.", TEXT_CODEC),
    Column("IsInt", "UInt8", "1 where it was sent as an integer."),
)
_EXEMPLARS = (
    Column("Exemplars.FilteredAttributes", f"Array({ATTRIBUTES})", "Attributes of each example.", TEXT_CODEC),
    Column("Exemplars.TimeUnix", f"Array({TIME})", "Times of the examples.", TEXT_CODEC),
    Column("Exemplars.Value", "Array(Float64)", "Values of the examples.", TEXT_CODEC),
    Column("Exemplars.SpanId", "Array(String)", "Spans of the examples.", TEXT_CODEC),
    Column("Exemplars.TraceId", "Array(String)", "Traces of the examples.", TEXT_CODEC),
)
_TEMPORALITY = Column("AggregationTemporality", "Int32", "0 unspecified, 1 delta, 2 cumulative.")
_COUNT = Column("Count", "UInt64", "Observations.", TEXT_CODEC)
_SUM = Column("Sum", "Float64", "Sum of the observations.", TEXT_CODEC)
_COUNT_AND_SUM = (_COUNT, _SUM, Column("HasSum", "UInt8", "0 where the sender gave no sum."))
_RANGE = (
    Column("Min", "Float64", "Smallest observation.", TEXT_CODEC),
    Column("HasMin", "UInt8", "0 where the sender gave no minimum."),
    Column("Max", "Float64", "Largest observation.", TEXT_CODEC),
    Column("HasMax", "UInt8", "0 where the sender gave no maximum."),
)


def _table(name: str, doc: str, *columns: Column) -> Table:
    return Table(
        name=f"otel_metrics_{name}",
        doc=doc,
        columns=(*_POINT, *columns),
        time="TimeUnix",
        sort_key=("TenantId", "MetricName", "ServiceName", "SeriesId", "TimeUnix"),
        primary_key_length=5,
        shard_key="cityHash64(TenantId, SeriesId)",
    )


GAUGE = _table("gauge", "Gauges: a value at a time.", *_NUMBER, *_EXEMPLARS)
SUM = _table(
    "sum",
    "Sums: counters.",
    *_NUMBER,
    *_EXEMPLARS,
    _TEMPORALITY,
    Column("IsMonotonic", "Bool", "True where it only rises."),
)
HISTOGRAM = _table(
    "histogram",
    "Histograms with bounds of their own.",
    *_COUNT_AND_SUM,
    Column("BucketCounts", "Array(UInt64)", "Observations per bucket.", TEXT_CODEC),
    Column("ExplicitBounds", "Array(Float64)", "Upper bounds of all buckets but the last.", TEXT_CODEC),
    *_RANGE,
    _TEMPORALITY,
    *_EXEMPLARS,
)
EXPONENTIAL_HISTOGRAM = _table(
    "exponential_histogram",
    "Histograms with bounds at powers of 2^(2^-Scale).",
    *_COUNT_AND_SUM,
    Column("Scale", "Int32", "Resolution of the buckets."),
    Column("ZeroCount", "UInt64", "Observations counted as zero.", TEXT_CODEC),
    Column("ZeroThreshold", "Float64", "Half the width of the zero bucket."),
    Column("PositiveOffset", "Int32", "Index of the first positive bucket."),
    Column("PositiveBucketCounts", "Array(UInt64)", "Observations per positive bucket.", TEXT_CODEC),
    Column("NegativeOffset", "Int32", "Index of the first negative bucket."),
    Column("NegativeBucketCounts", "Array(UInt64)", "Observations per negative bucket.", TEXT_CODEC),
    *_RANGE,
    _TEMPORALITY,
    *_EXEMPLARS,
)
SUMMARY = _table(
    "summary",
    "Summaries: quantiles computed by the sender.",
    _COUNT,
    _SUM,
    Column("ValueAtQuantiles.Quantile", "Array(Float64)", "The quantiles, 0 to 1.", TEXT_CODEC),
    Column("ValueAtQuantiles.Value", "Array(Float64)", "The values there.", TEXT_CODEC),
)

METRICS = (GAUGE, SUM, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY)
