//! Gaps that a sender tells of: log records with the event name `camelops.gap` (docs/camel-telemetry.md).

use crate::batch::Signal;
use crate::exchange::redaction::start_of;
use crate::value::Any;
use crate::wire::{self, Malformed, Reader};

pub const EVENT_NAME: &[u8] = b"camelops.gap";

const ATTRIBUTES: u32 = wire::len(6);
const KEY: u32 = wire::len(1);
const VALUE: u32 = wire::len(2);
/// Of a reason or detail: they are words and a sentence.
const TEXT_BYTES_MAX: usize = 256;

/// Records that were lost before they came here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldGap {
    pub unix_ns: u64,
    pub signal: Signal,
    pub reason: String,
    pub count: u64,
    pub detail: String,
}

/// Of a log record, but for its time. None when it does not say how many of what and why.
pub fn told_gap(mut record: Reader<'_>) -> Result<Option<ToldGap>, Malformed> {
    let (mut signal, mut reason, mut count, mut detail) = (None, None, None, String::new());
    while let Some(tag) = record.tag()? {
        if tag != ATTRIBUTES {
            record.skip(tag)?;
            continue;
        }
        let (key, value) = attribute(record.message()?)?;
        match (key, value) {
            (b"camelops.gap.signal", Any::String(text)) => {
                signal = Signal::ALL.iter().copied().find(|signal| signal.as_str().as_bytes() == text.bytes());
            }
            (b"camelops.gap.reason", Any::String(text)) => reason = Some(bounded(text.bytes())),
            (b"camelops.gap.count", Any::Int(number)) => count = u64::try_from(number).ok(),
            (b"camelops.gap.detail", Any::String(text)) => detail = bounded(text.bytes()),
            _ => {}
        }
    }
    let (Some(signal), Some(reason), Some(count)) = (signal, reason, count) else { return Ok(None) };
    Ok(Some(ToldGap { unix_ns: 0, signal, reason, count, detail }))
}

fn attribute(mut pair: Reader<'_>) -> Result<(&[u8], Any<'_>), Malformed> {
    let (mut key, mut value) = (&b""[..], Any::Empty);
    while let Some(tag) = pair.tag()? {
        match tag {
            KEY => key = pair.bytes()?,
            VALUE => value = Any::read(pair.message()?)?,
            other => pair.skip(other)?,
        }
    }
    Ok((key, value))
}

fn bounded(text: &[u8]) -> String {
    start_of(&String::from_utf8_lossy(text), TEXT_BYTES_MAX).to_owned()
}
