//! The fields of a log record.

use crate::wire;

pub const TIME: u32 = wire::fixed64(1);
pub const SEVERITY: u32 = wire::varint(2);
pub const SEVERITY_TEXT: u32 = wire::len(3);
pub const BODY: u32 = wire::len(5);
pub const ATTRIBUTES: u32 = wire::len(6);
pub const DROPPED_ATTRIBUTES: u32 = wire::varint(7);
pub const TRACE_ID: u32 = wire::len(9);
pub const SPAN_ID: u32 = wire::len(10);
pub const OBSERVED: u32 = wire::fixed64(11);
pub const EVENT_NAME: u32 = wire::len(12);
