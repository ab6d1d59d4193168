//! Exemplars: examples of what a point was computed from, with the span they came from.

use super::values::Number;
use crate::attributes::Attributes;
use crate::columns::{Array, DateTime64Nanos, Fixed, HexIds, Strings};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason};
use crate::request::nanos;
use crate::rows;
use crate::wire::{self, Reader};

const TIME: u32 = wire::fixed64(2);
const AS_DOUBLE: u32 = wire::fixed64(3);
const SPAN_ID: u32 = wire::len(4);
const TRACE_ID: u32 = wire::len(5);
const AS_INT: u32 = wire::fixed64(6);
const ATTRIBUTES: u32 = wire::len(7);

rows! {
    pub struct ExemplarColumns {
        attributes: Array<Attributes<Strings>> = "Exemplars.FilteredAttributes",
        time: Array<Fixed<DateTime64Nanos>> = "Exemplars.TimeUnix",
        value: Array<Fixed<f64>> = "Exemplars.Value",
        span_id: Array<HexIds<8>> = "Exemplars.SpanId",
        trace_id: Array<HexIds<16>> = "Exemplars.TraceId",
    }
}

impl ExemplarColumns {
    /// Adds an exemplar to the open row.
    pub fn push(&mut self, mut reader: Reader<'_>, limits: &Limits) -> Result<(), Fault> {
        let (mut time, mut number) = (0, Number::None);
        let (mut span_id, mut trace_id): (&[u8], &[u8]) = (&[], &[]);
        while let Some(tag) = reader.tag()? {
            match tag {
                TIME => time = reader.fixed64()?,
                AS_DOUBLE => number = Number::Double(reader.double()?),
                AS_INT => number = Number::Int(reader.fixed64()?.cast_signed()),
                SPAN_ID => span_id = reader.bytes()?,
                TRACE_ID => trace_id = reader.bytes()?,
                ATTRIBUTES => self.attributes.items.push(reader.message()?, limits)?,
                other => reader.skip(other)?,
            }
        }
        let span_id = HexIds::parse(span_id).ok_or(Reason::ExemplarIdInvalid)?;
        let trace_id = HexIds::parse(trace_id).ok_or(Reason::ExemplarIdInvalid)?;
        self.attributes.items.close();
        self.time.items.push(nanos(time));
        self.value.items.push(number.double());
        self.span_id.items.push(span_id);
        self.trace_id.items.push(trace_id);
        Ok(())
    }

    /// Ends the row: it has the exemplars pushed since the row before.
    pub fn close(&mut self) {
        self.attributes.close();
        self.time.close();
        self.value.close();
        self.span_id.close();
        self.trace_id.close();
    }
}
