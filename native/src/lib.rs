//! The hot bytes of camelops: OTLP requests to columns, columns to ClickHouse Native and Arrow.
//!
//! In reading order: [`limits`], [`request`] and [`refusal`] (what a request brings, what becomes of it), [`wire`]
//! (protobuf, bounded), [`columns`] (builders that are written as they lie), [`value`] and [`attributes`] (what OTLP calls
//! `AnyValue` and `KeyValue`), [`groups`] (what many records share, and the way through a request), [`signal`], [`traces`],
//! [`tracestate`], [`logs`], [`metrics`] (one record each), [`batch`] (all or nothing), [`rollup`] (what is derived),
//! [`tables`] (columns of each table), [`block`] and [`sink`] (ClickHouse Native), [`arrow`], `face` (Python). [`json`]
//! and [`checksum`] stand beside, as do [`trace_tree`], which reads what was stored, and [`ring`], through which a JVM hands over
//! what it saw, with [`exchange`], which makes OTLP of that.
#![deny(unsafe_code)]

pub mod arrow;
pub mod attributes;
pub mod batch;
pub mod block;
pub mod checksum;
pub mod columns;
pub mod exchange;
mod exchange_face;
mod face;
pub mod groups;
pub mod json;
pub mod limits;
pub mod logs;
pub mod metrics;
pub mod redact;
mod redact_face;
pub mod refusal;
pub mod request;
pub mod ring;
mod ring_face;
pub mod rollup;
pub mod signal;
pub mod sink;
pub mod tables;
mod trace_face;
pub mod trace_tree;
pub mod traces;
pub mod tracestate;
pub mod value;
pub mod wire;
