//! What each kind of metric stores about a point.

use super::Metric;
use super::points::{PointFields, PointValue, ValueColumns};
use crate::block::Columns;
use crate::columns::{Array, Bool, Fixed, Marks, Undo};
use crate::refusal::Reason;
use crate::rows;
use crate::tables::{self, Table};
use crate::wire::{self, Malformed, Reader};

/// Flag of a point: nothing was recorded, so a value is not expected.
const NO_RECORDED_VALUE: u32 = 1;

/// Buckets of one side of a histogram. SDKs use up to 160; the bound keeps a point from owning the batch.
const BUCKETS_MAX: usize = 16_384;
/// Quantiles of one summary.
const QUANTILES_MAX: usize = 1024;

/// A number that came as integer or double, or did not come.
#[derive(Clone, Copy, Default)]
pub enum Number {
    #[default]
    None,
    Int(i64),
    Double(f64),
}

impl Number {
    pub fn double(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Int(value) => value as f64,
            Self::Double(value) => value,
        }
    }
}

/// A `repeated` field of 64-bit numbers: packed, or one by one, which readers must take, too.
fn fixed64_list(tag: u32, reader: &mut Reader<'_>, into: &mut Vec<u64>) -> Result<(), Malformed> {
    if tag & 7 == wire::fixed64(0) {
        into.push(reader.fixed64()?);
        return Ok(());
    }
    let mut list = reader.message()?;
    while !list.is_empty() {
        into.push(list.fixed64()?);
    }
    Ok(())
}

fn varint_list(tag: u32, reader: &mut Reader<'_>, into: &mut Vec<u64>) -> Result<(), Malformed> {
    if tag & 7 == wire::varint(0) {
        into.push(reader.varint()?);
        return Ok(());
    }
    let mut list = reader.message()?;
    while !list.is_empty() {
        into.push(list.varint()?);
    }
    Ok(())
}

fn double_list(tag: u32, reader: &mut Reader<'_>, into: &mut Vec<f64>) -> Result<(), Malformed> {
    if tag & 7 == wire::fixed64(0) {
        into.push(reader.double()?);
        return Ok(());
    }
    let mut list = reader.message()?;
    while !list.is_empty() {
        into.push(list.double()?);
    }
    Ok(())
}

fn zigzag(value: u64) -> i32 {
    let low = value as u32;
    (low >> 1).cast_signed() ^ -(low & 1).cast_signed()
}

/// A double that may be absent: 0 and a column that says so.
fn push_optional(value: Option<f64>, values: &mut Fixed<f64>, has: &mut Fixed<u8>) {
    values.push(value.unwrap_or_default());
    has.push(u8::from(value.is_some()));
}

macro_rules! value_columns {
    ($($columns:ident),*) => {$(
        impl ValueColumns for $columns {
            fn mark(&self, marks: &mut Marks) {
                $columns::mark(self, marks);
            }
            fn rollback(&mut self, undo: &mut Undo<'_>) {
                $columns::rollback(self, undo);
            }
            fn bytes(&self) -> usize {
                $columns::bytes(self)
            }
            fn into_columns(self) -> Columns {
                $columns::into_columns(self)
            }
        }
    )*};
}
value_columns!(GaugeColumns, SumColumns, HistogramColumns, ExponentialColumns, SummaryColumns);

rows! {
    pub struct GaugeColumns {
        value: Fixed<f64> = "Value",
        int_value: Fixed<i64> = "IntValue",
        is_int: Fixed<u8> = "IsInt",
    }
}

rows! {
    pub struct SumColumns {
        value: Fixed<f64> = "Value",
        int_value: Fixed<i64> = "IntValue",
        is_int: Fixed<u8> = "IsInt",
        temporality: Fixed<i32> = "AggregationTemporality",
        monotonic: Fixed<Bool> = "IsMonotonic",
    }
}

rows! {
    pub struct HistogramColumns {
        count: Fixed<u64> = "Count",
        sum: Fixed<f64> = "Sum",
        has_sum: Fixed<u8> = "HasSum",
        bucket_counts: Array<Fixed<u64>> = "BucketCounts",
        explicit_bounds: Array<Fixed<f64>> = "ExplicitBounds",
        min: Fixed<f64> = "Min",
        has_min: Fixed<u8> = "HasMin",
        max: Fixed<f64> = "Max",
        has_max: Fixed<u8> = "HasMax",
        temporality: Fixed<i32> = "AggregationTemporality",
    }
}

rows! {
    pub struct ExponentialColumns {
        count: Fixed<u64> = "Count",
        sum: Fixed<f64> = "Sum",
        has_sum: Fixed<u8> = "HasSum",
        scale: Fixed<i32> = "Scale",
        zero_count: Fixed<u64> = "ZeroCount",
        zero_threshold: Fixed<f64> = "ZeroThreshold",
        positive_offset: Fixed<i32> = "PositiveOffset",
        positive_counts: Array<Fixed<u64>> = "PositiveBucketCounts",
        negative_offset: Fixed<i32> = "NegativeOffset",
        negative_counts: Array<Fixed<u64>> = "NegativeBucketCounts",
        min: Fixed<f64> = "Min",
        has_min: Fixed<u8> = "HasMin",
        max: Fixed<f64> = "Max",
        has_max: Fixed<u8> = "HasMax",
        temporality: Fixed<i32> = "AggregationTemporality",
    }
}

rows! {
    pub struct SummaryColumns {
        count: Fixed<u64> = "Count",
        sum: Fixed<f64> = "Sum",
        quantiles: Array<Fixed<f64>> = "ValueAtQuantiles.Quantile",
        values: Array<Fixed<f64>> = "ValueAtQuantiles.Value",
    }
}

const NUMBER_FIELDS: PointFields =
    PointFields { attributes: wire::len(7), flags: wire::varint(8), exemplars: Some(wire::len(5)) };

impl Number {
    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        const AS_DOUBLE: u32 = wire::fixed64(4);
        const AS_INT: u32 = wire::fixed64(6);
        match tag {
            AS_DOUBLE => *self = Self::Double(reader.double()?),
            AS_INT => *self = Self::Int(reader.fixed64()?.cast_signed()),
            other => reader.skip(other)?,
        }
        Ok(())
    }

    fn check(self, flags: u32) -> Result<(), Reason> {
        let missing = matches!(self, Self::None) && flags & NO_RECORDED_VALUE == 0;
        if missing { Err(Reason::PointWithoutValue) } else { Ok(()) }
    }

    fn push(self, value: &mut Fixed<f64>, int_value: &mut Fixed<i64>, is_int: &mut Fixed<u8>) {
        value.push(self.double());
        int_value.push(if let Self::Int(value) = self { value } else { 0 });
        is_int.push(u8::from(matches!(self, Self::Int(_))));
    }
}

#[derive(Default)]
pub struct Gauge(Number);

impl PointValue for Gauge {
    type Columns = GaugeColumns;
    const FIELDS: PointFields = NUMBER_FIELDS;
    const TABLE: &'static Table = &tables::GAUGE;

    fn clear(&mut self) {
        self.0 = Number::None;
    }

    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        self.0.read(tag, reader)
    }

    fn check(&self, flags: u32) -> Result<(), Reason> {
        self.0.check(flags)
    }

    fn push(&self, _metric: &Metric<'_>, columns: &mut GaugeColumns) {
        self.0.push(&mut columns.value, &mut columns.int_value, &mut columns.is_int);
    }
}

#[derive(Default)]
pub struct Sum(Number);

impl PointValue for Sum {
    type Columns = SumColumns;
    const FIELDS: PointFields = NUMBER_FIELDS;
    const TABLE: &'static Table = &tables::SUM;

    fn clear(&mut self) {
        self.0 = Number::None;
    }

    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        self.0.read(tag, reader)
    }

    fn check(&self, flags: u32) -> Result<(), Reason> {
        self.0.check(flags)
    }

    fn push(&self, metric: &Metric<'_>, columns: &mut SumColumns) {
        self.0.push(&mut columns.value, &mut columns.int_value, &mut columns.is_int);
        columns.temporality.push(metric.temporality);
        columns.monotonic.push(u8::from(metric.monotonic));
    }
}

#[derive(Default)]
pub struct Histogram {
    count: u64,
    sum: Option<f64>,
    bucket_counts: Vec<u64>,
    explicit_bounds: Vec<f64>,
    min: Option<f64>,
    max: Option<f64>,
}

impl PointValue for Histogram {
    type Columns = HistogramColumns;
    const FIELDS: PointFields =
        PointFields { attributes: wire::len(9), flags: wire::varint(10), exemplars: Some(wire::len(8)) };
    const TABLE: &'static Table = &tables::HISTOGRAM;

    fn clear(&mut self) {
        self.bucket_counts.clear();
        self.explicit_bounds.clear();
        (self.count, self.sum, self.min, self.max) = (0, None, None, None);
    }

    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        const COUNT: u32 = wire::fixed64(4);
        const SUM: u32 = wire::fixed64(5);
        const BUCKET_COUNTS: u32 = wire::len(6);
        const BUCKET_COUNT: u32 = wire::fixed64(6);
        const EXPLICIT_BOUNDS: u32 = wire::len(7);
        const EXPLICIT_BOUND: u32 = wire::fixed64(7);
        const MIN: u32 = wire::fixed64(11);
        const MAX: u32 = wire::fixed64(12);
        match tag {
            COUNT => self.count = reader.fixed64()?,
            SUM => self.sum = Some(reader.double()?),
            BUCKET_COUNTS | BUCKET_COUNT => fixed64_list(tag, reader, &mut self.bucket_counts)?,
            EXPLICIT_BOUNDS | EXPLICIT_BOUND => double_list(tag, reader, &mut self.explicit_bounds)?,
            MIN => self.min = Some(reader.double()?),
            MAX => self.max = Some(reader.double()?),
            other => reader.skip(other)?,
        }
        Ok(())
    }

    /// A bound between each two buckets, or neither: that is a histogram of count and sum alone.
    fn check(&self, _flags: u32) -> Result<(), Reason> {
        let (buckets, bounds) = (self.bucket_counts.len(), self.explicit_bounds.len());
        if buckets > BUCKETS_MAX {
            Err(Reason::BucketsOverLimit)
        } else if (buckets, bounds) == (0, 0) || buckets == bounds + 1 {
            Ok(())
        } else {
            Err(Reason::BucketsInconsistent)
        }
    }

    fn push(&self, metric: &Metric<'_>, columns: &mut HistogramColumns) {
        columns.count.push(self.count);
        push_optional(self.sum, &mut columns.sum, &mut columns.has_sum);
        columns.bucket_counts.items.extend(&self.bucket_counts);
        columns.bucket_counts.close();
        columns.explicit_bounds.items.extend(&self.explicit_bounds);
        columns.explicit_bounds.close();
        push_optional(self.min, &mut columns.min, &mut columns.has_min);
        push_optional(self.max, &mut columns.max, &mut columns.has_max);
        columns.temporality.push(metric.temporality);
    }
}

/// One side of an exponential histogram. Pieces of it on the wire merge as they are read: the last offset stands, the
/// counts follow each other.
#[derive(Default)]
struct Buckets {
    offset: i32,
    counts: Vec<u64>,
}

impl Buckets {
    fn clear(&mut self) {
        self.offset = 0;
        self.counts.clear();
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Malformed> {
        const OFFSET: u32 = wire::varint(1);
        const COUNTS: u32 = wire::len(2);
        const COUNT: u32 = wire::varint(2);
        while let Some(tag) = reader.tag()? {
            match tag {
                OFFSET => self.offset = zigzag(reader.varint()?),
                COUNTS | COUNT => varint_list(tag, &mut reader, &mut self.counts)?,
                other => reader.skip(other)?,
            }
        }
        Ok(())
    }
}

#[derive(Default)]
pub struct ExponentialHistogram {
    count: u64,
    sum: Option<f64>,
    scale: i32,
    zero_count: u64,
    zero_threshold: f64,
    positive: Buckets,
    negative: Buckets,
    min: Option<f64>,
    max: Option<f64>,
}

impl PointValue for ExponentialHistogram {
    type Columns = ExponentialColumns;
    const FIELDS: PointFields =
        PointFields { attributes: wire::len(1), flags: wire::varint(10), exemplars: Some(wire::len(11)) };
    const TABLE: &'static Table = &tables::EXPONENTIAL_HISTOGRAM;

    fn clear(&mut self) {
        self.positive.clear();
        self.negative.clear();
        (self.count, self.sum, self.scale, self.zero_count, self.zero_threshold) = (0, None, 0, 0, 0.0);
        (self.min, self.max) = (None, None);
    }

    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        const COUNT: u32 = wire::fixed64(4);
        const SUM: u32 = wire::fixed64(5);
        const SCALE: u32 = wire::varint(6);
        const ZERO_COUNT: u32 = wire::fixed64(7);
        const POSITIVE: u32 = wire::len(8);
        const NEGATIVE: u32 = wire::len(9);
        const MIN: u32 = wire::fixed64(12);
        const MAX: u32 = wire::fixed64(13);
        const ZERO_THRESHOLD: u32 = wire::fixed64(14);
        match tag {
            COUNT => self.count = reader.fixed64()?,
            SUM => self.sum = Some(reader.double()?),
            SCALE => self.scale = zigzag(reader.varint()?),
            ZERO_COUNT => self.zero_count = reader.fixed64()?,
            POSITIVE => self.positive.read(reader.message()?)?,
            NEGATIVE => self.negative.read(reader.message()?)?,
            MIN => self.min = Some(reader.double()?),
            MAX => self.max = Some(reader.double()?),
            ZERO_THRESHOLD => self.zero_threshold = reader.double()?,
            other => reader.skip(other)?,
        }
        Ok(())
    }

    fn check(&self, _flags: u32) -> Result<(), Reason> {
        let widest = self.positive.counts.len().max(self.negative.counts.len());
        if widest > BUCKETS_MAX { Err(Reason::BucketsOverLimit) } else { Ok(()) }
    }

    fn push(&self, metric: &Metric<'_>, columns: &mut ExponentialColumns) {
        columns.count.push(self.count);
        push_optional(self.sum, &mut columns.sum, &mut columns.has_sum);
        columns.scale.push(self.scale);
        columns.zero_count.push(self.zero_count);
        columns.zero_threshold.push(self.zero_threshold);
        columns.positive_offset.push(self.positive.offset);
        columns.positive_counts.items.extend(&self.positive.counts);
        columns.positive_counts.close();
        columns.negative_offset.push(self.negative.offset);
        columns.negative_counts.items.extend(&self.negative.counts);
        columns.negative_counts.close();
        push_optional(self.min, &mut columns.min, &mut columns.has_min);
        push_optional(self.max, &mut columns.max, &mut columns.has_max);
        columns.temporality.push(metric.temporality);
    }
}

#[derive(Default)]
pub struct Summary {
    count: u64,
    sum: f64,
    quantiles: Vec<f64>,
    values: Vec<f64>,
}

impl PointValue for Summary {
    type Columns = SummaryColumns;
    const FIELDS: PointFields = PointFields { attributes: wire::len(7), flags: wire::varint(8), exemplars: None };
    const TABLE: &'static Table = &tables::SUMMARY;

    fn clear(&mut self) {
        self.quantiles.clear();
        self.values.clear();
        (self.count, self.sum) = (0, 0.0);
    }

    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        const COUNT: u32 = wire::fixed64(4);
        const SUM: u32 = wire::fixed64(5);
        const QUANTILE_VALUES: u32 = wire::len(6);
        const QUANTILE: u32 = wire::fixed64(1);
        const VALUE: u32 = wire::fixed64(2);
        match tag {
            COUNT => self.count = reader.fixed64()?,
            SUM => self.sum = reader.double()?,
            QUANTILE_VALUES => {
                let (mut quantile, mut value) = (0.0, 0.0);
                let mut pair = reader.message()?;
                while let Some(tag) = pair.tag()? {
                    match tag {
                        QUANTILE => quantile = pair.double()?,
                        VALUE => value = pair.double()?,
                        other => pair.skip(other)?,
                    }
                }
                self.quantiles.push(quantile);
                self.values.push(value);
            }
            other => reader.skip(other)?,
        }
        Ok(())
    }

    fn check(&self, _flags: u32) -> Result<(), Reason> {
        if self.quantiles.len() > QUANTILES_MAX { Err(Reason::QuantilesOverLimit) } else { Ok(()) }
    }

    fn push(&self, _metric: &Metric<'_>, columns: &mut SummaryColumns) {
        columns.count.push(self.count);
        columns.sum.push(self.sum);
        columns.quantiles.items.extend(&self.quantiles);
        columns.quantiles.close();
        columns.values.items.extend(&self.values);
        columns.values.close();
    }
}
