//! What is in a record of each type: docs/formats/ring.md. Everything borrows from the payload.

use super::payload::{Malformed, Payload, text_of};

pub const METRICS: u8 = 1;
pub const EXCHANGE: u8 = 2;
pub const MODEL: u8 = 3;

/// The thresholds of sampling are below this.
pub const THRESHOLD_END: u64 = 1 << 56;
/// The first and the last bucket of durations.
const BUCKETS: std::ops::RangeInclusive<i16> = 56..=327;
const REASONS: [&str; 7] = ["share", "failed", "slow", "new", "rare", "minute", "part"];

// The fewest bytes an item can have: each string's length, each number.
const COUNTS_BYTES: usize = 6 * 8 + 4;
const NODE_BYTES: usize = 3 * 4 + COUNTS_BYTES;
const STEP_BYTES: usize = 4 + 8 + 2 * 8 + 2 + 2 + 3 * 4 + 5 * 4;
const MESSAGE_BYTES: usize = 4 + 1 + 8 + 4;
const THREE_STRINGS: usize = 3 * 4;
const SIX_STRINGS: usize = 6 * 4;

pub struct Counts {
    pub begun: u64,
    pub ended: u64,
    pub failed: u64,
    pub handled: u64,
    pub redelivered: u64,
    pub sum_ns: u64,
    /// Index and count, in the order they came.
    pub buckets: Vec<(i16, u64)>,
}

pub struct Node<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub counts: Counts,
}

pub struct Metrics<'a> {
    pub time: u64,
    pub since: u64,
    pub context: &'a str,
    pub route: &'a str,
    pub from: Option<&'a str>,
    pub counts: Counts,
    pub nodes: Vec<Node<'a>>,
}

pub struct Step<'a> {
    pub around: i32,
    pub span: [u8; 8],
    pub begun_ns: u64,
    /// None: it had not ended.
    pub duration_ns: Option<u64>,
    pub is_route: bool,
    pub failed: bool,
    pub handled: bool,
    pub redeliveries: i16,
    pub before: i32,
    pub after: i32,
    pub failure: i32,
    pub id: &'a str,
    pub kind: &'a str,
    pub endpoint: Option<&'a str>,
    pub address: Option<&'a str>,
    pub protocol: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// There is none.
    Nothing,
    Text(&'a str),
    Bytes(&'a [u8]),
    /// There is one, and why it is not here.
    Missing(&'static str),
}

pub struct Header<'a> {
    pub name: &'a str,
    /// None: a string.
    pub class: Option<&'a str>,
    pub value: Option<&'a str>,
}

pub struct Message<'a> {
    pub class: Option<&'a str>,
    pub body: Body<'a>,
    /// None: unknown.
    pub size: Option<u64>,
    pub headers: Vec<Header<'a>>,
}

pub struct Failure<'a> {
    pub class: &'a str,
    pub message: Option<&'a str>,
    pub stack: &'a str,
}

pub struct Exchange<'a> {
    pub begun: u64,
    pub duration_ns: u64,
    pub trace: [u8; 16],
    pub span: [u8; 8],
    pub parent: [u8; 8],
    pub failed: bool,
    pub handled: bool,
    pub reason: &'static str,
    /// 0: it was kept for certain.
    pub threshold: u64,
    pub trace_state: Option<&'a str>,
    pub context: &'a str,
    pub version: &'a str,
    pub route: &'a str,
    pub from: Option<&'a str>,
    pub id: &'a str,
    pub correlation: Option<&'a str>,
    pub breadcrumb: Option<&'a str>,
    pub first: i32,
    pub last: i32,
    pub failure: i32,
    pub left_out: i32,
    pub steps: Vec<Step<'a>>,
    pub messages: Vec<Message<'a>>,
    pub failures: Vec<Failure<'a>>,
}

impl Exchange<'_> {
    pub fn end(&self) -> u64 {
        self.begun.saturating_add(self.duration_ns)
    }
}

pub struct ModelNode<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub around: &'a str,
    pub label: Option<&'a str>,
    pub endpoint: Option<&'a str>,
    pub source: Option<&'a str>,
}

pub struct Model<'a> {
    pub time: u64,
    pub context: &'a str,
    pub version: &'a str,
    pub route: &'a str,
    pub from: Option<&'a str>,
    pub group: Option<&'a str>,
    pub hash: &'a str,
    pub description: Option<&'a str>,
    pub source: Option<&'a str>,
    pub nodes: Vec<ModelNode<'a>>,
}

/// All of a payload, and nothing behind it.
pub fn whole<'a, T>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut Payload<'a>) -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    let mut payload = Payload::new(bytes);
    let found = read(&mut payload)?;
    if payload.is_spent() { Ok(found) } else { Err(Malformed("more than there should be")) }
}

pub fn metrics<'a>(data: &mut Payload<'a>) -> Result<Metrics<'a>, Malformed> {
    let (time, since, context) = (data.count()?, data.count()?, data.text()?);
    let _camel = data.text()?;
    let (route, from, counts) = (data.text()?, data.maybe()?, counts(data)?);
    let nodes = data.list(NODE_BYTES, |data| {
        let (id, kind, _around) = (data.text()?, data.text()?, data.text()?);
        Ok(Node { id, kind, counts: self::counts(data)? })
    })?;
    Ok(Metrics { time, since, context, route, from, counts, nodes })
}

fn counts(data: &mut Payload<'_>) -> Result<Counts, Malformed> {
    Ok(Counts {
        begun: data.count()?,
        ended: data.count()?,
        failed: data.count()?,
        handled: data.count()?,
        redelivered: data.count()?,
        sum_ns: data.count()?,
        buckets: data.list(2 + 8, |data| {
            let bucket = (data.i16()?, data.count()?);
            if BUCKETS.contains(&bucket.0) { Ok(bucket) } else { Err(Malformed("a bucket that there is not")) }
        })?,
    })
}

pub fn exchange<'a>(data: &mut Payload<'a>) -> Result<Exchange<'a>, Malformed> {
    let (begun, duration_ns) = (data.count()?, data.count()?);
    let (trace, span, parent) = (data.array()?, data.array()?, data.array()?);
    let flags = data.i8()?;
    let reason = usize::try_from(data.i8()?).ok().and_then(|reason| REASONS.get(reason));
    let threshold = data.count()?;
    if threshold >= THRESHOLD_END || span == [0; 8] || trace == [0; 16] {
        return Err(Malformed("a threshold or id that cannot be"));
    }
    Ok(Exchange {
        begun,
        duration_ns,
        trace,
        span,
        parent,
        failed: flags & 1 != 0,
        handled: flags & 2 != 0,
        reason: reason.ok_or(Malformed("a reason that there is not"))?,
        threshold,
        trace_state: data.maybe()?,
        context: data.text()?,
        version: data.text()?,
        route: data.text()?,
        from: data.maybe()?,
        id: data.text()?,
        correlation: data.maybe()?,
        breadcrumb: data.maybe()?,
        first: data.i32()?,
        last: data.i32()?,
        failure: data.i32()?,
        left_out: data.i32()?,
        steps: data.list(STEP_BYTES, step)?,
        messages: data.list(MESSAGE_BYTES, message)?,
        failures: data.list(THREE_STRINGS, |data| {
            Ok(Failure { class: data.text()?, message: data.maybe()?, stack: data.text()? })
        })?,
    })
}

fn step<'a>(data: &mut Payload<'a>) -> Result<Step<'a>, Malformed> {
    let (around, span, begun_ns) = (data.i32()?, data.array()?, data.count()?);
    let duration_ns = u64::try_from(data.i64()?).ok();
    let (kind_of_place, flags) = (data.i8()?, data.i8()?);
    if span == [0; 8] {
        return Err(Malformed("a step without an id"));
    }
    Ok(Step {
        around,
        span,
        begun_ns,
        duration_ns,
        is_route: kind_of_place == 1,
        failed: flags & 1 != 0,
        handled: flags & 2 != 0,
        redeliveries: data.i16()?,
        before: data.i32()?,
        after: data.i32()?,
        failure: data.i32()?,
        id: data.text()?,
        kind: data.text()?,
        endpoint: data.maybe()?,
        address: data.maybe()?,
        protocol: data.maybe()?,
    })
}

fn message<'a>(data: &mut Payload<'a>) -> Result<Message<'a>, Malformed> {
    let (class, form, size) = (data.maybe()?, data.i8()?, data.i64()?);
    let mut content = || data.blob()?.ok_or(Malformed("a body that is null"));
    let body = match form {
        0 => Body::Nothing,
        1 => Body::Text(text_of(content()?)?),
        2 => Body::Bytes(content()?),
        3 => Body::Missing("stream"),
        4 => Body::Missing("too_large"),
        5 => Body::Missing("no_text"),
        6 => Body::Missing("off"),
        _ => return Err(Malformed("a body of a form that there is not")),
    };
    let headers =
        data.list(THREE_STRINGS, |data| Ok(Header { name: data.text()?, class: data.maybe()?, value: data.maybe()? }))?;
    Ok(Message { class, body, size: u64::try_from(size).ok(), headers })
}

pub fn model<'a>(data: &mut Payload<'a>) -> Result<Model<'a>, Malformed> {
    Ok(Model {
        time: data.count()?,
        context: data.text()?,
        version: data.text()?,
        route: data.text()?,
        from: data.maybe()?,
        group: data.maybe()?,
        hash: data.text()?,
        description: data.maybe()?,
        source: data.maybe()?,
        nodes: data.list(SIX_STRINGS, |data| {
            Ok(ModelNode {
                id: data.text()?,
                kind: data.text()?,
                around: data.text()?,
                label: data.maybe()?,
                endpoint: data.maybe()?,
                source: data.maybe()?,
            })
        })?,
    })
}
