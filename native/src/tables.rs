//! The tables that are written, and the order of their columns. The types are those of the columns themselves.

/// A table and its columns as ClickHouse has them.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

pub static TRACES: Table = Table {
    name: "otel_traces",
    columns: &[
        "TenantId",
        "PartitionGroup",
        "RetentionDays",
        "Timestamp",
        "OrigTimeUnixNano",
        "TraceId",
        "SpanId",
        "ParentSpanId",
        "TraceState",
        "SpanName",
        "SpanKind",
        "ServiceName",
        "ResourceAttributes",
        "ResourceAttributesTypes",
        "ScopeName",
        "ScopeVersion",
        "ScopeAttributes",
        "SpanAttributes",
        "SpanAttributesTypes",
        "Duration",
        "StatusCode",
        "StatusMessage",
        "Flags",
        "SampleWeight",
        "CamelContext",
        "CamelRoute",
        "CamelNode",
        "CamelExchange",
        "Events.Timestamp",
        "Events.Name",
        "Events.Attributes",
        "Links.TraceId",
        "Links.SpanId",
        "Links.TraceState",
        "Links.Attributes",
        "DroppedAttributesCount",
        "DroppedEventsCount",
        "DroppedLinksCount",
        "ResourceSchemaUrl",
        "ScopeSchemaUrl",
    ],
};

pub static TRACE_INDEX: Table = Table {
    name: "otel_traces_trace_id_ts",
    columns: &[
        "TenantId",
        "PartitionGroup",
        "RetentionDays",
        "TraceId",
        "Start",
        "End",
        "Spans",
        "Errors",
        "RootServiceName",
        "RootSpanName",
    ],
};

/// The two rollups of rate, errors and durations: a column for the time, the others alike.
macro_rules! red {
    ($name:literal, $time:literal) => {
        Table {
            name: $name,
            columns: &[
                "TenantId",
                "PartitionGroup",
                "RetentionDays",
                $time,
                "ServiceName",
                "SpanName",
                "SpanKind",
                "CamelRoute",
                "CamelNode",
                "Calls",
                "Rows",
                "Errors",
                "DurationSum",
                "DurationMax",
                "Buckets",
            ],
        }
    };
}

pub static RED_MINUTES: Table = red!("otel_red_1m", "Minute");

pub static RED_HOURS: Table = red!("otel_red_1h", "Hour");

pub static SUGGESTIONS: Table = Table {
    name: "otel_attributes_1h",
    columns: &["TenantId", "PartitionGroup", "RetentionDays", "Hour", "Signal", "Source", "Key", "Value", "Count"],
};

pub static GAPS: Table = Table {
    name: "gaps",
    columns: &["TenantId", "PartitionGroup", "RetentionDays", "Time", "Signal", "Source", "Reason", "Count", "Detail"],
};

/// A table whose rows are log records.
macro_rules! log_records {
    ($name:literal) => {
        Table {
            name: $name,
            columns: &[
                "TenantId",
                "PartitionGroup",
                "RetentionDays",
                "Timestamp",
                "OrigTimeUnixNano",
                "ObservedTimestamp",
                "TraceId",
                "SpanId",
                "TraceFlags",
                "SeverityText",
                "SeverityNumber",
                "ServiceName",
                "Body",
                "BodyType",
                "ResourceSchemaUrl",
                "ResourceAttributes",
                "ResourceAttributesTypes",
                "ScopeSchemaUrl",
                "ScopeName",
                "ScopeVersion",
                "ScopeAttributes",
                "LogAttributes",
                "LogAttributesTypes",
                "EventName",
                "DroppedAttributesCount",
                "CamelContext",
                "CamelRoute",
                "CamelNode",
                "CamelExchange",
            ],
        }
    };
}

pub static LOGS: Table = log_records!("otel_logs");

pub static CAMEL_MESSAGES: Table = log_records!("camel_messages");

pub static CAMEL_ORIGINALS: Table = log_records!("camel_originals");

pub static CAMEL_ROUTE_MODELS: Table = log_records!("camel_route_models");

/// The table of a kind of metric: the columns of every point, then its own around those of the exemplars, if any.
macro_rules! points {
    ($name:literal [$($before:literal),*]) => {
        points!($name [$($before),*] without [] [])
    };
    ($name:literal [$($before:literal),*] exemplars [$($after:literal),*]) => {
        points!($name [$($before),*] with [
            "Exemplars.FilteredAttributes",
            "Exemplars.TimeUnix",
            "Exemplars.Value",
            "Exemplars.SpanId",
            "Exemplars.TraceId"
        ] [$($after),*])
    };
    ($name:literal [$($before:literal),*] $with:ident [$($exemplars:literal),*] [$($after:literal),*]) => {
        Table {
            name: $name,
            columns: &[
                "TenantId",
                "PartitionGroup",
                "RetentionDays",
                "ResourceAttributes",
                "ResourceAttributesTypes",
                "ResourceSchemaUrl",
                "ScopeName",
                "ScopeVersion",
                "ScopeAttributes",
                "ScopeDroppedAttrCount",
                "ScopeSchemaUrl",
                "ServiceName",
                "MetricName",
                "MetricDescription",
                "MetricUnit",
                "Attributes",
                "AttributesTypes",
                "StartTimeUnix",
                "TimeUnix",
                "OrigTimeUnixNano",
                "Flags",
                "SeriesId",
                $($before,)*
                $($exemplars,)*
                $($after,)*
            ],
        }
    };
}

pub static GAUGE: Table = points!("otel_metrics_gauge" ["Value", "IntValue", "IsInt"] exemplars []);

pub static SUM: Table = points!("otel_metrics_sum" ["Value", "IntValue", "IsInt"]
    exemplars ["AggregationTemporality", "IsMonotonic"]);

pub static HISTOGRAM: Table = points!("otel_metrics_histogram" [
    "Count", "Sum", "HasSum", "BucketCounts", "ExplicitBounds", "Min", "HasMin", "Max", "HasMax", "AggregationTemporality"
] exemplars []);

pub static EXPONENTIAL_HISTOGRAM: Table = points!("otel_metrics_exponential_histogram" [
    "Count", "Sum", "HasSum", "Scale", "ZeroCount", "ZeroThreshold", "PositiveOffset", "PositiveBucketCounts",
    "NegativeOffset", "NegativeBucketCounts", "Min", "HasMin", "Max", "HasMax", "AggregationTemporality"
] exemplars []);

pub static SUMMARY: Table = points!("otel_metrics_summary" [
    "Count", "Sum", "ValueAtQuantiles.Quantile", "ValueAtQuantiles.Value"
]);
