//! What every data point has, and the table of the points of one kind.

use super::Metric;
use super::exemplars::ExemplarColumns;
use super::series::Series;
use crate::attributes::Attributes;
use crate::block::{Block, Columns};
use crate::columns::{Column as _, DateTime64Nanos, Fixed, Group, Lc, Marks, Part, Runs, Undo, narrow};
use crate::groups::{Groups, Shared};
use crate::refusal::{Fault, Reason};
use crate::request::{Request, nanos};
use crate::rollup::Contexts;
use crate::rollup::suggestions::{Source, Suggestions};
use crate::rows;
use crate::tables::Table;
use crate::wire::{self, Malformed, Reader};

const START_TIME: u32 = wire::fixed64(2);
const TIME: u32 = wire::fixed64(3);

/// Exemplars of one point. SDKs keep one per bucket at most.
const EXEMPLARS_MAX: usize = 1024;

/// Where the kinds of points differ in what they all have.
pub struct PointFields {
    pub attributes: u32,
    pub flags: u32,
    /// `None` for summaries.
    pub exemplars: Option<u32>,
}

/// What a kind of point has beyond the others: read field by field, checked, then pushed. One value is used for all
/// points of a table, so that lists keep their room.
pub trait PointValue: Default {
    type Columns: ValueColumns;
    const FIELDS: PointFields;
    const TABLE: &'static Table;

    /// Back to a point that has nothing.
    fn clear(&mut self);

    /// Reads a field, or passes over one that is none of this kind.
    fn read(&mut self, tag: u32, reader: &mut Reader<'_>) -> Result<(), Malformed>;

    fn check(&self, flags: u32) -> Result<(), Reason>;

    fn push(&self, metric: &Metric<'_>, columns: &mut Self::Columns);
}

/// What the [`rows!`](crate::rows) macro gives, as a trait. [`value_columns!`](super::values) implements it.
pub trait ValueColumns: Default {
    fn mark(&self, marks: &mut Marks);
    fn rollback(&mut self, undo: &mut Undo<'_>);
    fn bytes(&self) -> usize;
    fn into_columns(self) -> Columns;
}

rows! {
    /// What the points of a metric share, one row for each metric.
    pub struct MetricColumns {
        name: Lc = "MetricName",
        description: Lc = "MetricDescription",
        unit: Lc = "MetricUnit",
    }
}

rows! {
    pub struct PointColumns {
        attributes: Attributes<Lc> = "Attributes",
        types: Lc = "AttributesTypes",
        start_time: Fixed<DateTime64Nanos> = "StartTimeUnix",
        time: Fixed<DateTime64Nanos> = "TimeUnix",
        original_time: Fixed<u64> = "OrigTimeUnixNano",
        flags: Fixed<u32> = "Flags",
        series: Fixed<u64> = "SeriesId",
    }
}

/// The points of one kind.
#[derive(Default)]
pub struct PointTable<V: PointValue> {
    resources: Runs,
    scopes: Runs,
    metrics: Runs,
    heads: MetricColumns,
    /// The row of the metric that is being read, once it has a point that was accepted.
    head: Option<Group>,
    points: PointColumns,
    values: V::Columns,
    exemplars: ExemplarColumns,
    /// The value of the point that is being read.
    value: V,
    attribute_marks: Marks,
    exemplar_marks: Marks,
}

/// The fields of a point that come one at a time.
#[derive(Default)]
struct Point {
    start_time: u64,
    time: u64,
    flags: u32,
    exemplars: usize,
}

impl MetricColumns {
    fn push(&mut self, metric: &Metric<'_>) -> Group {
        self.name.push(metric.name);
        self.description.push(metric.description);
        self.unit.push(metric.unit);
        Group { row: narrow(self.name.rows() - 1), elements: 0 }
    }
}

impl<V: PointValue> PointTable<V> {
    /// To be called before the points of a metric.
    pub fn enter(&mut self) {
        self.head = None;
    }

    /// Decodes a point; says whether its time was replaced. Nothing of it is left when it is refused.
    pub fn push(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        metric: &Metric<'_>,
        reader: Reader<'_>,
        series: &mut Series,
    ) -> Result<bool, Fault> {
        self.attribute_marks.clear();
        self.points.attributes.mark(&mut self.attribute_marks);
        self.value.clear();
        let mut point = Point::default();
        let read = self.read(request, reader, &mut point).and_then(|()| Ok(self.value.check(point.flags)?));
        if let Err(fault) = read {
            self.points.attributes.rollback(&mut self.attribute_marks.undo());
            if point.exemplars > 0 {
                self.exemplars.rollback(&mut self.exemplar_marks.undo());
            }
            return Err(fault);
        }

        let settled = request.settle(point.time);
        let points = &mut self.points;
        points.attributes.close();
        points.types.push(points.attributes.kinds());
        points.start_time.push(nanos(point.start_time));
        points.time.push(settled.time);
        points.original_time.push(settled.original);
        points.flags.push(point.flags);
        points.series.push(series.id(&points.attributes));
        self.value.push(metric, &mut self.values);
        self.exemplars.close();
        self.resources.add(groups.resource);
        self.scopes.add(groups.scope);
        let head = match self.head {
            Some(head) => head,
            None => *self.head.insert(self.heads.push(metric)),
        };
        self.metrics.add(head);
        Ok(settled.clamped)
    }

    /// Reads the fields; attributes and exemplars go into their columns at once.
    fn read(&mut self, request: &Request<'_>, mut reader: Reader<'_>, point: &mut Point) -> Result<(), Fault> {
        while let Some(tag) = reader.tag()? {
            match tag {
                START_TIME => point.start_time = reader.fixed64()?,
                TIME => point.time = reader.fixed64()?,
                _ if tag == V::FIELDS.attributes => self.points.attributes.push(reader.message()?, request.limits)?,
                _ if tag == V::FIELDS.flags => point.flags = reader.varint()? as u32,
                _ if Some(tag) == V::FIELDS.exemplars => {
                    if point.exemplars == 0 {
                        self.exemplar_marks.clear();
                        self.exemplars.mark(&mut self.exemplar_marks);
                    }
                    point.exemplars += 1;
                    if point.exemplars > EXEMPLARS_MAX {
                        return Err(Reason::ExemplarsOverLimit.into());
                    }
                    self.exemplars.push(reader.message()?, request.limits)?;
                }
                _ => self.value.read(tag, &mut reader)?,
            }
        }
        Ok(())
    }

    pub fn mark(&self, marks: &mut Marks) {
        self.resources.mark(marks);
        self.scopes.mark(marks);
        self.metrics.mark(marks);
        self.heads.mark(marks);
        self.points.mark(marks);
        self.values.mark(marks);
        self.exemplars.mark(marks);
    }

    pub fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.resources.rollback(undo);
        self.scopes.rollback(undo);
        self.metrics.rollback(undo);
        self.heads.rollback(undo);
        self.points.rollback(undo);
        self.values.rollback(undo);
        self.exemplars.rollback(undo);
    }

    pub fn rows(&self) -> usize {
        self.resources.rows()
    }

    pub fn bytes(&self) -> usize {
        self.resources.bytes()
            + self.scopes.bytes()
            + self.metrics.bytes()
            + self.heads.bytes()
            + self.points.bytes()
            + self.values.bytes()
            + self.exemplars.bytes()
    }

    /// Suggests the attributes and the metric's name of each point. `head_of` is that of each resource.
    pub fn suggest(
        &self,
        shared: &Shared,
        head_of: &[u32],
        contexts: &mut Contexts,
        suggestions: &mut Suggestions<'_>,
    ) {
        let rows = contexts.of_rows(head_of, &self.resources, self.points.time.values());
        suggestions.add_groups(Source::Resource, shared.resources.attributes.map(), &self.resources, &rows);
        suggestions.add_groups(Source::Scope, shared.scopes.attributes.map(), &self.scopes, &rows);
        suggestions.add_names(&self.heads.name, &self.metrics, &rows);
        suggestions.add_rows(Source::Metric, self.points.attributes.map(), &rows);
    }

    /// The table's block. Resources and scopes are those of all tables.
    pub fn finish(self, resources: &Columns, scopes: &Columns) -> Block {
        let rows = self.rows();
        let whole = || vec![Part::whole(rows)];
        let mut sources = vec![
            (resources.clone(), self.resources.into_parts()),
            (scopes.clone(), self.scopes.into_parts()),
            (self.heads.into_columns(), self.metrics.into_parts()),
            (self.points.into_columns(), whole()),
            (self.values.into_columns(), whole()),
        ];
        if V::FIELDS.exemplars.is_some() {
            sources.push((self.exemplars.into_columns(), whole()));
        }
        Block::assemble(V::TABLE, rows, sources)
    }
}
