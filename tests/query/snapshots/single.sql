CREATE DATABASE IF NOT EXISTS otel ENGINE = Atomic;

CREATE TABLE IF NOT EXISTS otel.schema_migrations (Number UInt32, Name String, OldestVersion UInt32, AppliedAt DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY Number;

CREATE TABLE IF NOT EXISTS otel.otel_traces
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    ParentSpanId String CODEC(ZSTD(1)),
    TraceState String CODEC(ZSTD(1)),
    SpanName LowCardinality(String),
    SpanKind LowCardinality(String),
    ServiceName LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    SpanAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    SpanAttributesTypes LowCardinality(String),
    Duration UInt64 CODEC(ZSTD(1)),
    StatusCode LowCardinality(String),
    StatusMessage String CODEC(ZSTD(1)),
    Flags UInt32,
    SampleWeight Float64,
    CamelContext LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    CamelExchange String CODEC(ZSTD(1)),
    `Events.Timestamp` Array(DateTime64(9)) CODEC(ZSTD(1)),
    `Events.Name` Array(LowCardinality(String)),
    `Events.Attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Links.TraceId` Array(String) CODEC(ZSTD(1)),
    `Links.SpanId` Array(String) CODEC(ZSTD(1)),
    `Links.TraceState` Array(String) CODEC(ZSTD(1)),
    `Links.Attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    DroppedAttributesCount UInt32,
    DroppedEventsCount UInt32,
    DroppedLinksCount UInt32,
    ResourceSchemaUrl LowCardinality(String),
    ScopeSchemaUrl LowCardinality(String),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Timestamp, 'UTC'), RetentionDays <= 120, toMonday(Timestamp, 'UTC'), toStartOfMonth(Timestamp, 'UTC')))
PRIMARY KEY (TenantId, toStartOfFiveMinutes(Timestamp), ServiceName, SpanName)
ORDER BY (TenantId, toStartOfFiveMinutes(Timestamp), ServiceName, SpanName, Timestamp)
TTL toDateTime(Timestamp, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_logs
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    ObservedTimestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    TraceFlags UInt32,
    SeverityText LowCardinality(String),
    SeverityNumber UInt8,
    ServiceName LowCardinality(String),
    Body String CODEC(ZSTD(1)),
    BodyType LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ScopeSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributesTypes LowCardinality(String),
    EventName LowCardinality(String),
    DroppedAttributesCount UInt32,
    CamelContext LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    CamelExchange String CODEC(ZSTD(1)),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Timestamp, 'UTC'), RetentionDays <= 120, toMonday(Timestamp, 'UTC'), toStartOfMonth(Timestamp, 'UTC')))
PRIMARY KEY (TenantId, toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
ORDER BY (TenantId, toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
TTL toDateTime(Timestamp, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_gauge
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    ScopeDroppedAttrCount UInt32,
    ScopeSchemaUrl LowCardinality(String),
    ServiceName LowCardinality(String),
    MetricName LowCardinality(String),
    MetricDescription LowCardinality(String),
    MetricUnit LowCardinality(String),
    Attributes Map(LowCardinality(String), LowCardinality(String)),
    AttributesTypes LowCardinality(String),
    StartTimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    Flags UInt32,
    SeriesId UInt64 CODEC(ZSTD(1)),
    Value Float64 CODEC(ZSTD(1)),
    IntValue Int64 CODEC(ZSTD(1)),
    IsInt UInt8,
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Exemplars.TimeUnix` Array(DateTime64(9)) CODEC(ZSTD(1)),
    `Exemplars.Value` Array(Float64) CODEC(ZSTD(1)),
    `Exemplars.SpanId` Array(String) CODEC(ZSTD(1)),
    `Exemplars.TraceId` Array(String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(TimeUnix, 'UTC'), RetentionDays <= 120, toMonday(TimeUnix, 'UTC'), toStartOfMonth(TimeUnix, 'UTC')))
PRIMARY KEY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
ORDER BY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
TTL toDateTime(TimeUnix, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_sum
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    ScopeDroppedAttrCount UInt32,
    ScopeSchemaUrl LowCardinality(String),
    ServiceName LowCardinality(String),
    MetricName LowCardinality(String),
    MetricDescription LowCardinality(String),
    MetricUnit LowCardinality(String),
    Attributes Map(LowCardinality(String), LowCardinality(String)),
    AttributesTypes LowCardinality(String),
    StartTimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    Flags UInt32,
    SeriesId UInt64 CODEC(ZSTD(1)),
    Value Float64 CODEC(ZSTD(1)),
    IntValue Int64 CODEC(ZSTD(1)),
    IsInt UInt8,
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Exemplars.TimeUnix` Array(DateTime64(9)) CODEC(ZSTD(1)),
    `Exemplars.Value` Array(Float64) CODEC(ZSTD(1)),
    `Exemplars.SpanId` Array(String) CODEC(ZSTD(1)),
    `Exemplars.TraceId` Array(String) CODEC(ZSTD(1)),
    AggregationTemporality Int32,
    IsMonotonic Bool
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(TimeUnix, 'UTC'), RetentionDays <= 120, toMonday(TimeUnix, 'UTC'), toStartOfMonth(TimeUnix, 'UTC')))
PRIMARY KEY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
ORDER BY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
TTL toDateTime(TimeUnix, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_histogram
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    ScopeDroppedAttrCount UInt32,
    ScopeSchemaUrl LowCardinality(String),
    ServiceName LowCardinality(String),
    MetricName LowCardinality(String),
    MetricDescription LowCardinality(String),
    MetricUnit LowCardinality(String),
    Attributes Map(LowCardinality(String), LowCardinality(String)),
    AttributesTypes LowCardinality(String),
    StartTimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    Flags UInt32,
    SeriesId UInt64 CODEC(ZSTD(1)),
    Count UInt64 CODEC(ZSTD(1)),
    Sum Float64 CODEC(ZSTD(1)),
    HasSum UInt8,
    BucketCounts Array(UInt64) CODEC(ZSTD(1)),
    ExplicitBounds Array(Float64) CODEC(ZSTD(1)),
    Min Float64 CODEC(ZSTD(1)),
    HasMin UInt8,
    Max Float64 CODEC(ZSTD(1)),
    HasMax UInt8,
    AggregationTemporality Int32,
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Exemplars.TimeUnix` Array(DateTime64(9)) CODEC(ZSTD(1)),
    `Exemplars.Value` Array(Float64) CODEC(ZSTD(1)),
    `Exemplars.SpanId` Array(String) CODEC(ZSTD(1)),
    `Exemplars.TraceId` Array(String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(TimeUnix, 'UTC'), RetentionDays <= 120, toMonday(TimeUnix, 'UTC'), toStartOfMonth(TimeUnix, 'UTC')))
PRIMARY KEY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
ORDER BY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
TTL toDateTime(TimeUnix, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_exponential_histogram
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    ScopeDroppedAttrCount UInt32,
    ScopeSchemaUrl LowCardinality(String),
    ServiceName LowCardinality(String),
    MetricName LowCardinality(String),
    MetricDescription LowCardinality(String),
    MetricUnit LowCardinality(String),
    Attributes Map(LowCardinality(String), LowCardinality(String)),
    AttributesTypes LowCardinality(String),
    StartTimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    Flags UInt32,
    SeriesId UInt64 CODEC(ZSTD(1)),
    Count UInt64 CODEC(ZSTD(1)),
    Sum Float64 CODEC(ZSTD(1)),
    HasSum UInt8,
    Scale Int32,
    ZeroCount UInt64 CODEC(ZSTD(1)),
    ZeroThreshold Float64,
    PositiveOffset Int32,
    PositiveBucketCounts Array(UInt64) CODEC(ZSTD(1)),
    NegativeOffset Int32,
    NegativeBucketCounts Array(UInt64) CODEC(ZSTD(1)),
    Min Float64 CODEC(ZSTD(1)),
    HasMin UInt8,
    Max Float64 CODEC(ZSTD(1)),
    HasMax UInt8,
    AggregationTemporality Int32,
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `Exemplars.TimeUnix` Array(DateTime64(9)) CODEC(ZSTD(1)),
    `Exemplars.Value` Array(Float64) CODEC(ZSTD(1)),
    `Exemplars.SpanId` Array(String) CODEC(ZSTD(1)),
    `Exemplars.TraceId` Array(String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(TimeUnix, 'UTC'), RetentionDays <= 120, toMonday(TimeUnix, 'UTC'), toStartOfMonth(TimeUnix, 'UTC')))
PRIMARY KEY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
ORDER BY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
TTL toDateTime(TimeUnix, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_summary
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    ScopeDroppedAttrCount UInt32,
    ScopeSchemaUrl LowCardinality(String),
    ServiceName LowCardinality(String),
    MetricName LowCardinality(String),
    MetricDescription LowCardinality(String),
    MetricUnit LowCardinality(String),
    Attributes Map(LowCardinality(String), LowCardinality(String)),
    AttributesTypes LowCardinality(String),
    StartTimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TimeUnix DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    Flags UInt32,
    SeriesId UInt64 CODEC(ZSTD(1)),
    Count UInt64 CODEC(ZSTD(1)),
    Sum Float64 CODEC(ZSTD(1)),
    `ValueAtQuantiles.Quantile` Array(Float64) CODEC(ZSTD(1)),
    `ValueAtQuantiles.Value` Array(Float64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(TimeUnix, 'UTC'), RetentionDays <= 120, toMonday(TimeUnix, 'UTC'), toStartOfMonth(TimeUnix, 'UTC')))
PRIMARY KEY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
ORDER BY (TenantId, MetricName, ServiceName, SeriesId, TimeUnix)
TTL toDateTime(TimeUnix, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_traces_trace_id_ts
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    TraceId String CODEC(ZSTD(1)),
    Start SimpleAggregateFunction(min, DateTime64(9)) CODEC(Delta(8), ZSTD(1)),
    End SimpleAggregateFunction(max, DateTime64(9)) CODEC(Delta(8), ZSTD(1)),
    Spans SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    Errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    RootServiceName SimpleAggregateFunction(max, LowCardinality(String)),
    RootSpanName SimpleAggregateFunction(max, LowCardinality(String))
)
ENGINE = AggregatingMergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Start, 'UTC'), RetentionDays <= 120, toMonday(Start, 'UTC'), toStartOfMonth(Start, 'UTC')))
PRIMARY KEY (TenantId, TraceId)
ORDER BY (TenantId, TraceId, PartitionGroup, RetentionDays)
TTL toDateTime(Start, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_red_1m
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Minute DateTime CODEC(Delta(4), ZSTD(1)),
    ServiceName LowCardinality(String),
    SpanName LowCardinality(String),
    SpanKind LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    Calls SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    Rows SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    Errors SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    DurationSum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    DurationMax SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
    Buckets SimpleAggregateFunction(sumMap, Map(Int16, Float64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Minute, 'UTC'), RetentionDays <= 120, toMonday(Minute, 'UTC'), toStartOfMonth(Minute, 'UTC')))
PRIMARY KEY (TenantId, Minute, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode)
ORDER BY (TenantId, Minute, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, PartitionGroup, RetentionDays)
TTL toDateTime(Minute, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.otel_attributes_1h
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Hour DateTime CODEC(Delta(4), ZSTD(1)),
    Signal LowCardinality(String),
    Source LowCardinality(String),
    Key LowCardinality(String),
    Value String CODEC(ZSTD(1)),
    Count SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Hour, 'UTC'), RetentionDays <= 120, toMonday(Hour, 'UTC'), toStartOfMonth(Hour, 'UTC')))
PRIMARY KEY (TenantId, Signal, Source, Key, Hour)
ORDER BY (TenantId, Signal, Source, Key, Hour, Value, PartitionGroup, RetentionDays)
TTL toDateTime(Hour, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.gaps
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Time DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    Signal LowCardinality(String),
    Source LowCardinality(String),
    Reason LowCardinality(String),
    Count UInt64 CODEC(ZSTD(1)),
    Detail String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Time, 'UTC'), RetentionDays <= 120, toMonday(Time, 'UTC'), toStartOfMonth(Time, 'UTC')))
PRIMARY KEY (TenantId, Time)
ORDER BY (TenantId, Time)
TTL toDateTime(Time, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

INSERT INTO otel.schema_migrations (Number, Name, OldestVersion, AppliedAt) SELECT 1, 'tables', 1, now64(3);

CREATE TABLE IF NOT EXISTS otel.saved_searches
(
    TenantId String,
    Id String,
    Version UInt64,
    Deleted UInt8,
    Owner String,
    Shared UInt8,
    Name String,
    Screen String,
    Query String CODEC(ZSTD(1)),
    Params String CODEC(ZSTD(1)),
    UpdatedAt DateTime64(9),
    Writer String
)
ENGINE = ReplacingMergeTree(Version)
PRIMARY KEY (TenantId, Id)
ORDER BY (TenantId, Id)
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

ALTER TABLE otel.otel_traces ADD COLUMN IF NOT EXISTS IngestTime DateTime64(3) DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)) AFTER ScopeSchemaUrl;

ALTER TABLE otel.otel_traces ADD INDEX IF NOT EXISTS idx_ingest_time IngestTime TYPE minmax GRANULARITY 1;

ALTER TABLE otel.otel_logs ADD COLUMN IF NOT EXISTS IngestTime DateTime64(3) DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)) AFTER CamelExchange;

ALTER TABLE otel.otel_logs ADD INDEX IF NOT EXISTS idx_ingest_time IngestTime TYPE minmax GRANULARITY 1;

INSERT INTO otel.schema_migrations (Number, Name, OldestVersion, AppliedAt) SELECT 2, 'saved_searches_and_arrival', 1, now64(3);

ALTER TABLE otel.otel_traces_trace_id_ts ADD INDEX IF NOT EXISTS idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE otel.otel_traces ADD INDEX IF NOT EXISTS idx_span_values mapValues(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE otel.otel_traces ADD INDEX IF NOT EXISTS idx_resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE otel.otel_logs ADD INDEX IF NOT EXISTS idx_log_values mapValues(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE otel.otel_logs ADD INDEX IF NOT EXISTS idx_resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;

INSERT INTO otel.schema_migrations (Number, Name, OldestVersion, AppliedAt) SELECT 3, 'attribute_values_and_trace_ids', 1, now64(3);

CREATE TABLE IF NOT EXISTS otel.otel_red_1h
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Hour DateTime CODEC(Delta(4), ZSTD(1)),
    ServiceName LowCardinality(String),
    SpanName LowCardinality(String),
    SpanKind LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    Calls SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    Rows SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    Errors SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    DurationSum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
    DurationMax SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
    Buckets SimpleAggregateFunction(sumMap, Map(Int16, Float64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Hour, 'UTC'), RetentionDays <= 120, toMonday(Hour, 'UTC'), toStartOfMonth(Hour, 'UTC')))
PRIMARY KEY (TenantId, Hour, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode)
ORDER BY (TenantId, Hour, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, PartitionGroup, RetentionDays)
TTL toDateTime(Hour, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

INSERT INTO otel.otel_red_1h (TenantId, PartitionGroup, RetentionDays, Hour, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, Calls, Rows, Errors, DurationSum, DurationMax, Buckets)
SELECT TenantId, PartitionGroup, RetentionDays, toStartOfHour(Minute, 'UTC') AS Hour, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, Calls, Rows, Errors, DurationSum, DurationMax, Buckets
FROM otel.otel_red_1m
WHERE (SELECT count() FROM otel.schema_migrations WHERE Number = 4) = 0
ORDER BY TenantId, Hour, ServiceName, SpanName, SpanKind, CamelRoute, CamelNode, PartitionGroup, RetentionDays
SETTINGS insert_deduplicate = 1, insert_deduplication_token = 'fill otel_red_1h', distributed_foreground_insert = 1, max_partitions_per_insert_block = 0, max_execution_time = 0, max_bytes_before_external_sort = 1073741824;

INSERT INTO otel.schema_migrations (Number, Name, OldestVersion, AppliedAt) SELECT 4, 'red_by_hour', 4, now64(3);

CREATE TABLE IF NOT EXISTS otel.camel_messages
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    ObservedTimestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    TraceFlags UInt32,
    SeverityText LowCardinality(String),
    SeverityNumber UInt8,
    ServiceName LowCardinality(String),
    Body String CODEC(ZSTD(1)),
    BodyType LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ScopeSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributesTypes LowCardinality(String),
    EventName LowCardinality(String),
    DroppedAttributesCount UInt32,
    CamelContext LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    CamelExchange String CODEC(ZSTD(1)),
    IngestTime DateTime64(3) DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_ingest_time IngestTime TYPE minmax GRANULARITY 1,
    INDEX idx_log_values mapValues(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_exchange CamelExchange TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Timestamp, 'UTC'), RetentionDays <= 120, toMonday(Timestamp, 'UTC'), toStartOfMonth(Timestamp, 'UTC')))
PRIMARY KEY (TenantId, toStartOfFiveMinutes(Timestamp), CamelRoute, CamelExchange)
ORDER BY (TenantId, toStartOfFiveMinutes(Timestamp), CamelRoute, CamelExchange, Timestamp)
TTL toDateTime(Timestamp, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.camel_originals
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    ObservedTimestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    TraceFlags UInt32,
    SeverityText LowCardinality(String),
    SeverityNumber UInt8,
    ServiceName LowCardinality(String),
    Body String CODEC(ZSTD(1)),
    BodyType LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ScopeSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributesTypes LowCardinality(String),
    EventName LowCardinality(String),
    DroppedAttributesCount UInt32,
    CamelContext LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    CamelExchange String CODEC(ZSTD(1)),
    IngestTime DateTime64(3) DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_ingest_time IngestTime TYPE minmax GRANULARITY 1,
    INDEX idx_log_values mapValues(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_exchange CamelExchange TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Timestamp, 'UTC'), RetentionDays <= 120, toMonday(Timestamp, 'UTC'), toStartOfMonth(Timestamp, 'UTC')))
PRIMARY KEY (TenantId, toStartOfFiveMinutes(Timestamp), CamelRoute, CamelExchange)
ORDER BY (TenantId, toStartOfFiveMinutes(Timestamp), CamelRoute, CamelExchange, Timestamp)
TTL toDateTime(Timestamp, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS otel.camel_route_models
(
    TenantId LowCardinality(String),
    PartitionGroup LowCardinality(String),
    RetentionDays UInt16,
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    OrigTimeUnixNano UInt64 CODEC(ZSTD(1)),
    ObservedTimestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    TraceFlags UInt32,
    SeverityText LowCardinality(String),
    SeverityNumber UInt8,
    ServiceName LowCardinality(String),
    Body String CODEC(ZSTD(1)),
    BodyType LowCardinality(String),
    ResourceSchemaUrl LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), LowCardinality(String)),
    ResourceAttributesTypes LowCardinality(String),
    ScopeSchemaUrl LowCardinality(String),
    ScopeName LowCardinality(String),
    ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), LowCardinality(String)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributesTypes LowCardinality(String),
    EventName LowCardinality(String),
    DroppedAttributesCount UInt32,
    CamelContext LowCardinality(String),
    CamelRoute LowCardinality(String),
    CamelNode LowCardinality(String),
    CamelExchange String CODEC(ZSTD(1)),
    IngestTime DateTime64(3) DEFAULT now64(3) CODEC(Delta(8), ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (PartitionGroup, RetentionDays, multiIf(RetentionDays <= 14, toDate(Timestamp, 'UTC'), RetentionDays <= 120, toMonday(Timestamp, 'UTC'), toStartOfMonth(Timestamp, 'UTC')))
PRIMARY KEY (TenantId, ServiceName, CamelContext, CamelRoute)
ORDER BY (TenantId, ServiceName, CamelContext, CamelRoute, Timestamp)
TTL toDateTime(Timestamp, 'UTC') + toIntervalDay(least(RetentionDays, 18250))
SETTINGS ttl_only_drop_parts = 1, merge_selector_base = 16, non_replicated_deduplication_window = 30000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;

INSERT INTO otel.schema_migrations (Number, Name, OldestVersion, AppliedAt) SELECT 5, 'camel', 5, now64(3);

