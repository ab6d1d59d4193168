//! One table of log records: its columns, and a record's way into them.

use crate::attributes::Attributes;
use crate::block::{Block, Columns};
use crate::columns::{
    Column as _, DateTime64Nanos, Fixed, HexIds, Lc, Marks, Part, Runs, Strings, Text, TextBuffer, Undo,
};
use crate::groups::Groups;
use crate::limits::Limits;
use crate::refusal::{Fault, Reason};
use crate::request::{Outcome, Request, Settled, nanos};
use crate::rollup::ToldGap;
use crate::rollup::told::{self, told_gap};
use crate::rows;
use crate::tables::Table;
use crate::value::{Any, check_length};
use crate::wire::{self, Malformed, Reader, Singular};

const TIME: u32 = wire::fixed64(1);
const SEVERITY_NUMBER: u32 = wire::varint(2);
const SEVERITY_TEXT: u32 = wire::len(3);
const BODY: u32 = wire::len(5);
const ATTRIBUTES: u32 = wire::len(6);
const DROPPED_ATTRIBUTES: u32 = wire::varint(7);
const FLAGS: u32 = wire::fixed32(8);
const TRACE_ID: u32 = wire::len(9);
const SPAN_ID: u32 = wire::len(10);
const OBSERVED_TIME: u32 = wire::fixed64(11);
const EVENT_NAME: u32 = wire::len(12);

/// The last severity that OTLP names, FATAL4. An unknown one reads as unspecified, as every unknown enum value does.
const SEVERITY_NUMBER_MAX: u32 = 24;

const WATCHED: &[&str] =
    &["camel.context.id", "camel.route.id", "camel.node.id", "camel.processor.id", "camel.exchange.id"];

rows! {
    /// The columns that each log record fills on its own.
    pub struct LogColumns {
        timestamp: Fixed<DateTime64Nanos> = "Timestamp",
        original_time: Fixed<u64> = "OrigTimeUnixNano",
        observed: Fixed<DateTime64Nanos> = "ObservedTimestamp",
        trace_id: HexIds<16> = "TraceId",
        span_id: HexIds<8> = "SpanId",
        flags: Fixed<u32> = "TraceFlags",
        severity_text: Lc = "SeverityText",
        severity_number: Fixed<u8> = "SeverityNumber",
        body: Strings = "Body",
        body_type: Lc = "BodyType",
        attributes: Attributes<Strings> = "LogAttributes",
        types: Lc = "LogAttributesTypes",
        event_name: Lc = "EventName",
        dropped_attributes: Fixed<u32> = "DroppedAttributesCount",
        camel_context: Lc = "CamelContext",
        camel_route: Lc = "CamelRoute",
        camel_node: Lc = "CamelNode",
        camel_exchange: Strings = "CamelExchange",
    }
}

/// Rows of one table of log records.
pub struct LogTable {
    table: &'static Table,
    pub resources: Runs,
    pub scopes: Runs,
    pub own: LogColumns,
    /// Room for a body's text and for the way back from a refused record.
    body_text: TextBuffer,
    marks: Marks,
}

/// A record's fields as they come, except the attributes, which go straight into their column.
#[derive(Default)]
struct LogRecord<'a> {
    time: u64,
    observed_time: u64,
    severity_number: u32,
    severity_text: Text<'a>,
    body: Singular<'a>,
    dropped_attributes: u32,
    flags: u32,
    trace_id: &'a [u8],
    span_id: &'a [u8],
    event_name: Text<'a>,
}

impl LogTable {
    pub fn new(table: &'static Table) -> Self {
        Self {
            table,
            resources: Runs::default(),
            scopes: Runs::default(),
            own: LogColumns { attributes: Attributes::default().watch(WATCHED), ..LogColumns::default() },
            body_text: TextBuffer::default(),
            marks: Marks::default(),
        }
    }

    /// Decodes a record and counts it. Nothing of it is left when it is refused.
    pub fn push(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        record: Reader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Malformed> {
        self.marks.clear();
        self.own.attributes.mark(&mut self.marks);
        match self.add(record, request, outcome) {
            Ok(()) => {
                self.resources.add(groups.resource);
                self.scopes.add(groups.scope);
                outcome.accepted += 1;
            }
            Err(Fault::Refused(reason)) => {
                self.own.attributes.rollback(&mut self.marks.undo());
                outcome.refuse(reason, 1);
            }
            Err(Fault::Malformed(malformed)) => return Err(malformed),
        }
        Ok(())
    }

    /// Reads a record; its attributes are in their column afterwards, not closed.
    fn read<'a>(&mut self, mut reader: Reader<'a>, limits: &Limits) -> Result<LogRecord<'a>, Fault> {
        let mut record = LogRecord::default();
        while let Some(tag) = reader.tag()? {
            match tag {
                TIME => record.time = reader.fixed64()?,
                OBSERVED_TIME => record.observed_time = reader.fixed64()?,
                SEVERITY_NUMBER => record.severity_number = reader.varint()? as u32,
                SEVERITY_TEXT => record.severity_text = checked_text(&mut reader, limits)?,
                BODY => record.body.add(reader.message()?),
                ATTRIBUTES => self.own.attributes.push(reader.message()?, limits)?,
                DROPPED_ATTRIBUTES => record.dropped_attributes = reader.varint()? as u32,
                FLAGS => record.flags = reader.fixed32()?,
                TRACE_ID => record.trace_id = reader.bytes()?,
                SPAN_ID => record.span_id = reader.bytes()?,
                EVENT_NAME => record.event_name = checked_text(&mut reader, limits)?,
                other => reader.skip(other)?,
            }
        }
        Ok(record)
    }

    /// Adds a record to all columns, or to none but the attributes, which the caller takes back.
    fn add(&mut self, reader: Reader<'_>, request: &Request<'_>, outcome: &mut Outcome) -> Result<(), Fault> {
        let record = self.read(reader, request.limits)?;
        let trace_id = HexIds::parse(record.trace_id).ok_or(Reason::TraceIdInvalid)?;
        let span_id = HexIds::parse(record.span_id).ok_or(Reason::SpanIdInvalid)?;
        let body = Any::read(record.body.reader())?;
        let (body_kind, body_text) = body.text(&mut self.body_text, request.limits)?;

        let gap = if record.event_name.bytes() == told::EVENT_NAME { told_gap(reader)? } else { None };

        let own = &mut self.own;
        own.body.push(body_text);
        own.body_type.push(body_kind.as_str().into());
        let settled = settle(&record, request, outcome);
        own.timestamp.push(settled.time);
        outcome.gaps.extend(gap.map(|gap| ToldGap { unix_ns: settled.time.cast_unsigned(), ..gap }));
        own.original_time.push(settled.original);
        own.observed.push(nanos(record.observed_time));
        own.trace_id.push(trace_id);
        own.span_id.push(span_id);
        own.flags.push(record.flags);
        own.severity_text.push(record.severity_text);
        let known = record.severity_number <= SEVERITY_NUMBER_MAX;
        own.severity_number.push(if known { record.severity_number as u8 } else { 0 });
        own.event_name.push(record.event_name);
        own.dropped_attributes.push(record.dropped_attributes);
        own.attributes.close();
        own.types.push(own.attributes.kinds());
        let watched = |key| own.attributes.watched(key);
        own.camel_context.push(watched(0).unwrap_or_default());
        own.camel_route.push(watched(1).unwrap_or_default());
        own.camel_node.push(watched(2).or(watched(3)).unwrap_or_default());
        own.camel_exchange.push(watched(4).unwrap_or_default());
        Ok(())
    }

    pub fn mark(&self, marks: &mut Marks) {
        self.resources.mark(marks);
        self.scopes.mark(marks);
        self.own.mark(marks);
    }

    pub fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.resources.rollback(undo);
        self.scopes.rollback(undo);
        self.own.rollback(undo);
    }

    pub fn rows(&self) -> usize {
        self.resources.rows()
    }

    pub fn bytes(&self) -> usize {
        self.resources.bytes() + self.scopes.bytes() + self.own.bytes()
    }

    /// The table's block. Resources and scopes are those of all tables.
    pub fn finish(self, resources: &Columns, scopes: &Columns) -> Block {
        let rows = self.rows();
        let sources = vec![
            (resources.clone(), self.resources.into_parts()),
            (scopes.clone(), self.scopes.into_parts()),
            (self.own.into_columns(), vec![Part::whole(rows)]),
        ];
        Block::assemble(self.table, rows, sources)
    }
}

/// The name of a record's event; empty where it has none.
pub fn event_name(mut record: Reader<'_>) -> Result<&[u8], Malformed> {
    let mut name = &b""[..];
    while let Some(tag) = record.tag()? {
        match tag {
            EVENT_NAME => name = record.bytes()?,
            other => record.skip(other)?,
        }
    }
    Ok(name)
}

/// A log record need not have a time of its own: it was observed at some time, or at least it came.
fn settle(record: &LogRecord<'_>, request: &Request<'_>, outcome: &mut Outcome) -> Settled {
    let sent = if record.time == 0 { record.observed_time } else { record.time };
    if sent == 0 {
        outcome.untimed = true;
        return Settled { time: nanos(request.received_unix_ns), original: 0, clamped: false };
    }
    let settled = request.settle(sent);
    outcome.clamped += u64::from(settled.clamped);
    settled
}

fn checked_text<'a>(reader: &mut Reader<'a>, limits: &Limits) -> Result<Text<'a>, Fault> {
    let text = reader.text()?;
    check_length(text, limits)?;
    Ok(text)
}
