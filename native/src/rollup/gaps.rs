//! Records that were refused, as rows of the table `gaps`.

use super::heads::{Heads, group};
use crate::batch::Signal;
use crate::block::Block;
use crate::columns::{DateTime64Millis, Fixed, Lc, Part, Runs, Strings, Text};
use crate::refusal::{Reason, Refusals};
use crate::request::Request;
use crate::rows;
use crate::tables;

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
    tenant: String,
    retention_days: u16,
    reason: Reason,
    /// When the first request with such a record was received, unix ms.
    time: i64,
    count: u64,
}

/// What a batch refused: one row per tenant and reason.
pub struct Gaps {
    signal: Signal,
    gaps: Vec<Gap>,
}

impl Gaps {
    pub fn new(signal: Signal) -> Self {
        Self { signal, gaps: Vec::new() }
    }

    pub fn add(&mut self, request: &Request<'_>, refusals: &Refusals) {
        for (reason, count) in refusals.iter() {
            let same = |gap: &&mut Gap| {
                gap.reason == reason && gap.tenant == request.tenant && gap.retention_days == request.retention_days
            };
            match self.gaps.iter_mut().find(same) {
                Some(gap) => gap.count += count,
                None => self.gaps.push(Gap {
                    tenant: request.tenant.to_owned(),
                    retention_days: request.retention_days,
                    reason,
                    time: (request.received_unix_ns / 1_000_000).cast_signed(),
                    count,
                }),
            }
        }
    }

    pub fn finish(self, partition_group: Text<'_>) -> Block {
        let (mut rows, mut heads, mut runs) = (GapRows::default(), Heads::default(), Runs::default());
        for gap in &self.gaps {
            runs.add(group(heads.head(gap.tenant.as_str().into(), partition_group, gap.retention_days)));
            rows.time.push(gap.time);
            rows.signal.push(self.signal.as_str().into());
            rows.source.push("collector".into());
            rows.reason.push(gap.reason.as_str().into());
            rows.count.push(gap.count);
            rows.detail.push(Text::default());
        }
        let whole = vec![Part::whole(self.gaps.len())];
        let sources = vec![(heads.columns(), runs.into_parts()), (rows.into_columns(), whole)];
        Block::assemble(&tables::GAPS, self.gaps.len(), sources)
    }
}
