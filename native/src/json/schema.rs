//! The messages of OTLP (opentelemetry-proto 1.10) as static tables: field names as OTLP/JSON spells them, numbers and
//! kinds as the `.proto` files give them. Every message has at most 32 fields, because the reader notes the fields it
//! has seen in the bits of one word.

/// A message and its fields.
pub struct Message {
    pub fields: &'static [Field],
}

pub struct Field {
    /// The lowerCamelCase name. OTLP/JSON knows no other spelling.
    pub name: &'static str,
    pub number: u32,
    pub kind: Kind,
    pub label: Label,
}

#[derive(Clone, Copy)]
pub enum Kind {
    Message(&'static Message),
    String,
    /// bytes, base64 in JSON
    Bytes,
    /// bytes that name a trace or a span, hexadecimal in JSON
    Id,
    Bool,
    Double,
    /// varint, an integer in JSON and never a name
    Enum,
    Int32,
    Uint32,
    Int64,
    Uint64,
    /// zigzag varint
    Sint32,
    Fixed32,
    Fixed64,
    Sfixed64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// No presence: the default value is not written.
    Plain,
    /// Presence matters: the default value is written too.
    Optional,
    /// Like `Optional`, and at most one of the message's `Oneof` fields may be set. No OTLP message has two oneofs.
    Oneof,
    Repeated,
    /// Repeated numbers in one length-delimited field.
    Packed,
}

const fn field(name: &'static str, number: u32, kind: Kind, label: Label) -> Field {
    Field { name, number, kind, label }
}

const fn plain(name: &'static str, number: u32, kind: Kind) -> Field {
    field(name, number, kind, Label::Plain)
}

const fn repeated(name: &'static str, number: u32, message: &'static Message) -> Field {
    field(name, number, Kind::Message(message), Label::Repeated)
}

const fn attributes(name: &'static str, number: u32) -> Field {
    repeated(name, number, &KEY_VALUE)
}

macro_rules! message {
    ($name:ident: $($field:expr),+ $(,)?) => {
        static $name: Message = Message { fields: &[$($field),+] };
        const _: () = assert!($name.fields.len() <= 32);
    };
}

pub static EXPORT_TRACES: Message = Message { fields: &[repeated("resourceSpans", 1, &RESOURCE_SPANS)] };
pub static EXPORT_LOGS: Message = Message { fields: &[repeated("resourceLogs", 1, &RESOURCE_LOGS)] };
pub static EXPORT_METRICS: Message = Message { fields: &[repeated("resourceMetrics", 1, &RESOURCE_METRICS)] };

// common, resource

message!(ANY_VALUE:
    field("stringValue", 1, Kind::String, Label::Oneof),
    field("boolValue", 2, Kind::Bool, Label::Oneof),
    field("intValue", 3, Kind::Int64, Label::Oneof),
    field("doubleValue", 4, Kind::Double, Label::Oneof),
    field("arrayValue", 5, Kind::Message(&ARRAY_VALUE), Label::Oneof),
    field("kvlistValue", 6, Kind::Message(&KEY_VALUE_LIST), Label::Oneof),
    field("bytesValue", 7, Kind::Bytes, Label::Oneof),
    field("stringValueStrindex", 8, Kind::Int32, Label::Oneof),
);
message!(ARRAY_VALUE: repeated("values", 1, &ANY_VALUE));
message!(KEY_VALUE_LIST: repeated("values", 1, &KEY_VALUE));
message!(KEY_VALUE:
    plain("key", 1, Kind::String),
    plain("value", 2, Kind::Message(&ANY_VALUE)),
    plain("keyStrindex", 3, Kind::Int32),
);
message!(INSTRUMENTATION_SCOPE:
    plain("name", 1, Kind::String),
    plain("version", 2, Kind::String),
    attributes("attributes", 3),
    plain("droppedAttributesCount", 4, Kind::Uint32),
);
message!(RESOURCE:
    attributes("attributes", 1),
    plain("droppedAttributesCount", 2, Kind::Uint32),
    repeated("entityRefs", 3, &ENTITY_REF),
);
message!(ENTITY_REF:
    plain("schemaUrl", 1, Kind::String),
    plain("type", 2, Kind::String),
    field("idKeys", 3, Kind::String, Label::Repeated),
    field("descriptionKeys", 4, Kind::String, Label::Repeated),
);

// traces

message!(RESOURCE_SPANS:
    plain("resource", 1, Kind::Message(&RESOURCE)),
    repeated("scopeSpans", 2, &SCOPE_SPANS),
    plain("schemaUrl", 3, Kind::String),
);
message!(SCOPE_SPANS:
    plain("scope", 1, Kind::Message(&INSTRUMENTATION_SCOPE)),
    repeated("spans", 2, &SPAN),
    plain("schemaUrl", 3, Kind::String),
);
message!(SPAN:
    plain("traceId", 1, Kind::Id),
    plain("spanId", 2, Kind::Id),
    plain("traceState", 3, Kind::String),
    plain("parentSpanId", 4, Kind::Id),
    plain("flags", 16, Kind::Fixed32),
    plain("name", 5, Kind::String),
    plain("kind", 6, Kind::Enum),
    plain("startTimeUnixNano", 7, Kind::Fixed64),
    plain("endTimeUnixNano", 8, Kind::Fixed64),
    attributes("attributes", 9),
    plain("droppedAttributesCount", 10, Kind::Uint32),
    repeated("events", 11, &SPAN_EVENT),
    plain("droppedEventsCount", 12, Kind::Uint32),
    repeated("links", 13, &SPAN_LINK),
    plain("droppedLinksCount", 14, Kind::Uint32),
    plain("status", 15, Kind::Message(&STATUS)),
);
message!(SPAN_EVENT:
    plain("timeUnixNano", 1, Kind::Fixed64),
    plain("name", 2, Kind::String),
    attributes("attributes", 3),
    plain("droppedAttributesCount", 4, Kind::Uint32),
);
message!(SPAN_LINK:
    plain("traceId", 1, Kind::Id),
    plain("spanId", 2, Kind::Id),
    plain("traceState", 3, Kind::String),
    attributes("attributes", 4),
    plain("droppedAttributesCount", 5, Kind::Uint32),
    plain("flags", 6, Kind::Fixed32),
);
message!(STATUS: plain("message", 2, Kind::String), plain("code", 3, Kind::Enum));

// logs

message!(RESOURCE_LOGS:
    plain("resource", 1, Kind::Message(&RESOURCE)),
    repeated("scopeLogs", 2, &SCOPE_LOGS),
    plain("schemaUrl", 3, Kind::String),
);
message!(SCOPE_LOGS:
    plain("scope", 1, Kind::Message(&INSTRUMENTATION_SCOPE)),
    repeated("logRecords", 2, &LOG_RECORD),
    plain("schemaUrl", 3, Kind::String),
);
message!(LOG_RECORD:
    plain("timeUnixNano", 1, Kind::Fixed64),
    plain("observedTimeUnixNano", 11, Kind::Fixed64),
    plain("severityNumber", 2, Kind::Enum),
    plain("severityText", 3, Kind::String),
    plain("body", 5, Kind::Message(&ANY_VALUE)),
    attributes("attributes", 6),
    plain("droppedAttributesCount", 7, Kind::Uint32),
    plain("flags", 8, Kind::Fixed32),
    plain("traceId", 9, Kind::Id),
    plain("spanId", 10, Kind::Id),
    plain("eventName", 12, Kind::String),
);

// metrics

message!(RESOURCE_METRICS:
    plain("resource", 1, Kind::Message(&RESOURCE)),
    repeated("scopeMetrics", 2, &SCOPE_METRICS),
    plain("schemaUrl", 3, Kind::String),
);
message!(SCOPE_METRICS:
    plain("scope", 1, Kind::Message(&INSTRUMENTATION_SCOPE)),
    repeated("metrics", 2, &METRIC),
    plain("schemaUrl", 3, Kind::String),
);
message!(METRIC:
    plain("name", 1, Kind::String),
    plain("description", 2, Kind::String),
    plain("unit", 3, Kind::String),
    field("gauge", 5, Kind::Message(&GAUGE), Label::Oneof),
    field("sum", 7, Kind::Message(&SUM), Label::Oneof),
    field("histogram", 9, Kind::Message(&HISTOGRAM), Label::Oneof),
    field("exponentialHistogram", 10, Kind::Message(&EXPONENTIAL_HISTOGRAM), Label::Oneof),
    field("summary", 11, Kind::Message(&SUMMARY), Label::Oneof),
    attributes("metadata", 12),
);
message!(GAUGE: repeated("dataPoints", 1, &NUMBER_POINT));
message!(SUM:
    repeated("dataPoints", 1, &NUMBER_POINT),
    plain("aggregationTemporality", 2, Kind::Enum),
    plain("isMonotonic", 3, Kind::Bool),
);
message!(HISTOGRAM:
    repeated("dataPoints", 1, &HISTOGRAM_POINT),
    plain("aggregationTemporality", 2, Kind::Enum),
);
message!(EXPONENTIAL_HISTOGRAM:
    repeated("dataPoints", 1, &EXPONENTIAL_POINT),
    plain("aggregationTemporality", 2, Kind::Enum),
);
message!(SUMMARY: repeated("dataPoints", 1, &SUMMARY_POINT));
message!(NUMBER_POINT:
    attributes("attributes", 7),
    plain("startTimeUnixNano", 2, Kind::Fixed64),
    plain("timeUnixNano", 3, Kind::Fixed64),
    field("asDouble", 4, Kind::Double, Label::Oneof),
    field("asInt", 6, Kind::Sfixed64, Label::Oneof),
    repeated("exemplars", 5, &EXEMPLAR),
    plain("flags", 8, Kind::Uint32),
);
message!(HISTOGRAM_POINT:
    attributes("attributes", 9),
    plain("startTimeUnixNano", 2, Kind::Fixed64),
    plain("timeUnixNano", 3, Kind::Fixed64),
    plain("count", 4, Kind::Fixed64),
    field("sum", 5, Kind::Double, Label::Optional),
    field("bucketCounts", 6, Kind::Fixed64, Label::Packed),
    field("explicitBounds", 7, Kind::Double, Label::Packed),
    repeated("exemplars", 8, &EXEMPLAR),
    plain("flags", 10, Kind::Uint32),
    field("min", 11, Kind::Double, Label::Optional),
    field("max", 12, Kind::Double, Label::Optional),
);
message!(EXPONENTIAL_POINT:
    attributes("attributes", 1),
    plain("startTimeUnixNano", 2, Kind::Fixed64),
    plain("timeUnixNano", 3, Kind::Fixed64),
    plain("count", 4, Kind::Fixed64),
    field("sum", 5, Kind::Double, Label::Optional),
    plain("scale", 6, Kind::Sint32),
    plain("zeroCount", 7, Kind::Fixed64),
    plain("positive", 8, Kind::Message(&BUCKETS)),
    plain("negative", 9, Kind::Message(&BUCKETS)),
    plain("flags", 10, Kind::Uint32),
    repeated("exemplars", 11, &EXEMPLAR),
    field("min", 12, Kind::Double, Label::Optional),
    field("max", 13, Kind::Double, Label::Optional),
    plain("zeroThreshold", 14, Kind::Double),
);
message!(BUCKETS:
    plain("offset", 1, Kind::Sint32),
    field("bucketCounts", 2, Kind::Uint64, Label::Packed),
);
message!(SUMMARY_POINT:
    attributes("attributes", 7),
    plain("startTimeUnixNano", 2, Kind::Fixed64),
    plain("timeUnixNano", 3, Kind::Fixed64),
    plain("count", 4, Kind::Fixed64),
    plain("sum", 5, Kind::Double),
    repeated("quantileValues", 6, &VALUE_AT_QUANTILE),
    plain("flags", 8, Kind::Uint32),
);
message!(VALUE_AT_QUANTILE: plain("quantile", 1, Kind::Double), plain("value", 2, Kind::Double));
message!(EXEMPLAR:
    attributes("filteredAttributes", 7),
    plain("timeUnixNano", 2, Kind::Fixed64),
    field("asDouble", 3, Kind::Double, Label::Oneof),
    field("asInt", 6, Kind::Sfixed64, Label::Oneof),
    plain("spanId", 4, Kind::Id),
    plain("traceId", 5, Kind::Id),
);
