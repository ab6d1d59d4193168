//! What a request brings beside its bytes, and what becomes of it.

use crate::limits::Limits;
use crate::refusal::{Reason, Refusals};
use crate::rollup::ToldGap;

const DAY_NS: u64 = 86_400_000_000_000;

/// One export request, except its body.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub tenant: &'a str,
    pub partition_group: &'a str,
    pub retention_days: u16,
    pub received_unix_ns: u64,
    pub limits: &'a Limits,
}

impl Request<'_> {
    /// The time under which a record is stored, and the original one if that had to be replaced (else 0). A record from
    /// outside the retention would be deleted at once, one far in the future would never be, and each wild day is one
    /// more partition of an insert.
    pub fn settle(&self, unix_ns: u64) -> Settled {
        let oldest = self.received_unix_ns.saturating_sub(u64::from(self.retention_days) * DAY_NS);
        let newest = self.received_unix_ns.saturating_add(self.limits.future_ns_max);
        if (oldest..=newest).contains(&unix_ns) {
            Settled { time: nanos(unix_ns), original: 0, clamped: false }
        } else {
            Settled { time: nanos(self.received_unix_ns), original: unix_ns, clamped: true }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub time: i64,
    pub original: u64,
    pub clamped: bool,
}

/// Unix ns as DateTime64(9) holds them; the last moment it knows (in 2262) for anything later.
#[inline]
pub fn nanos(unix_ns: u64) -> i64 {
    i64::try_from(unix_ns).unwrap_or(i64::MAX)
}

/// What became of the records of one request.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub accepted: u64,
    pub refusals: Refusals,
    /// Accepted, with another time than they came with.
    pub clamped: u64,
    /// Some log record carried no time at all.
    pub untimed: bool,
    /// What the sender says that it lost.
    pub gaps: Vec<ToldGap>,
}

impl Outcome {
    pub fn refuse(&mut self, reason: Reason, records: u64) {
        self.refusals.count(reason, records);
    }
}
