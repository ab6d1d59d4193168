//! Metrics to the rows of the five `otel_metrics_…` tables, one per kind of metric.
//!
//! Reading order: this file (a metric: its name, its kind, its points), `points` (what all points have, and the table of
//! one kind), `values` (what each kind adds), `exemplars`, `series` (the number of a point's series).
//!
//! A record, as receipts count it, is a data point. A metric that has no data at all counts as one refused record, so that
//! its sender hears of it; one with an empty list of points is nothing.

mod exemplars;
mod points;
mod series;
mod values;

use points::PointTable;
use series::Series;
use values::{ExponentialHistogram, Gauge, Histogram, Sum, Summary};

use crate::batch::{BATCH_BYTES_MAX, REQUEST_RECORDS_MAX, Signal};
use crate::block::Block;
use crate::columns::{Marks, Text, Undo};
use crate::groups::{Groups, Records, Shared, push_request};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason, Stop};
use crate::request::{Outcome, Request};
use crate::rollup::suggestions::Suggestions;
use crate::rollup::{Contexts, Heads};
use crate::signal::SignalRows;
use crate::value::check_length;
use crate::wire::{self, Malformed, Reader, Singular};

const NAME: u32 = wire::len(1);
const DESCRIPTION: u32 = wire::len(2);
const UNIT: u32 = wire::len(3);
const GAUGE: u32 = wire::len(5);
const SUM: u32 = wire::len(7);
const HISTOGRAM: u32 = wire::len(9);
const EXPONENTIAL_HISTOGRAM: u32 = wire::len(10);
const SUMMARY: u32 = wire::len(11);

const POINTS: u32 = wire::len(1);
const TEMPORALITY: u32 = wire::varint(2);
const MONOTONIC: u32 = wire::varint(3);

/// Points between two looks at the memory held: one metric may bring millions.
const POINTS_PER_CHECK: u64 = 256;

/// Does the same with all five tables.
macro_rules! tables {
    ($rows:ident . $($call:tt)*) => {
        $rows.gauges.$($call)*;
        $rows.sums.$($call)*;
        $rows.histograms.$($call)*;
        $rows.exponential_histograms.$($call)*;
        $rows.summaries.$($call)*;
    };
}

/// Metric points of a batch.
#[derive(Default)]
pub struct MetricRows {
    shared: Shared,
    gauges: PointTable<Gauge>,
    sums: PointTable<Sum>,
    histograms: PointTable<Histogram>,
    exponential_histograms: PointTable<ExponentialHistogram>,
    summaries: PointTable<Summary>,
    series: Series,
}

/// What the points of a metric share.
pub struct Metric<'a> {
    pub name: Text<'a>,
    pub description: Text<'a>,
    pub unit: Text<'a>,
    pub temporality: i32,
    pub monotonic: bool,
    /// The tag of the oneof's member that was set last; 0 if none was.
    kind: u32,
    data: Singular<'a>,
}

impl<'a> Metric<'a> {
    fn read(mut reader: Reader<'a>) -> Result<Self, Malformed> {
        let mut metric = Self {
            name: Text::default(),
            description: Text::default(),
            unit: Text::default(),
            temporality: 0,
            monotonic: false,
            kind: 0,
            data: Singular::default(),
        };
        while let Some(tag) = reader.tag()? {
            match tag {
                NAME => metric.name = reader.text()?,
                DESCRIPTION => metric.description = reader.text()?,
                UNIT => metric.unit = reader.text()?,
                GAUGE | SUM | HISTOGRAM | EXPONENTIAL_HISTOGRAM | SUMMARY => {
                    if metric.kind != tag {
                        metric.kind = tag;
                        metric.data = Singular::default();
                    }
                    metric.data.add(reader.message()?);
                }
                other => reader.skip(other)?,
            }
        }
        metric.read_kind()?;
        Ok(metric)
    }

    /// Reads what may come after the points. All kinds number their fields alike, and those that lack a field skip it.
    fn read_kind(&mut self) -> Result<(), Malformed> {
        let (mut temporality, mut monotonic) = (0, false);
        let mut reader = self.data.reader();
        while let Some(tag) = reader.tag()? {
            match tag {
                TEMPORALITY => temporality = (reader.varint()? as u32).cast_signed(),
                MONOTONIC => monotonic = reader.varint()? != 0,
                other => reader.skip(other)?,
            }
        }
        (self.temporality, self.monotonic) = (temporality, monotonic);
        Ok(())
    }

    fn check(&self, limits: &Limits) -> Result<(), Fault> {
        if self.kind == 0 {
            return Err(Reason::MetricWithoutData.into());
        }
        [self.name, self.description, self.unit].into_iter().try_for_each(|text| check_length(text, limits))
    }

    /// As how many records the metric counts.
    fn records(&self) -> Result<u64, Malformed> {
        if self.kind == 0 {
            return Ok(1);
        }
        let mut points = 0;
        let mut reader = self.data.reader();
        while let Some(tag) = reader.tag()? {
            points += u64::from(tag == POINTS);
            reader.skip(tag)?;
        }
        Ok(points)
    }
}

impl MetricRows {
    fn push_point(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        metric: &Metric<'_>,
        point: Reader<'_>,
    ) -> Result<bool, Fault> {
        let series = &mut self.series;
        match metric.kind {
            GAUGE => self.gauges.push(request, groups, metric, point, series),
            SUM => self.sums.push(request, groups, metric, point, series),
            HISTOGRAM => self.histograms.push(request, groups, metric, point, series),
            EXPONENTIAL_HISTOGRAM => self.exponential_histograms.push(request, groups, metric, point, series),
            _ => self.summaries.push(request, groups, metric, point, series),
        }
    }
}

impl Records for MetricRows {
    fn shared(&mut self) -> &mut Shared {
        &mut self.shared
    }

    fn held_bytes(&self) -> usize {
        self.bytes()
    }

    fn push_record(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        record: Reader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Malformed> {
        let metric = Metric::read(record)?;
        match metric.check(request.limits) {
            Ok(()) => {}
            Err(Fault::Refused(reason)) => {
                outcome.refuse(reason, metric.records()?);
                return Ok(());
            }
            Err(Fault::Malformed(malformed)) => return Err(malformed),
        }
        self.series.enter(request.tenant, groups, &self.shared, &metric);
        tables!(self.enter());
        let mut reader = metric.data.reader();
        while let Some(tag) = reader.tag()? {
            if tag != POINTS {
                reader.skip(tag)?;
                continue;
            }
            match self.push_point(request, groups, &metric, reader.message()?) {
                Ok(clamped) => {
                    outcome.accepted += 1;
                    outcome.clamped += u64::from(clamped);
                    // Over the bound it is enough to stop here: the caller looks, too, and gives the request up.
                    if outcome.accepted.is_multiple_of(POINTS_PER_CHECK)
                        && (outcome.accepted > REQUEST_RECORDS_MAX || self.bytes() > BATCH_BYTES_MAX)
                    {
                        break;
                    }
                }
                Err(Fault::Refused(reason)) => outcome.refuse(reason, 1),
                Err(Fault::Malformed(malformed)) => return Err(malformed),
            }
        }
        Ok(())
    }

    fn refuse_record(&self, record: Reader<'_>, reason: Reason, outcome: &mut Outcome) -> Result<(), Malformed> {
        outcome.refuse(reason, Metric::read(record)?.records()?);
        Ok(())
    }
}

impl MetricRows {
    fn suggestions(&self, limits: &Limits) -> Block {
        let (mut heads, mut contexts) = (Heads::default(), Contexts::default());
        let head_of = heads.of_resources(&self.shared.resources);
        let mut suggestions = Suggestions::new(Signal::Metrics, limits);
        tables!(self.suggest(&self.shared, &head_of, &mut contexts, &mut suggestions));
        suggestions.finish(&contexts, &heads)
    }
}

impl SignalRows for MetricRows {
    fn push(&mut self, request: &Request<'_>, body: &[u8], outcome: &mut Outcome) -> Result<(), Stop> {
        push_request(self, request, body, outcome)
    }

    fn mark(&self, marks: &mut Marks) {
        self.shared.mark(marks);
        tables!(self.mark(marks));
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.shared.rollback(undo);
        tables!(self.rollback(undo));
        // Its source may be the one that is gone, and another will take that place.
        self.series = Series::default();
    }

    fn rows(&self) -> usize {
        self.gauges.rows()
            + self.sums.rows()
            + self.histograms.rows()
            + self.exponential_histograms.rows()
            + self.summaries.rows()
    }

    fn bytes(&self) -> usize {
        self.shared.bytes()
            + self.gauges.bytes()
            + self.sums.bytes()
            + self.histograms.bytes()
            + self.exponential_histograms.bytes()
            + self.summaries.bytes()
    }

    fn finish(self: Box<Self>, limits: &Limits) -> Vec<Block> {
        let suggestions = self.suggestions(limits);
        let Self { shared, gauges, sums, histograms, exponential_histograms, summaries, .. } = *self;
        let (resources, scopes) = (shared.resources.into_columns(), shared.scopes.into_columns());
        vec![
            gauges.finish(&resources, &scopes),
            sums.finish(&resources, &scopes),
            histograms.finish(&resources, &scopes),
            exponential_histograms.finish(&resources, &scopes),
            summaries.finish(&resources, &scopes),
            suggestions,
        ]
    }
}
