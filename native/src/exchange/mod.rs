//! Records of a ring to OTLP requests: what the sidecar sends, docs/camel-telemetry.md.
//!
//! In reading order: [`payload`] and [`record`] (what is in a record, bounded), [`redaction`] (what of it may be seen),
//! `out` (protobuf), [`requests`] (bounded requests), [`schemes`], [`spans`], [`messages`], [`models`], [`metrics`], [`gaps`]
//! (what becomes of each). Requests are a function of the records and of what one was told: the same again gives the
//! same bytes.

pub mod gaps;
mod log;
mod messages;
mod metrics;
mod models;
mod out;
pub mod payload;
pub mod record;
pub mod redaction;
pub mod requests;
mod rules;
mod schemes;
mod spans;
#[cfg(test)]
mod tests;

use crate::batch::Signal;
pub use crate::ring::Lost;
use crate::ring::{Batch, Record};

use gaps::Gap;
use messages::Messages;
use metrics::Points;
use payload::Malformed;
use redaction::{Found, Gate, Redact, start_of};
use requests::{Gathered, Ready, Source};
use spans::Spans;

/// The instrumentation scope of all that the agent tells.
pub const SCOPE: &str = "io.camelops.agent";
/// Event names of the log records that are no logs.
pub const MESSAGE_EVENT: &[u8] = b"camel.message";
pub const MODEL_EVENT: &[u8] = b"camel.route.model";
pub const ORIGINAL_EVENT: &[u8] = b"camel.exchange.original";

/// Bounds of what is sent, each applied after redaction.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one request: what every receiver takes, gRPC's default included.
    pub request_bytes_max: usize,
    /// Bytes of a message's body.
    pub body_bytes_max: usize,
    /// Bytes of one header, exception message, name or URI.
    pub value_bytes_max: usize,
    /// Bytes of one stack trace.
    pub stack_bytes_max: usize,
    /// Headers of one message; of those beyond only the number is told.
    pub headers_max: usize,
}

impl Limits {
    /// The beginning of a value that was redacted, or that no message holds.
    fn value<'t>(&self, text: &'t str) -> &'t str {
        start_of(text, self.value_bytes_max)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_bytes_max: 4 << 20,
            body_bytes_max: 64 << 10,
            value_bytes_max: 8 << 10,
            stack_bytes_max: 32 << 10,
            headers_max: 128,
        }
    }
}

/// What one batch became.
#[derive(Default)]
pub struct Told {
    pub requests: Vec<Ready>,
    /// Records, by type: metrics, exchanges, models.
    pub records: [u64; 3],
    /// Records that are not what their type says.
    pub malformed: u64,
    pub steps: u64,
    pub messages: u64,
    /// Values that were replaced, by rule.
    pub redacted: Found,
}

struct Teller<'r, 's> {
    gate: Gate<'r>,
    limits: Limits,
    source: &'s Source,
    spans: Gathered,
    logs: Gathered,
    points: Points,
    told: Told,
}

/// All requests of a batch. What of it could not be read is told in them as gaps, of the time `unix_ns`.
pub fn tell(batch: &Batch, source: &Source, rules: Option<&dyn Redact>, limits: Limits, unix_ns: u64) -> Told {
    let bytes_max = limits.request_bytes_max;
    let mut teller = Teller {
        gate: Gate::new(rules),
        limits,
        source,
        spans: Gathered::new(Signal::Traces, bytes_max),
        logs: Gathered::new(Signal::Logs, bytes_max),
        points: Points::new(bytes_max),
        told: Told::default(),
    };
    let mut lost = gaps::lost(batch.lost);
    for record in &batch.records {
        if let Err(Malformed(why)) = teller.record(record, &batch.bytes[record.payload.clone()]) {
            teller.told.malformed += 1;
            add(&mut lost, Gap { detail: why.to_owned(), ..Gap::new(gaps::signal_of(record.kind), "malformed", 1) });
        }
    }
    teller.finish(&lost, unix_ns)
}

/// One request that tells nothing but gaps.
pub fn tell_gaps(gaps: &[Gap], source: &Source, unix_ns: u64) -> Vec<Ready> {
    let mut ready = Vec::new();
    let mut logs = Gathered::new(Signal::Logs, Limits::default().request_bytes_max);
    for gap in gaps {
        logs.add(source, &mut ready, |out| gap.write(unix_ns, out));
    }
    logs.finish(source, &mut ready);
    ready
}

fn add(gaps: &mut Vec<Gap>, gap: Gap) {
    let same =
        |known: &&mut Gap| known.signal == gap.signal && known.reason == gap.reason && known.detail == gap.detail;
    match gaps.iter_mut().find(same) {
        Some(known) => known.count += gap.count,
        None => gaps.push(gap),
    }
}

impl Teller<'_, '_> {
    fn record(&mut self, record: &Record, payload: &[u8]) -> Result<(), Malformed> {
        match record.kind {
            record::METRICS => {
                let metrics = record::whole(payload, record::metrics)?;
                let to = (self.source, &mut self.told.requests);
                self.points.add(&metrics, &mut self.gate, &self.limits, to);
            }
            record::EXCHANGE => self.exchange(&record::whole(payload, record::exchange)?),
            record::MODEL => {
                let model = record::whole(payload, record::model)?;
                let (gate, limits) = (&mut self.gate, &self.limits);
                self.logs.add(self.source, &mut self.told.requests, |out| models::write(&model, gate, limits, out));
            }
            _ => return Err(Malformed("a type that there is not")),
        }
        self.told.records[usize::from(record.kind - record::METRICS)] += 1;
        Ok(())
    }

    fn exchange(&mut self, exchange: &record::Exchange<'_>) {
        let (source, ready, gate) = (self.source, &mut self.told.requests, &mut self.gate);
        let routes = spans::routes(exchange);
        Spans::of(exchange, &routes, gate, &self.limits).write(gate, &mut self.spans, source, ready);
        let messages = Messages { exchange, routes: &routes, limits: &self.limits };
        let found = messages.write(gate, &mut self.logs, source, ready);
        for (rule, count) in &found.0 {
            self.told.redacted.add(rule, *count);
        }
        self.told.steps += exchange.steps.len() as u64;
        self.told.messages += exchange.messages.len() as u64;
    }

    fn finish(mut self, lost: &[Gap], unix_ns: u64) -> Told {
        let ready = &mut self.told.requests;
        for gap in lost {
            self.logs.add(self.source, ready, |out| gap.write(unix_ns, out));
        }
        self.spans.finish(self.source, ready);
        self.logs.finish(self.source, ready);
        self.points.finish(self.source, ready);
        self.told
    }
}

/// The item of this number, where there is one.
fn at<T>(items: &[T], number: i32) -> Option<&T> {
    usize::try_from(number).ok().and_then(|number| items.get(number))
}
