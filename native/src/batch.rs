//! A batch: the rows of one segment, filled request by request, all or nothing each.

use crate::block::Block;
use crate::columns::{Marks, Text};
use crate::limits::Limits;
use crate::logs::LogRows;
use crate::metrics::MetricRows;
use crate::refusal::Stop;
use crate::request::{Outcome, Request};
use crate::rollup::Gaps;
use crate::signal::SignalRows;
use crate::traces::TraceRows;

/// What the columns of one batch may hold, and what shared columns may write beyond that. Column offsets are 32 bits, and
/// nobody wants an insert of this size.
pub const BATCH_BYTES_MAX: usize = 1 << 30;

/// A request that is longer is not even looked at. The front door takes 64 MiB, and OTLP/JSON grows at most fourfold on
/// its way to protobuf; up to this length no column of one request can outgrow its 32-bit offsets.
pub const REQUEST_BYTES_MAX: usize = 256 << 20;

/// Spans, log records or data points of one request. SDKs and collectors send some thousands; records of a few bytes
/// each cost a hundred times their own length as rows, and nobody else is served while they are decoded.
pub const REQUEST_RECORDS_MAX: u64 = 1_000_000;

/// The signals of OTLP that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Traces,
    Logs,
    Metrics,
}

impl Signal {
    pub const ALL: &'static [Signal] = &[Signal::Traces, Signal::Logs, Signal::Metrics];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Traces => "traces",
            Self::Logs => "logs",
            Self::Metrics => "metrics",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|signal| signal.as_str() == name)
    }
}

pub struct Batch {
    partition_group: String,
    limits: Limits,
    rows: Box<dyn SignalRows>,
    gaps: Gaps,
    marks: Marks,
}

impl Batch {
    pub fn new(signal: Signal, partition_group: &str, limits: Limits) -> Self {
        let rows: Box<dyn SignalRows> = match signal {
            Signal::Traces => Box::new(TraceRows::default()),
            Signal::Logs => Box::new(LogRows::default()),
            Signal::Metrics => Box::new(MetricRows::default()),
        };
        Self {
            partition_group: partition_group.to_owned(),
            limits,
            rows,
            gaps: Gaps::new(signal),
            marks: Marks::default(),
        }
    }

    /// Decodes an export request. On an error the batch is as it was.
    pub fn push(
        &mut self,
        body: &[u8],
        tenant: &str,
        retention_days: u16,
        received_unix_ns: u64,
    ) -> Result<Outcome, Stop> {
        if body.len() > REQUEST_BYTES_MAX {
            return Err(Stop::TooLarge);
        }
        let request = Request {
            tenant,
            partition_group: &self.partition_group,
            retention_days,
            received_unix_ns,
            limits: &self.limits,
        };
        let mut outcome = Outcome::default();
        self.marks.clear();
        self.rows.mark(&mut self.marks);
        if let Err(stop) = self.rows.push(&request, body, &mut outcome) {
            self.rows.rollback(&mut self.marks.undo());
            return Err(stop);
        }
        self.gaps.add(&request, &outcome.refusals);
        self.gaps.told(&request, &outcome.gaps);
        Ok(outcome)
    }

    /// Adds a row to the gaps of this batch: something its owner lost or set aside.
    pub fn gap(&mut self, tenant: &str, retention_days: u16, unix_ns: u64, reason: &str, count: u64, detail: &str) {
        self.gaps.report(tenant, retention_days, unix_ns, reason, count, detail);
    }

    /// Of all tables, without rollups and gaps.
    pub fn rows(&self) -> usize {
        self.rows.rows()
    }

    /// See [`SignalRows::bytes`].
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }

    /// Data tables, then rollups, then gaps; only what has rows.
    pub fn finish(self) -> Vec<Block> {
        let mut blocks = self.all_blocks();
        blocks.retain(|block| block.rows() > 0);
        blocks
    }

    fn all_blocks(self) -> Vec<Block> {
        let mut blocks = self.rows.finish(&self.limits);
        blocks.push(self.gaps.finish(Text::from(self.partition_group.as_str())));
        blocks
    }
}

/// Names of the tables that a batch of this signal gives blocks for, in their order.
pub fn tables(signal: Signal) -> Vec<&'static str> {
    empty_blocks(signal).iter().map(Block::table).collect()
}

/// Names and types of a table's columns, as its blocks carry them. `None` if no signal has such a table.
pub fn columns(table: &str) -> Option<Vec<(&'static str, String)>> {
    let block = Signal::ALL.iter().flat_map(|&signal| empty_blocks(signal)).find(|block| block.table() == table)?;
    Some(block.columns().iter().map(|column| (column.name, column.column.type_name())).collect())
}

fn empty_blocks(signal: Signal) -> Vec<Block> {
    Batch::new(signal, "", Limits::default()).all_blocks()
}
