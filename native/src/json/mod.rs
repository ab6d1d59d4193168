//! OTLP/JSON to the protobuf bytes of the same request, so that behind the front door there is one format.
//!
//! The rules are those of the OTLP specification and of protobuf's JSON mapping where that is silent: field names in
//! lowerCamelCase only, unknown fields passed over, trace and span ids in hexadecimal of either case, enums as integers,
//! 64-bit integers as numbers or decimal strings, doubles also as `"NaN"`, `"Infinity"`, `"-Infinity"`, bytes in base64,
//! `null` as an absent field. Where they leave a choice:
//! - A known field that occurs twice in an object, or two members of one oneof, is refused: which of the two was meant is
//!   a guess, RFC 8259 says that readers differ, and two readers of one request must not see different data.
//! - A byte order mark before the text is skipped, which RFC 8259 section 8.1 allows; UTF-16 is not UTF-8 and is refused.
//! - An id of a wrong length passes, as it does in protobuf: the decoder refuses that one record, not the request.
//!
//! Reading order: `schema` (what there is), `reader` (JSON in), `scalar` (text to values), `writer` (protobuf out).
//!
//! Bounds: recursion is bounded by the caller's depth before it happens, values of unknown fields are skipped without
//! recursion. The output is at most four times as long as the text (`0,` in a list of fixed64 becomes eight bytes).

mod reader;
mod scalar;
mod schema;
mod writer;

use std::fmt;

use schema::Message;
pub use schema::{EXPORT_LOGS, EXPORT_METRICS, EXPORT_TRACES};

/// serde_json gives up at the 128th level on its own; the level before that is refused here and names the limit.
pub const DEPTH_MAX: usize = 126;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why a text is no OTLP/JSON request. Tells the place, never the content, so that it may be logged.
#[derive(Debug)]
pub struct JsonError {
    /// e.g. `resourceSpans[0].scopeSpans[0].spans[3].traceId`; empty at the top
    pub path: String,
    /// What is wrong and, where it is known, at which line and column (both from 1).
    pub problem: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the request" } else { &self.path };
        write!(out, "JSON of {path}: {}", self.problem)
    }
}

impl std::error::Error for JsonError {}

/// Transcodes one export request. `depth_max` bounds the nesting of objects and arrays in fields that OTLP knows; over
/// [`DEPTH_MAX`] it acts as that.
pub fn transcode(request: &'static Message, body: &[u8], depth_max: usize) -> Result<Vec<u8>, JsonError> {
    let text = simdutf8::compat::from_utf8(body).map_err(|error| JsonError {
        path: String::new(),
        problem: format!("not UTF-8 from byte {} on", error.valid_up_to()),
    })?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    reader::read(request, text, depth_max.min(DEPTH_MAX))
}

#[cfg(test)]
mod tests;
