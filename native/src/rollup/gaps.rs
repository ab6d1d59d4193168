//! Records that were refused here or lost before, as rows of the table `gaps`.

use super::heads::{Heads, group};
use super::told::ToldGap;
use crate::batch::Signal;
use crate::block::Block;
use crate::columns::{DateTime64Millis, Fixed, Lc, Part, Runs, Strings, Text};
use crate::refusal::{Reason, Refusals};
use crate::request::Request;
use crate::rows;
use crate::tables;

/// Who counted it.
const COLLECTOR: &str = "collector";
const SENDER: &str = "sender";

rows! {
    struct GapRows {
        time: Fixed<DateTime64Millis> = "Time",
        signal: Lc = "Signal",
        source: Lc = "Source",
        reason: Lc = "Reason",
        count: Fixed<u64> = "Count",
        detail: Strings = "Detail",
    }
}

struct Gap {
    signal: Signal,
    source: &'static str,
    tenant: String,
    retention_days: u16,
    reason: String,
    /// Unix ms.
    time: i64,
    count: u64,
    detail: String,
}

/// What a batch refused, one row per tenant and reason, and what its owner reports beside that.
pub struct Gaps {
    signal: Signal,
    /// With the reason in its original form, to find it again. The time is that of the first request.
    refused: Vec<(Reason, Gap)>,
    reported: Vec<Gap>,
}

impl Gaps {
    pub fn new(signal: Signal) -> Self {
        Self { signal, refused: Vec::new(), reported: Vec::new() }
    }

    pub fn add(&mut self, request: &Request<'_>, refusals: &Refusals) {
        for (reason, count) in refusals.iter() {
            let same = |(known, gap): &&mut (Reason, Gap)| {
                *known == reason && gap.tenant == request.tenant && gap.retention_days == request.retention_days
            };
            match self.refused.iter_mut().find(same) {
                Some((_, gap)) => gap.count += count,
                None => self.refused.push((
                    reason,
                    Gap {
                        signal: self.signal,
                        source: COLLECTOR,
                        tenant: request.tenant.to_owned(),
                        retention_days: request.retention_days,
                        reason: reason.as_str().to_owned(),
                        time: millis(request.received_unix_ns),
                        count,
                        detail: String::new(),
                    },
                )),
            }
        }
    }

    /// What a sender says that it lost, a row each.
    pub fn told(&mut self, request: &Request<'_>, gaps: &[ToldGap]) {
        self.reported.extend(gaps.iter().map(|gap| Gap {
            signal: gap.signal,
            source: SENDER,
            tenant: request.tenant.to_owned(),
            retention_days: request.retention_days,
            reason: gap.reason.clone(),
            time: millis(gap.unix_ns),
            count: gap.count,
            detail: gap.detail.clone(),
        }));
    }

    /// One more row, as it is.
    pub fn report(&mut self, tenant: &str, retention_days: u16, unix_ns: u64, reason: &str, count: u64, detail: &str) {
        self.reported.push(Gap {
            signal: self.signal,
            source: COLLECTOR,
            tenant: tenant.to_owned(),
            retention_days,
            reason: reason.to_owned(),
            time: millis(unix_ns),
            count,
            detail: detail.to_owned(),
        });
    }

    pub fn finish(self, partition_group: Text<'_>) -> Block {
        let (mut rows, mut heads, mut runs) = (GapRows::default(), Heads::default(), Runs::default());
        for gap in self.refused.iter().map(|(_, gap)| gap).chain(&self.reported) {
            runs.add(group(heads.head(gap.tenant.as_str().into(), partition_group, gap.retention_days)));
            rows.time.push(gap.time);
            rows.signal.push(gap.signal.as_str().into());
            rows.source.push(gap.source.into());
            rows.reason.push(gap.reason.as_str().into());
            rows.count.push(gap.count);
            rows.detail.push(gap.detail.as_str().into());
        }
        let count = runs.rows();
        let sources = vec![(heads.columns(), runs.into_parts()), (rows.into_columns(), vec![Part::whole(count)])];
        Block::assemble(&tables::GAPS, count, sources)
    }
}

fn millis(unix_ns: u64) -> i64 {
    (unix_ns / 1_000_000).cast_signed()
}
