//! Spans to rows of `otel_traces`.

use crate::attributes::Attributes;
use crate::block::Block;
use crate::columns::{
    Array, Column, DateTime64Nanos, Fixed, HexIds, Lc, Marks, Part, Runs, Strings, Text, Undo, WordList, Words,
};
use crate::groups::{Groups, Records, Shared, push_request};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason, Stop};
use crate::request::{Outcome, Request, nanos};
use crate::rollup;
use crate::rows;
use crate::signal::SignalRows;
use crate::tables;
use crate::tracestate::adjusted_count;
use crate::value::check_length;
use crate::wire::{self, Malformed, Reader, Singular};

const TRACE_ID: u32 = wire::len(1);
const SPAN_ID: u32 = wire::len(2);
const TRACE_STATE: u32 = wire::len(3);
const PARENT_SPAN_ID: u32 = wire::len(4);
const NAME: u32 = wire::len(5);
const KIND: u32 = wire::varint(6);
const START: u32 = wire::fixed64(7);
const END: u32 = wire::fixed64(8);
const ATTRIBUTES: u32 = wire::len(9);
const DROPPED_ATTRIBUTES: u32 = wire::varint(10);
const EVENTS: u32 = wire::len(11);
const DROPPED_EVENTS: u32 = wire::varint(12);
const LINKS: u32 = wire::len(13);
const DROPPED_LINKS: u32 = wire::varint(14);
const STATUS: u32 = wire::len(15);
const FLAGS: u32 = wire::fixed32(16);

const EVENT_TIME: u32 = wire::fixed64(1);
const EVENT_NAME: u32 = wire::len(2);
const EVENT_ATTRIBUTES: u32 = wire::len(3);

const LINK_TRACE_ID: u32 = wire::len(1);
const LINK_SPAN_ID: u32 = wire::len(2);
const LINK_TRACE_STATE: u32 = wire::len(3);
const LINK_ATTRIBUTES: u32 = wire::len(4);

const STATUS_MESSAGE: u32 = wire::len(2);
const STATUS_CODE: u32 = wire::varint(3);

/// Span attributes that have a column of their own.
pub const CAMEL_KEYS: &[&str] =
    &["camel.context.id", "camel.route.id", "camel.node.id", "camel.processor.id", "camel.exchange.id"];
pub const CAMEL_CONTEXT: usize = 0;
pub const CAMEL_ROUTE: usize = 1;
pub const CAMEL_NODE: usize = 2;
pub const CAMEL_PROCESSOR: usize = 3;
pub const CAMEL_EXCHANGE: usize = 4;

/// By the number OTLP gives them.
pub enum SpanKind {}
impl WordList for SpanKind {
    const WORDS: &'static [&'static str] = &["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"];
}

/// By the number OTLP gives them.
pub enum StatusCode {}
impl WordList for StatusCode {
    const WORDS: &'static [&'static str] = &["Unset", "Ok", "Error"];
}
pub const STATUS_ERROR: u8 = 2;

rows! {
    pub struct SpanRows {
        timestamp: Fixed<DateTime64Nanos> = "Timestamp",
        original_time: Fixed<u64> = "OrigTimeUnixNano",
        trace_id: HexIds<16> = "TraceId",
        span_id: HexIds<8> = "SpanId",
        parent_span_id: HexIds<8> = "ParentSpanId",
        trace_state: Strings = "TraceState",
        name: Lc = "SpanName",
        kind: Words<SpanKind> = "SpanKind",
        attributes: Attributes<Strings> = "SpanAttributes",
        attribute_types: Lc = "SpanAttributesTypes",
        duration: Fixed<u64> = "Duration",
        status_code: Words<StatusCode> = "StatusCode",
        status_message: Strings = "StatusMessage",
        flags: Fixed<u32> = "Flags",
        sample_weight: Fixed<f64> = "SampleWeight",
        camel_context: Lc = "CamelContext",
        camel_route: Lc = "CamelRoute",
        camel_node: Lc = "CamelNode",
        camel_exchange: Strings = "CamelExchange",
        dropped_attributes: Fixed<u32> = "DroppedAttributesCount",
        dropped_events: Fixed<u32> = "DroppedEventsCount",
        dropped_links: Fixed<u32> = "DroppedLinksCount",
    }
}

rows! {
    pub struct EventRows {
        time: Array<Fixed<DateTime64Nanos>> = "Events.Timestamp",
        name: Array<Lc> = "Events.Name",
        attributes: Array<Attributes<Strings>> = "Events.Attributes",
    }
}

rows! {
    pub struct LinkRows {
        trace_id: Array<HexIds<16>> = "Links.TraceId",
        span_id: Array<HexIds<8>> = "Links.SpanId",
        trace_state: Array<Strings> = "Links.TraceState",
        attributes: Array<Attributes<Strings>> = "Links.Attributes",
    }
}

pub struct TraceRows {
    shared: Shared,
    resources: Runs,
    scopes: Runs,
    spans: SpanRows,
    events: EventRows,
    links: LinkRows,
    undo: SpanMarks,
}

/// Lengths before the span that is being read, of the columns that are filled before it is known to be accepted. Those
/// of events and links are taken when the first one comes, which for most spans is never.
#[derive(Default)]
struct SpanMarks {
    attributes: Marks,
    events: Marks,
    links: Marks,
}

/// The fields of a span that come one at a time.
#[derive(Default)]
struct Span<'a> {
    trace_id: &'a [u8],
    span_id: &'a [u8],
    parent_span_id: &'a [u8],
    trace_state: Text<'a>,
    name: Text<'a>,
    kind: u64,
    start: u64,
    end: u64,
    flags: u32,
    dropped_attributes: u32,
    dropped_events: u32,
    dropped_links: u32,
    status: Singular<'a>,
    has_events: bool,
    has_links: bool,
    link_id_invalid: bool,
}

impl Default for TraceRows {
    fn default() -> Self {
        Self {
            shared: Shared::default(),
            resources: Runs::default(),
            scopes: Runs::default(),
            spans: SpanRows { attributes: Attributes::default().watch(CAMEL_KEYS), ..SpanRows::default() },
            events: EventRows::default(),
            links: LinkRows::default(),
            undo: SpanMarks::default(),
        }
    }
}

impl TraceRows {
    /// Reads the fields; attributes, events and links go into their columns at once.
    fn read<'a>(&mut self, mut reader: Reader<'a>, span: &mut Span<'a>, limits: &Limits) -> Result<(), Fault> {
        while let Some(tag) = reader.tag()? {
            match tag {
                TRACE_ID => span.trace_id = reader.bytes()?,
                SPAN_ID => span.span_id = reader.bytes()?,
                TRACE_STATE => span.trace_state = reader.text()?,
                PARENT_SPAN_ID => span.parent_span_id = reader.bytes()?,
                NAME => span.name = reader.text()?,
                KIND => span.kind = reader.varint()?,
                START => span.start = reader.fixed64()?,
                END => span.end = reader.fixed64()?,
                ATTRIBUTES => self.spans.attributes.push(reader.message()?, limits)?,
                DROPPED_ATTRIBUTES => span.dropped_attributes = reader.varint()? as u32,
                EVENTS => {
                    if !std::mem::replace(&mut span.has_events, true) {
                        self.undo.events.clear();
                        self.events.mark(&mut self.undo.events);
                    }
                    self.read_event(reader.message()?, limits)?;
                }
                DROPPED_EVENTS => span.dropped_events = reader.varint()? as u32,
                LINKS => {
                    if !std::mem::replace(&mut span.has_links, true) {
                        self.undo.links.clear();
                        self.links.mark(&mut self.undo.links);
                    }
                    span.link_id_invalid |= !self.read_link(reader.message()?, limits)?;
                }
                DROPPED_LINKS => span.dropped_links = reader.varint()? as u32,
                STATUS => span.status.add(reader.message()?),
                FLAGS => span.flags = reader.fixed32()?,
                other => reader.skip(other)?,
            }
        }
        Ok(())
    }

    fn read_event(&mut self, mut reader: Reader<'_>, limits: &Limits) -> Result<(), Fault> {
        let (mut time, mut name) = (0, Text::default());
        if self.events.time.open_items() >= limits.events_max {
            return Err(Reason::EventsOverLimit.into());
        }
        while let Some(tag) = reader.tag()? {
            match tag {
                EVENT_TIME => time = reader.fixed64()?,
                EVENT_NAME => name = reader.text()?,
                EVENT_ATTRIBUTES => self.events.attributes.items.push(reader.message()?, limits)?,
                other => reader.skip(other)?,
            }
        }
        check_length(name, limits)?;
        self.events.time.items.push(nanos(time));
        self.events.name.items.push(name);
        self.events.attributes.items.close();
        Ok(())
    }

    /// Says whether the link's ids have a length they can have.
    fn read_link(&mut self, mut reader: Reader<'_>, limits: &Limits) -> Result<bool, Fault> {
        let (mut trace_id, mut span_id, mut trace_state): (&[u8], &[u8], _) = (&[], &[], Text::default());
        if self.links.trace_id.open_items() >= limits.links_max {
            return Err(Reason::LinksOverLimit.into());
        }
        while let Some(tag) = reader.tag()? {
            match tag {
                LINK_TRACE_ID => trace_id = reader.bytes()?,
                LINK_SPAN_ID => span_id = reader.bytes()?,
                LINK_TRACE_STATE => trace_state = reader.text()?,
                LINK_ATTRIBUTES => self.links.attributes.items.push(reader.message()?, limits)?,
                other => reader.skip(other)?,
            }
        }
        check_length(trace_state, limits)?;
        let (trace_id, span_id) = (HexIds::parse(trace_id), HexIds::parse(span_id));
        self.links.trace_id.items.push(trace_id.unwrap_or_default());
        self.links.span_id.items.push(span_id.unwrap_or_default());
        self.links.trace_state.items.push(trace_state);
        self.links.attributes.items.close();
        Ok(trace_id.is_some() && span_id.is_some())
    }

    /// Completes the row; says whether its time had to be replaced. Nothing is pushed when it is refused.
    fn push_span(&mut self, request: &Request<'_>, groups: Groups, span: &Span<'_>) -> Result<bool, Fault> {
        let limits = request.limits;
        let trace_id = HexIds::<16>::parse(span.trace_id).filter(|id| *id != [0; 16]).ok_or(Reason::TraceIdInvalid)?;
        let span_id = HexIds::<8>::parse(span.span_id).filter(|id| *id != [0; 8]).ok_or(Reason::SpanIdInvalid)?;
        let parent = HexIds::<8>::parse(span.parent_span_id).ok_or(Reason::ParentSpanIdInvalid)?;
        if span.link_id_invalid {
            return Err(Reason::LinkIdInvalid.into());
        }
        let mut status = span.status.reader();
        let (mut code, mut message) = (0, Text::default());
        while let Some(tag) = status.tag()? {
            match tag {
                STATUS_MESSAGE => message = status.text()?,
                STATUS_CODE => code = status.varint()?,
                other => status.skip(other)?,
            }
        }
        [span.name, span.trace_state, message].into_iter().try_for_each(|text| check_length(text, limits))?;
        let settled = request.settle(span.start);

        let rows = &mut self.spans;
        rows.timestamp.push(settled.time);
        rows.original_time.push(settled.original);
        rows.trace_id.push(trace_id);
        rows.span_id.push(span_id);
        rows.parent_span_id.push(parent);
        rows.trace_state.push(span.trace_state);
        rows.name.push(span.name);
        rows.kind.push(span.kind as usize);
        rows.attributes.close();
        rows.attribute_types.push(rows.attributes.kinds());
        rows.duration.push(span.end.saturating_sub(span.start));
        rows.status_code.push(code as usize);
        rows.status_message.push(message);
        rows.flags.push(span.flags);
        rows.sample_weight.push(if span.trace_state.is_empty() { 1.0 } else { adjusted_count(span.trace_state) });
        let camel = |key| rows.attributes.watched(key);
        rows.camel_context.push(camel(CAMEL_CONTEXT).unwrap_or_default());
        rows.camel_route.push(camel(CAMEL_ROUTE).unwrap_or_default());
        rows.camel_node.push(camel(CAMEL_NODE).or(camel(CAMEL_PROCESSOR)).unwrap_or_default());
        rows.camel_exchange.push(camel(CAMEL_EXCHANGE).unwrap_or_default());
        rows.dropped_attributes.push(span.dropped_attributes);
        rows.dropped_events.push(span.dropped_events);
        rows.dropped_links.push(span.dropped_links);

        self.events.time.close();
        self.events.name.close();
        self.events.attributes.close();
        self.links.trace_id.close();
        self.links.span_id.close();
        self.links.trace_state.close();
        self.links.attributes.close();
        self.resources.add(groups.resource);
        self.scopes.add(groups.scope);
        Ok(settled.clamped)
    }
}

impl Records for TraceRows {
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
        let mut span = Span::default();
        self.undo.attributes.clear();
        self.spans.attributes.mark(&mut self.undo.attributes);
        let read = self.read(record, &mut span, request.limits);
        match read.and_then(|()| self.push_span(request, groups, &span)) {
            Ok(clamped) => {
                outcome.accepted += 1;
                outcome.clamped += u64::from(clamped);
            }
            Err(Fault::Refused(reason)) => {
                outcome.refuse(reason, 1);
                self.spans.attributes.rollback(&mut self.undo.attributes.undo());
                if span.has_events {
                    self.events.rollback(&mut self.undo.events.undo());
                }
                if span.has_links {
                    self.links.rollback(&mut self.undo.links.undo());
                }
            }
            Err(Fault::Malformed(malformed)) => return Err(malformed),
        }
        Ok(())
    }
}

impl SignalRows for TraceRows {
    fn push(&mut self, request: &Request<'_>, body: &[u8], outcome: &mut Outcome) -> Result<(), Stop> {
        push_request(self, request, body, outcome)
    }

    fn mark(&self, marks: &mut Marks) {
        self.shared.mark(marks);
        self.resources.mark(marks);
        self.scopes.mark(marks);
        self.spans.mark(marks);
        self.events.mark(marks);
        self.links.mark(marks);
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.shared.rollback(undo);
        self.resources.rollback(undo);
        self.scopes.rollback(undo);
        self.spans.rollback(undo);
        self.events.rollback(undo);
        self.links.rollback(undo);
    }

    fn rows(&self) -> usize {
        self.spans.timestamp.rows()
    }

    fn bytes(&self) -> usize {
        let shared = self.shared.bytes() + self.resources.bytes() + self.scopes.bytes();
        shared + self.spans.bytes() + self.events.bytes() + self.links.bytes()
    }

    fn finish(self: Box<Self>, limits: &Limits) -> Vec<Block> {
        let rows = self.rows();
        let rollups = rollup::of_traces(&self.spans, &self.shared, &self.resources, &self.scopes, limits);
        let whole = || vec![Part::whole(rows)];
        let sources = vec![
            (self.shared.resources.into_columns(), self.resources.into_parts()),
            (self.shared.scopes.into_columns(), self.scopes.into_parts()),
            (self.spans.into_columns(), whole()),
            (self.events.into_columns(), whole()),
            (self.links.into_columns(), whole()),
        ];
        std::iter::once(Block::assemble(&tables::TRACES, rows, sources)).chain(rollups).collect()
    }
}
