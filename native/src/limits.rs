//! What one record may cost.

/// Bounds per record, with what they protect. A record over one of them is refused alone, with a reason.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Arrays and key-value lists inside each other in one attribute value or log body. OTLP sets no bound; recursion
    /// needs one.
    pub value_depth_max: usize,
    /// Attributes in one list, counted as sent (a duplicate counts). The OTel SDKs' own default is 128.
    pub attributes_max: usize,
    /// Bytes of one string, or of one array or key-value list as encoded and as JSON text.
    pub value_bytes_max: usize,
    /// How far ahead of the receiver's clock a record's time may lie, in ns, before it is replaced.
    pub future_ns_max: u64,
    /// Events of one span.
    pub events_max: usize,
    /// Links of one span.
    pub links_max: usize,
    /// Distinct (service, span name, kind, route, node) of one tenant in one batch that keep their own RED series.
    pub rollup_series_max: usize,
    /// Distinct values of one attribute key per hour in one batch that are suggested; over it only the key is.
    pub suggestion_values_max: usize,
    /// Bytes of a value that is suggested.
    pub suggestion_value_bytes_max: usize,
    /// Days that messages of Camel's exchanges are kept, where the retention of logs is longer.
    pub message_days_max: u16,
    /// Days that sealed originals are kept, where the retention of logs is longer.
    pub original_days_max: u16,
}

/// The decoder recurses once per level of a value; this is far below what the smallest thread stack bears.
pub const VALUE_DEPTH_CEILING: usize = 128;

impl Default for Limits {
    fn default() -> Self {
        Self {
            value_depth_max: 32,
            attributes_max: 1024,
            value_bytes_max: 1 << 20,
            future_ns_max: 600_000_000_000,
            events_max: 1024,
            links_max: 1024,
            rollup_series_max: 2000,
            suggestion_values_max: 100,
            suggestion_value_bytes_max: 128,
            message_days_max: 30,
            original_days_max: 7,
        }
    }
}
