//! Rate, errors and durations per minute of each series (service, span name, kind, Camel route and node).
//!
//! Durations are counted in a base-2 exponential histogram of scale 3, eight buckets per power of two, as OpenTelemetry
//! defines it: bucket i holds (2^(i/8), 2^((i+1)/8)] ns. Spans without duration are in bucket [`ZERO_BUCKET`].
//! All counts are weighted by the span's sample weight, `Rows` alone is not.
//!
//! Names come from outside, so the series are bounded, and detail is given up where it hurts least: over the limit a span
//! is counted under [`OTHER`] as route and node, over twice the limit as name too, over three times as service too.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::heads::{Heads, group};
use crate::block::Block;
use crate::columns::{DateTime, Fixed, Lc, LcCopy, Map, Part, Runs, Words, narrow};
use crate::groups::ResourceRows;
use crate::limits::Limits;
use crate::rows;
use crate::tables;
use crate::traces::{STATUS_ERROR, SpanKind, SpanRows};

/// The bucket of spans that took no time.
pub const ZERO_BUCKET: i16 = i16::MIN;
pub const OTHER: &str = "(other)";

const MINUTE_NS: u64 = 60_000_000_000;
/// Stands for [`OTHER`] among the ids of a dictionary.
const OTHER_ID: u32 = u32::MAX;

rows! {
    struct RedRows {
        minute: Fixed<DateTime> = "Minute",
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

struct Minute {
    minute: u32,
    series: Series,
    calls: f64,
    rows: u64,
    errors: f64,
    duration_sum: f64,
    duration_max: u64,
    /// By index, ascending.
    buckets: Vec<(i16, f64)>,
}

pub fn block(
    spans: &SpanRows,
    resources: &ResourceRows,
    runs: &Runs,
    head_of: &[u32],
    heads: &Heads,
    limits: &Limits,
) -> Block {
    let minutes = collect(spans, resources, runs, head_of, heads.count(), limits);
    let (mut rows, mut head_runs) = (RedRows::default(), Runs::default());
    let mut service = LcCopy::of(&resources.service_name);
    let mut name = LcCopy::of(&spans.name);
    let mut route = LcCopy::of(&spans.camel_route);
    let mut node = LcCopy::of(&spans.camel_node);
    for minute in &minutes {
        head_runs.add(group(minute.series.head));
        rows.minute.push(minute.minute * 60);
        let ids = [minute.series.service, minute.series.name, minute.series.route, minute.series.node];
        for (copy, id) in [&mut service, &mut name, &mut route, &mut node].into_iter().zip(ids) {
            if id == OTHER_ID { copy.push_text(OTHER.into()) } else { copy.push(id) }
        }
        rows.kind.push(usize::from(minute.series.kind));
        rows.calls.push(minute.calls);
        rows.rows.push(minute.rows);
        rows.errors.push(minute.errors);
        rows.duration_sum.push(minute.duration_sum);
        rows.duration_max.push(minute.duration_max);
        for &(index, calls) in &minute.buckets {
            rows.buckets.keys.push(index);
            rows.buckets.values.push(calls);
        }
        rows.buckets.close();
    }
    (rows.service, rows.name) = (service.finish(), name.finish());
    (rows.route, rows.node) = (route.finish(), node.finish());
    let sources =
        vec![(heads.columns(), head_runs.into_parts()), (rows.into_columns(), vec![Part::whole(minutes.len())])];
    Block::assemble(&tables::RED, minutes.len(), sources)
}

fn collect(
    spans: &SpanRows,
    resources: &ResourceRows,
    runs: &Runs,
    head_of: &[u32],
    heads: usize,
    limits: &Limits,
) -> Vec<Minute> {
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
            let minute = (spans.timestamp.values()[row].cast_unsigned() / MINUTE_NS) as u32;
            let (duration, weight) = (spans.duration.values()[row], spans.sample_weight.values()[row]);
            let of_minute = minutes.of(minute, series);
            of_minute.calls += weight;
            of_minute.rows += 1;
            if spans.status_code.ids()[row] == STATUS_ERROR {
                of_minute.errors += weight;
            }
            of_minute.duration_sum += weight * duration as f64;
            of_minute.duration_max = of_minute.duration_max.max(duration);
            let index = bucket(duration);
            match of_minute.buckets.binary_search_by_key(&index, |bucket| bucket.0) {
                Ok(at) => of_minute.buckets[at].1 += weight,
                Err(at) => of_minute.buckets.insert(at, (index, weight)),
            }
            row += 1;
        }
    }
    minutes.list
}

/// Finds the row of a span, and keeps the number of series within bounds.
struct Minutes {
    list: Vec<Minute>,
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
    fn of(&mut self, minute: u32, series: Series) -> &mut Minute {
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
            list.push(Minute {
                minute,
                series,
                calls: 0.0,
                rows: 0,
                errors: 0.0,
                duration_sum: 0.0,
                duration_max: 0,
                buckets: Vec::new(),
            });
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
