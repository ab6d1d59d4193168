//! Rate, errors and durations per minute, and per hour, of each series (service, span name, kind, Camel route and node).
//! Hours are sums of the minutes: of the same series, and exactly the same weights.
//!
//! Durations are counted in a base-2 exponential histogram of scale 3, eight buckets per power of two, as OpenTelemetry
//! defines it: bucket i holds (2^(i/8), 2^((i+1)/8)] ns. Spans without duration are in bucket [`ZERO_BUCKET`].
//! All counts are weighted by the span's sample weight, `Rows` alone is not.
//!
//! Names come from outside, so the series are bounded, and detail is given up where it hurts least: over the limit a span
//! is counted under [`OTHER`] as route and node, over twice the limit as name too, over three times as service too.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::heads::{Heads, group};
use crate::block::Block;
use crate::columns::{Column, DateTime, Fixed, Lc, LcCopy, Map, Part, Runs, Words, narrow};
use crate::groups::ResourceRows;
use crate::limits::Limits;
use crate::rows;
use crate::tables::{self, Table};
use crate::traces::{STATUS_ERROR, SpanKind, SpanRows};

/// The bucket of spans that took no time.
pub const ZERO_BUCKET: i16 = i16::MIN;
pub const OTHER: &str = "(other)";

const MINUTE_NS: u64 = 60_000_000_000;
const MINUTE_S: u32 = 60;
const HOUR_S: u32 = 3_600;
/// Stands for [`OTHER`] among the ids of a dictionary.
const OTHER_ID: u32 = u32::MAX;

rows! {
    struct RedRows {
        service: Lc = "ServiceName",
        name: Lc = "SpanName",
        kind: Words<SpanKind> = "SpanKind",
        route: Lc = "CamelRoute",
        node: Lc = "CamelNode",
        calls: Fixed<f64> = "Calls",
        rows: Fixed<u64> = "Rows",
        errors: Fixed<f64> = "Errors",
        duration_sum: Fixed<f64> = "DurationSum",
        duration_max: Fixed<u64> = "DurationMax",
        buckets: Map<Fixed<i16>, Fixed<f64>> = "Buckets",
    }
}

/// Ids are those of the spans' own dictionaries.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Series {
    head: u32,
    service: u32,
    name: u32,
    route: u32,
    node: u32,
    kind: u8,
}

struct Period {
    /// Its start, Unix seconds.
    start: u32,
    series: Series,
    calls: f64,
    rows: u64,
    errors: f64,
    duration_sum: f64,
    duration_max: u64,
    /// By index, ascending.
    buckets: Vec<(i16, f64)>,
}

impl Period {
    fn new(start: u32, series: Series) -> Self {
        Self {
            start,
            series,
            calls: 0.0,
            rows: 0,
            errors: 0.0,
            duration_sum: 0.0,
            duration_max: 0,
            buckets: Vec::new(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.rows += other.rows;
        self.errors += other.errors;
        self.duration_sum += other.duration_sum;
        self.duration_max = self.duration_max.max(other.duration_max);
        for &(index, weight) in &other.buckets {
            self.add_bucket(index, weight);
        }
    }

    fn add_bucket(&mut self, index: i16, weight: f64) {
        match self.buckets.binary_search_by_key(&index, |bucket| bucket.0) {
            Ok(at) => self.buckets[at].1 += weight,
            Err(at) => self.buckets.insert(at, (index, weight)),
        }
    }
}

/// Minutes and hours, a block each.
pub fn blocks(
    spans: &SpanRows,
    resources: &ResourceRows,
    runs: &Runs,
    head_of: &[u32],
    heads: &Heads,
    limits: &Limits,
) -> [Block; 2] {
    let minutes = collect(spans, resources, runs, head_of, heads.count(), limits);
    let hours = hours_of(&minutes);
    [(&tables::RED_MINUTES, "Minute", minutes), (&tables::RED_HOURS, "Hour", hours)]
        .map(|(table, time, periods)| block(table, time, &periods, spans, resources, heads))
}

fn block(
    table: &'static Table,
    time: &'static str,
    periods: &[Period],
    spans: &SpanRows,
    resources: &ResourceRows,
    heads: &Heads,
) -> Block {
    let (mut starts, mut rows, mut head_runs) = (Fixed::<DateTime>::default(), RedRows::default(), Runs::default());
    let mut service = LcCopy::of(&resources.service_name);
    let mut name = LcCopy::of(&spans.name);
    let mut route = LcCopy::of(&spans.camel_route);
    let mut node = LcCopy::of(&spans.camel_node);
    for period in periods {
        head_runs.add(group(period.series.head));
        starts.push(period.start);
        let ids = [period.series.service, period.series.name, period.series.route, period.series.node];
        for (copy, id) in [&mut service, &mut name, &mut route, &mut node].into_iter().zip(ids) {
            if id == OTHER_ID { copy.push_text(OTHER.into()) } else { copy.push(id) }
        }
        rows.kind.push(usize::from(period.series.kind));
        rows.calls.push(period.calls);
        rows.rows.push(period.rows);
        rows.errors.push(period.errors);
        rows.duration_sum.push(period.duration_sum);
        rows.duration_max.push(period.duration_max);
        for &(index, weight) in &period.buckets {
            rows.buckets.keys.push(index);
            rows.buckets.values.push(weight);
        }
        rows.buckets.close();
    }
    (rows.service, rows.name) = (service.finish(), name.finish());
    (rows.route, rows.node) = (route.finish(), node.finish());
    let mut columns: Vec<(&'static str, Arc<dyn Column>)> = vec![(time, Arc::new(starts))];
    columns.extend(rows.into_columns());
    let sources = vec![(heads.columns(), head_runs.into_parts()), (columns, vec![Part::whole(periods.len())])];
    Block::assemble(table, periods.len(), sources)
}

fn hours_of(minutes: &[Period]) -> Vec<Period> {
    let mut hours: Vec<Period> = Vec::new();
    let mut by_key: HashMap<(u32, Series), usize, RandomState> = HashMap::default();
    for minute in minutes {
        let start = minute.start / HOUR_S * HOUR_S;
        let at = *by_key.entry((start, minute.series)).or_insert_with(|| {
            hours.push(Period::new(start, minute.series));
            hours.len() - 1
        });
        hours[at].add(minute);
    }
    hours
}

fn collect(
    spans: &SpanRows,
    resources: &ResourceRows,
    runs: &Runs,
    head_of: &[u32],
    heads: usize,
    limits: &Limits,
) -> Vec<Period> {
    let mut minutes = Minutes::new(heads, limits.rollup_series_max);
    let mut row = 0;
    for part in runs.parts() {
        let resource = part.start as usize;
        let (head, service) = (head_of[resource], resources.service_name.ids()[resource]);
        for _ in 0..part.repeat {
            let series = Series {
                head,
                service,
                name: spans.name.ids()[row],
                route: spans.camel_route.ids()[row],
                node: spans.camel_node.ids()[row],
                kind: spans.kind.ids()[row],
            };
            let minute = (spans.timestamp.values()[row].cast_unsigned() / MINUTE_NS) as u32 * MINUTE_S;
            let (duration, weight) = (spans.duration.values()[row], spans.sample_weight.values()[row]);
            let of_minute = minutes.of(minute, series);
            of_minute.calls += weight;
            of_minute.rows += 1;
            if spans.status_code.ids()[row] == STATUS_ERROR {
                of_minute.errors += weight;
            }
            of_minute.duration_sum += weight * duration as f64;
            of_minute.duration_max = of_minute.duration_max.max(duration);
            of_minute.add_bucket(bucket(duration), weight);
            row += 1;
        }
    }
    minutes.list
}

/// Finds the row of a span, and keeps the number of series within bounds.
struct Minutes {
    list: Vec<Period>,
    by_key: HashMap<(u32, Series), u32, RandomState>,
    series: HashSet<Series, RandomState>,
    /// Series of each head.
    counts: Vec<usize>,
    series_max: usize,
}

impl Minutes {
    fn new(heads: usize, series_max: usize) -> Self {
        Self {
            list: Vec::new(),
            by_key: HashMap::default(),
            series: HashSet::default(),
            counts: vec![0; heads],
            series_max,
        }
    }

    #[inline]
    fn of(&mut self, minute: u32, series: Series) -> &mut Period {
        let at = match self.by_key.get(&(minute, series)) {
            Some(&at) => at,
            None => self.admit(minute, series),
        };
        &mut self.list[at as usize]
    }

    #[cold]
    fn admit(&mut self, minute: u32, series: Series) -> u32 {
        let series = self.bounded(series);
        let Self { list, by_key, .. } = self;
        *by_key.entry((minute, series)).or_insert_with(|| {
            list.push(Period::new(minute, series));
            narrow(list.len() - 1)
        })
    }

    /// The series itself if it is known or there is room, else the one it is counted under.
    fn bounded(&mut self, series: Series) -> Series {
        let other_place = Series { route: OTHER_ID, node: OTHER_ID, ..series };
        let other_name = Series { name: OTHER_ID, ..other_place };
        let other_service = Series { service: OTHER_ID, ..other_name };
        let max = self.series_max;
        for (candidate, max) in [(series, max), (other_place, 2 * max), (other_name, 3 * max)] {
            if self.series.contains(&candidate) {
                return candidate;
            }
            let count = &mut self.counts[candidate.head as usize];
            if *count < max {
                *count += 1;
                self.series.insert(candidate);
                return candidate;
            }
        }
        other_service
    }
}

/// `floor(2^(63 + k/8))` for k = 1 … 7: where the buckets between 2^63 and 2^64 end.
const EIGHTHS: [u64; 7] = [
    10_058_158_527_438_640_870,
    10_968_499_650_544_839_023,
    11_961_233_684_655_323_370,
    13_043_817_825_332_782_212,
    14_224_384_202_002_324_189,
    15_511_800_964_685_064_948,
    16_915_738_899_553_466_670,
];

/// ceil(log2(duration) * 8) - 1, exactly: a float logarithm differs between machines just at the edges.
pub fn bucket(duration: u64) -> i16 {
    if duration == 0 {
        return ZERO_BUCKET;
    }
    let power = 63 - duration.leading_zeros();
    let scaled = duration << duration.leading_zeros();
    // The eighths are irrational, so only a power of two lies on an edge, and it belongs to the bucket below.
    let above = if scaled == 1 << 63 { -1 } else { EIGHTHS.iter().filter(|&&end| scaled > end).count() as i16 };
    power as i16 * 8 + above
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_those_of_the_logarithm() {
        assert_eq!((bucket(0), bucket(1), bucket(2), bucket(3)), (ZERO_BUCKET, -1, 7, 12));
        assert_eq!(bucket(u64::MAX), 511);
        for power in 1..64 {
            assert_eq!(bucket(1 << power), power * 8 - 1);
            assert!(bucket((1 << power) + 1) >= power * 8);
        }
        for duration in (1..2_000_000_u64).step_by(7) {
            let exact = (duration as f64).log2() * 8.0;
            if (exact - exact.round()).abs() > 1e-9 {
                assert_eq!(i32::from(bucket(duration)), exact.ceil() as i32 - 1, "{duration}");
            }
        }
    }
}
