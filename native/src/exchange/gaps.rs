//! What was lost, as log records that the collector makes rows of the table `gaps` of.

use super::out::Out;
use super::record::{METRICS, MODEL};
use super::{Lost, log};
use crate::batch::Signal;
use crate::ring::{REASONS, TYPES};

/// In the order of a ring's counters.
const DROPPED: [&str; REASONS] = ["ring_full", "ring_full_important", "record_too_large", "writer_failed"];
const WARN: u64 = 13;

/// `count` records that are nowhere but here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub signal: Signal,
    pub reason: String,
    pub count: u64,
    pub detail: String,
}

impl Gap {
    pub fn new(signal: Signal, reason: &str, count: u64) -> Self {
        Self { signal, reason: reason.to_owned(), count, detail: String::new() }
    }

    pub fn write(&self, unix_ns: u64, out: &mut Out) {
        out.fixed64(log::TIME, unix_ns);
        out.varint(log::SEVERITY, WARN);
        out.bytes(log::SEVERITY_TEXT, b"WARN");
        out.text(log::ATTRIBUTES, "camelops.gap.reason", &self.reason);
        out.int(log::ATTRIBUTES, "camelops.gap.count", self.count);
        out.text(log::ATTRIBUTES, "camelops.gap.signal", self.signal.as_str());
        if !self.detail.is_empty() {
            out.text(log::ATTRIBUTES, "camelops.gap.detail", &self.detail);
        }
        out.fixed64(log::OBSERVED, unix_ns);
        out.bytes(log::EVENT_NAME, b"camelops.gap");
    }
}

/// The signal that records of a type become, mostly.
pub fn signal_of(kind: u8) -> Signal {
    match kind {
        METRICS => Signal::Metrics,
        MODEL => Signal::Logs,
        _ => Signal::Traces,
    }
}

pub fn dropped(counts: &[[u64; REASONS]; TYPES]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (kind, reasons) in counts.iter().enumerate() {
        for (reason, &count) in DROPPED.iter().zip(reasons) {
            if count > 0 {
                gaps.push(Gap::new(signal_of(kind as u8), reason, count));
            }
        }
    }
    gaps
}

/// Of what type a lost record was is not known: most are exchanges.
pub fn lost(lost: Lost) -> Vec<Gap> {
    let causes = [("stuck", lost.stuck), ("torn", lost.torn), ("damaged", lost.damaged)];
    causes
        .into_iter()
        .filter(|&(_, count)| count > 0)
        .map(|(why, count)| Gap::new(Signal::Traces, why, count))
        .collect()
}
