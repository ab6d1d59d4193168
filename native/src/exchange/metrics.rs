//! A route's counters as OTLP metrics: cumulative, of every exchange. docs/camel-telemetry.md.

use super::Limits;
use super::out::Out;
use super::record::{Counts, Metrics};
use super::redaction::Gate;
use super::requests::{RECORDS, Ready, Source};
use crate::batch::Signal;
use crate::wire;

const NAME: u32 = wire::len(1);
const UNIT: u32 = wire::len(3);
const SUM: u32 = wire::len(7);
const EXPONENTIAL: u32 = wire::len(10);
const POINTS: u32 = wire::len(1);
const TEMPORALITY: u32 = wire::varint(2);
const CUMULATIVE: u64 = 2;
const MONOTONIC: u32 = wire::varint(3);

const NUMBER_START: u32 = wire::fixed64(2);
const NUMBER_TIME: u32 = wire::fixed64(3);
const NUMBER_INT: u32 = wire::fixed64(6);
const NUMBER_ATTRIBUTES: u32 = wire::len(7);

const HISTOGRAM_ATTRIBUTES: u32 = wire::len(1);
const HISTOGRAM_START: u32 = wire::fixed64(2);
const HISTOGRAM_TIME: u32 = wire::fixed64(3);
const HISTOGRAM_COUNT: u32 = wire::fixed64(4);
const HISTOGRAM_SUM: u32 = wire::fixed64(5);
const HISTOGRAM_SCALE: u32 = wire::varint(6);
const HISTOGRAM_ZEROS: u32 = wire::fixed64(7);
const HISTOGRAM_POSITIVE: u32 = wire::len(8);
const BUCKETS_OFFSET: u32 = wire::varint(1);
const BUCKETS_COUNTS: u32 = wire::len(2);
/// That of the agent's buckets, which are OpenTelemetry's.
const SCALE: i32 = 3;

#[derive(Clone, Copy)]
enum Form {
    Histogram,
    Sum,
    UpDown,
}

struct Kind {
    name: &'static str,
    unit: &'static str,
    form: Form,
}

const fn kind(name: &'static str, unit: &'static str, form: Form) -> Kind {
    Kind { name, unit, form }
}

const KINDS: [Kind; 7] = [
    kind("camel.route.duration", "ns", Form::Histogram),
    kind("camel.route.failures", "{exchange}", Form::Sum),
    kind("camel.route.inflight", "{exchange}", Form::UpDown),
    kind("camel.node.duration", "ns", Form::Histogram),
    kind("camel.node.failures", "{exchange}", Form::Sum),
    kind("camel.node.redeliveries", "{redelivery}", Form::Sum),
    kind("camel.node.inflight", "{exchange}", Form::UpDown),
];
const ROUTE: usize = 0;
const NODE: usize = 3;

/// Data points that are in no request yet, by metric.
pub struct Points {
    bytes_max: usize,
    points: [Out; KINDS.len()],
    count: u64,
}

/// What the points of one route or node share.
struct Place<'p> {
    time: (u64, u64),
    attributes: &'p [(&'static str, &'p str)],
}

impl Points {
    pub fn new(bytes_max: usize) -> Self {
        Self { bytes_max, points: Default::default(), count: 0 }
    }

    pub fn add(
        &mut self,
        metrics: &Metrics<'_>,
        gate: &mut Gate<'_>,
        limits: &Limits,
        (source, ready): (&Source, &mut Vec<Ready>),
    ) {
        let uri = metrics.from.map(|uri| gate.uri(uri)).unwrap_or_default();
        let time = (metrics.since, metrics.time);
        let (context, route) = (limits.value(metrics.context), limits.value(metrics.route));
        let attributes =
            [("camel.context.id", context), ("camel.route.id", route), ("camel.endpoint.uri", limits.value(&uri))];
        let of_route = if metrics.from.is_some() { &attributes[..] } else { &attributes[..2] };
        let counts = &metrics.counts;
        let place = Place { time, attributes: of_route };
        self.duration(ROUTE, &place, counts);
        self.failures(ROUTE + 1, &place, counts);
        self.number(ROUTE + 2, &place, None, in_flight(counts));
        for node in &metrics.nodes {
            self.make_room(source, ready);
            let attributes = [
                ("camel.context.id", context),
                ("camel.route.id", route),
                ("camel.node.id", limits.value(node.id)),
                ("camel.node.kind", limits.value(node.kind)),
            ];
            let place = Place { time, attributes: &attributes };
            self.duration(NODE, &place, &node.counts);
            self.failures(NODE + 1, &place, &node.counts);
            self.number(NODE + 2, &place, None, signed(node.counts.redelivered));
            self.number(NODE + 3, &place, None, in_flight(&node.counts));
        }
        self.make_room(source, ready);
    }

    pub fn finish(&mut self, source: &Source, ready: &mut Vec<Ready>) {
        if self.count == 0 {
            return;
        }
        let mut records = Out::default();
        for (kind, points) in KINDS.iter().zip(&mut self.points) {
            if !points.bytes.is_empty() {
                records.message(RECORDS, |out| kind.write(&points.bytes, out));
                points.bytes.clear();
            }
        }
        ready.push(source.request(Signal::Metrics, &records.bytes, self.count));
        self.count = 0;
    }

    fn make_room(&mut self, source: &Source, ready: &mut Vec<Ready>) {
        if self.points.iter().map(|points| points.bytes.len()).sum::<usize>() > self.bytes_max {
            self.finish(source, ready);
        }
    }

    fn failures(&mut self, metric: usize, place: &Place<'_>, counts: &Counts) {
        self.number(metric, place, Some(false), signed(counts.failed.saturating_sub(counts.handled)));
        self.number(metric, place, Some(true), signed(counts.handled));
    }

    fn number(&mut self, metric: usize, place: &Place<'_>, handled: Option<bool>, value: i64) {
        self.count += 1;
        self.points[metric].message(POINTS, |out| {
            out.fixed64(NUMBER_START, place.time.0);
            out.fixed64(NUMBER_TIME, place.time.1);
            out.fixed64(NUMBER_INT, value.cast_unsigned());
            place.write(NUMBER_ATTRIBUTES, out);
            if let Some(handled) = handled {
                out.bool(NUMBER_ATTRIBUTES, "camel.failure.handled", handled);
            }
        });
    }

    fn duration(&mut self, metric: usize, place: &Place<'_>, counts: &Counts) {
        self.count += 1;
        let first = counts.buckets.iter().map(|&(index, _)| index).min().unwrap_or_default();
        let last = counts.buckets.iter().map(|&(index, _)| index).max().unwrap_or_default();
        let mut dense = vec![0_u64; usize::from(last.abs_diff(first)) + 1];
        for &(index, count) in &counts.buckets {
            let bucket = &mut dense[usize::from(index.abs_diff(first))];
            *bucket = bucket.saturating_add(count);
        }
        let total = dense.iter().fold(0, |sum: u64, &count| sum.saturating_add(count));
        self.points[metric].message(POINTS, |out| {
            place.write(HISTOGRAM_ATTRIBUTES, out);
            out.fixed64(HISTOGRAM_START, place.time.0);
            out.fixed64(HISTOGRAM_TIME, place.time.1);
            out.fixed64(HISTOGRAM_COUNT, total);
            out.fixed64(HISTOGRAM_SUM, (counts.sum_ns as f64).to_bits());
            out.zigzag(HISTOGRAM_SCALE, SCALE);
            out.fixed64(HISTOGRAM_ZEROS, 0);
            if total > 0 {
                out.message(HISTOGRAM_POSITIVE, |out| {
                    out.zigzag(BUCKETS_OFFSET, i32::from(first));
                    out.message(BUCKETS_COUNTS, |out| dense.iter().for_each(|&count| out.number(count)));
                });
            }
        });
    }
}

impl Place<'_> {
    fn write(&self, tag: u32, out: &mut Out) {
        for (key, value) in self.attributes {
            out.text(tag, key, value);
        }
    }
}

impl Kind {
    fn write(&self, points: &[u8], out: &mut Out) {
        out.bytes(NAME, self.name.as_bytes());
        out.bytes(UNIT, self.unit.as_bytes());
        let data = if matches!(self.form, Form::Histogram) { EXPONENTIAL } else { SUM };
        out.message(data, |out| {
            out.bytes.extend_from_slice(points);
            out.varint(TEMPORALITY, CUMULATIVE);
            if matches!(self.form, Form::Sum) {
                out.varint(MONOTONIC, 1);
            }
        });
    }
}

fn in_flight(counts: &Counts) -> i64 {
    signed(counts.begun.saturating_sub(counts.ended))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
