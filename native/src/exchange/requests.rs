//! OTLP export requests, put together record by record and ended before they are too large.
//!
//! The three signals have the same outside: a resource (field 1) with one resource's attributes, a scope, and the records.

use super::out::Out;
use super::payload::Payload;
use crate::batch::Signal;
use crate::wire;

const RESOURCES: u32 = wire::len(1);
const RESOURCE: u32 = wire::len(1);
const SCOPES: u32 = wire::len(2);
const SCOPE: u32 = wire::len(1);
const SCOPE_NAME: u32 = wire::len(1);
const SCOPE_VERSION: u32 = wire::len(2);
pub const RECORDS: u32 = wire::len(2);
const ATTRIBUTES: u32 = wire::len(1);

/// The attribute in which an agent says its version (OpenTelemetry's semantic conventions).
const AGENT_VERSION: &str = "telemetry.distro.version";

/// An `Export…ServiceRequest`, ready to be sent.
#[derive(Debug)]
pub struct Ready {
    pub signal: Signal,
    pub body: Vec<u8>,
    /// Spans, log records or data points.
    pub records: u64,
}

/// Whose records they are, encoded as they stand before the records of each request.
pub struct Source {
    resource: Out,
    scope: Out,
}

impl Source {
    /// Of a ring's resource, as far as it can be read: a string each for key and value.
    pub fn new(attributes: &[u8]) -> Self {
        let (mut resource, mut scope) = (Out::default(), Out::default());
        let mut rest = Payload::new(attributes);
        let mut version = "";
        resource.message(RESOURCE, |out| {
            while let (Ok(key), Ok(value)) = (rest.text(), rest.text()) {
                out.text(ATTRIBUTES, key, value);
                if key == AGENT_VERSION {
                    version = value;
                }
            }
        });
        scope.message(SCOPE, |out| {
            out.bytes(SCOPE_NAME, super::SCOPE.as_bytes());
            if !version.is_empty() {
                out.bytes(SCOPE_VERSION, version.as_bytes());
            }
        });
        Self { resource, scope }
    }

    pub fn request(&self, signal: Signal, records: &[u8], count: u64) -> Ready {
        let mut out = Out { bytes: Vec::with_capacity(records.len() + self.resource.bytes.len() + 64) };
        out.message(RESOURCES, |out| {
            out.bytes.extend_from_slice(&self.resource.bytes);
            out.message(SCOPES, |out| {
                out.bytes.extend_from_slice(&self.scope.bytes);
                out.bytes.extend_from_slice(records);
            });
        });
        Ready { signal, body: out.bytes, records: count }
    }
}

/// Records of one signal that are not in a request yet.
pub struct Gathered {
    signal: Signal,
    bytes_max: usize,
    out: Out,
    count: u64,
}

impl Gathered {
    pub fn new(signal: Signal, bytes_max: usize) -> Self {
        Self { signal, bytes_max, out: Out::default(), count: 0 }
    }

    /// Adds one record. It begins a new request when it would make this one too large; alone it may be as large as its
    /// own bounds let it.
    pub fn add(&mut self, source: &Source, ready: &mut Vec<Ready>, write: impl FnOnce(&mut Out)) {
        let start = self.out.bytes.len();
        self.out.message(RECORDS, write);
        if self.out.bytes.len() > self.bytes_max && start > 0 {
            ready.push(source.request(self.signal, &self.out.bytes[..start], self.count));
            self.out.bytes.drain(..start);
            self.count = 0;
        }
        self.count += 1;
    }

    pub fn finish(&mut self, source: &Source, ready: &mut Vec<Ready>) {
        if self.count > 0 {
            ready.push(source.request(self.signal, &self.out.bytes, self.count));
            self.out.bytes.clear();
            self.count = 0;
        }
    }
}
