"""The steps, oldest first. An entry that was released is never edited."""

from dataclasses import dataclass
from functools import cache

from query.migrations.frozen import tables
from query.migrations.operations import AddColumn, AddIndex, CreateTable, Fill, Operation
from query.schema.model import Column, Index

_INGEST_TIME = Column("IngestTime", "DateTime64(3)", "", "Delta(8), ZSTD(1)", default="now64(3)")
_BY_INGEST_TIME = Index("idx_ingest_time", "IngestTime", "minmax", 1)
_BY_TRACE_ID = Index("idx_trace_id", "TraceId", "bloom_filter(0.001)", 1)
_BY_SPAN_VALUE = Index("idx_span_values", "mapValues(SpanAttributes)", "bloom_filter(0.01)", 1)
_BY_LOG_VALUE = Index("idx_log_values", "mapValues(LogAttributes)", "bloom_filter(0.01)", 1)
_BY_RESOURCE_VALUE = Index("idx_resource_values", "mapValues(ResourceAttributes)", "bloom_filter(0.01)", 1)

_HOUR_OF_MINUTE = (("Hour", "toStartOfHour(Minute, 'UTC')"),)


@dataclass(frozen=True, slots=True)
class Migration:
    """A step. `oldest_version` is the lowest schema version whose programs still work once this step was taken."""

    number: int
    name: str
    oldest_version: int
    operations: tuple[Operation, ...]


@cache
def history() -> tuple[Migration, ...]:
    """All steps this version knows."""
    return (
        Migration(1, "tables", 1, tuple(map(CreateTable, tables("0001_tables.json")))),
        Migration(
            2,
            "saved_searches_and_arrival",
            1,
            (
                *map(CreateTable, tables("0002_saved_searches.json")),
                AddColumn("otel_traces", _INGEST_TIME, "ScopeSchemaUrl"),
                AddIndex("otel_traces", _BY_INGEST_TIME),
                AddColumn("otel_logs", _INGEST_TIME, "CamelExchange"),
                AddIndex("otel_logs", _BY_INGEST_TIME),
            ),
        ),
        Migration(
            3,
            "attribute_values_and_trace_ids",
            1,
            (
                AddIndex("otel_traces_trace_id_ts", _BY_TRACE_ID),
                AddIndex("otel_traces", _BY_SPAN_VALUE),
                AddIndex("otel_traces", _BY_RESOURCE_VALUE),
                AddIndex("otel_logs", _BY_LOG_VALUE),
                AddIndex("otel_logs", _BY_RESOURCE_VALUE),
            ),
        ),
        # Older collectors write no hours: they must not run beside newer readers.
        Migration(
            4,
            "red_by_hour",
            4,
            tuple(
                operation
                for table in tables("0004_red_by_hour.json")
                for operation in (CreateTable(table), Fill(4, table, "otel_red_1m", _HOUR_OF_MINUTE))
            ),
        ),
        # Older collectors write them among the logs, where newer readers do not look.
        Migration(5, "camel", 5, tuple(map(CreateTable, tables("0005_camel.json")))),
    )
