//! The hot bytes of camelops: OTLP requests to columns, columns to ClickHouse Native and Arrow.
//!
//! In reading order: [`wire`] (protobuf, bounded), [`columns`] (builders that are written as they lie), [`value`] and
//! [`attributes`] (what OTLP calls `AnyValue` and `KeyValue`), [`groups`] (what many records share, and the way through a
//! request), `traces`, `logs`, `metrics` (one record each), [`batch`] (all or nothing), [`rollup`] (what is derived),
//! [`block`] (ClickHouse Native), `face` (Python). [`json`] and [`checksum`] stand beside.
#![deny(unsafe_code)]

pub mod arrow;
pub mod attributes;
pub mod batch;
pub mod block;
pub mod checksum;
pub mod columns;
mod face;
pub mod groups;
pub mod json;
pub mod limits;
pub mod logs;
pub mod metrics;
pub mod refusal;
pub mod request;
pub mod rollup;
pub mod signal;
pub mod sink;
pub mod tables;
pub mod traces;
pub mod tracestate;
pub mod value;
pub mod wire;
