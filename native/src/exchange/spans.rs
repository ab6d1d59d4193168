//! An exchange as spans: itself, and a child for each step. What they say is docs/camel-telemetry.md's.

use std::rc::Rc;

use super::out::Out;
use super::record::{Exchange, Failure, Step};
use super::redaction::Gate;
use super::requests::{Gathered, Ready, Source};
use super::schemes::{self, Kind};
use super::{Limits, at};
use crate::tracestate;
use crate::wire;

const TRACE_ID: u32 = wire::len(1);
const SPAN_ID: u32 = wire::len(2);
const TRACE_STATE: u32 = wire::len(3);
const PARENT: u32 = wire::len(4);
const NAME: u32 = wire::len(5);
const KIND: u32 = wire::varint(6);
const START: u32 = wire::fixed64(7);
const END: u32 = wire::fixed64(8);
const ATTRIBUTES: u32 = wire::len(9);
const EVENTS: u32 = wire::len(11);
const STATUS: u32 = wire::len(15);
const STATUS_MESSAGE: u32 = wire::len(2);
const STATUS_CODE: u32 = wire::varint(3);
const ERROR: u64 = 2;
const EVENT_TIME: u32 = wire::fixed64(1);
const EVENT_NAME: u32 = wire::len(2);
const EVENT_ATTRIBUTES: u32 = wire::len(3);

/// The step around one, where it is one that began before.
fn around(step: &Step<'_>, number: usize) -> Option<usize> {
    usize::try_from(step.around).ok().filter(|&around| around < number)
}

/// Which route each step belongs to.
pub fn routes<'a>(exchange: &Exchange<'a>) -> Vec<&'a str> {
    let mut routes: Vec<&str> = Vec::with_capacity(exchange.steps.len());
    for (number, step) in exchange.steps.iter().enumerate() {
        let outer = around(step, number).map_or(exchange.route, |around| routes[around]);
        routes.push(if step.is_route { step.id } else { outer });
    }
    routes
}

/// When a step began and ended; one that has not ended, ends with its exchange.
pub fn times(exchange: &Exchange<'_>, step: &Step<'_>) -> (u64, u64) {
    let begun = exchange.begun.saturating_add(step.begun_ns);
    let end = step.duration_ns.map_or_else(|| exchange.end(), |duration| begun.saturating_add(duration));
    (begun, end.max(begun))
}

/// An exception as it may be seen; the message and the stack are None without rules.
struct Seen<'a> {
    class: &'a str,
    message: Option<String>,
    stack: Option<String>,
}

impl<'a> Seen<'a> {
    fn of(failure: &Failure<'a>, gate: &mut Gate<'_>, limits: &Limits) -> Self {
        Self {
            class: failure.class,
            message: failure.message.and_then(|message| gate.text(message, limits.value_bytes_max)),
            stack: gate.text(failure.stack, limits.stack_bytes_max),
        }
    }

    fn event(&self, time: u64, out: &mut Out) {
        out.message(EVENTS, |out| {
            out.fixed64(EVENT_TIME, time);
            out.bytes(EVENT_NAME, b"exception");
            out.text(EVENT_ATTRIBUTES, "exception.type", self.class);
            out.maybe(EVENT_ATTRIBUTES, "exception.message", self.message.as_deref());
            out.maybe(EVENT_ATTRIBUTES, "exception.stacktrace", self.stack.as_deref());
        });
    }
}

pub struct Spans<'x, 'a> {
    exchange: &'x Exchange<'a>,
    routes: &'x [&'a str],
    state: String,
    failures: Vec<Seen<'a>>,
    limits: &'x Limits,
}

impl<'x, 'a> Spans<'x, 'a> {
    pub fn of(exchange: &'x Exchange<'a>, routes: &'x [&'a str], gate: &mut Gate<'_>, limits: &'x Limits) -> Self {
        let state = tracestate::with_threshold(exchange.trace_state.unwrap_or_default(), exchange.threshold);
        let failures = exchange.failures.iter().map(|failure| Seen::of(failure, gate, limits)).collect();
        Self { exchange, routes, state, failures, limits }
    }

    pub fn write(&self, gate: &mut Gate<'_>, into: &mut Gathered, source: &Source, ready: &mut Vec<Ready>) {
        let name = gate.name(self.exchange.route);
        let uri = self.exchange.from.map(|uri| gate.uri(uri));
        into.add(source, ready, |out| self.root(&name, uri.as_deref(), out));
        for (number, step) in self.exchange.steps.iter().enumerate() {
            let uri = step.endpoint.map(|uri| gate.uri(uri));
            let name = name_of(step, uri.as_deref(), gate);
            into.add(source, ready, |out| self.step(number, step, &name, uri.as_deref(), out));
        }
    }

    fn root(&self, name: &str, uri: Option<&str>, out: &mut Out) {
        let exchange = self.exchange;
        let kind = exchange.from.map_or(Kind::Internal, schemes::from);
        self.begin(exchange.span, exchange.parent, name, kind, (exchange.begun, exchange.end()), out);
        self.common(exchange.route, uri, out);
        out.maybe(ATTRIBUTES, "camel.exchange.correlation_id", exchange.correlation.map(|id| self.limits.value(id)));
        out.maybe(ATTRIBUTES, "camel.exchange.breadcrumb_id", exchange.breadcrumb.map(|id| self.limits.value(id)));
        let outcome = match (exchange.handled, exchange.failed) {
            (true, _) => "handled",
            (_, true) => "failed",
            _ => "completed",
        };
        out.text(ATTRIBUTES, "camel.exchange.outcome", outcome);
        out.text(ATTRIBUTES, "camel.sampling.reason", exchange.reason);
        self.numbers(exchange.first, exchange.last, out);
        if exchange.left_out > 0 {
            out.int(ATTRIBUTES, "camel.steps.left_out", u64::from(exchange.left_out.unsigned_abs()));
        }
        if exchange.failed && !exchange.handled {
            self.error(exchange.failure, exchange.end(), out);
        }
    }

    fn step(&self, number: usize, step: &Step<'a>, name: &str, uri: Option<&str>, out: &mut Out) {
        let exchange = self.exchange;
        let parent = around(step, number).map_or(exchange.span, |around| exchange.steps[around].span);
        let kind = step.endpoint.filter(|_| !step.is_route).map_or(Kind::Internal, schemes::to);
        let (begun, end) = times(exchange, step);
        self.begin(step.span, parent, name, kind, (begun, end), out);
        self.common(self.routes[number], uri, out);
        if !step.is_route {
            out.text(ATTRIBUTES, "camel.node.id", self.limits.value(step.id));
        }
        out.text(ATTRIBUTES, "camel.node.kind", self.limits.value(step.kind));
        out.maybe(ATTRIBUTES, "server.address", step.address.map(|address| self.limits.value(address)));
        out.maybe(ATTRIBUTES, "network.protocol.name", step.protocol.map(|protocol| self.limits.value(protocol)));
        if step.redeliveries > 0 {
            out.int(ATTRIBUTES, "camel.redeliveries", u64::from(step.redeliveries.unsigned_abs()));
        }
        if step.handled {
            out.yes(ATTRIBUTES, "camel.failure.handled");
        }
        self.numbers(step.before, step.after, out);
        if step.failed || step.handled {
            self.error(step.failure, end, out);
        }
    }

    fn begin(&self, span: [u8; 8], parent: [u8; 8], name: &str, kind: Kind, (start, end): (u64, u64), out: &mut Out) {
        out.bytes(TRACE_ID, &self.exchange.trace);
        out.bytes(SPAN_ID, &span);
        if !self.state.is_empty() {
            out.bytes(TRACE_STATE, self.state.as_bytes());
        }
        if parent != [0; 8] {
            out.bytes(PARENT, &parent);
        }
        out.bytes(NAME, self.limits.value(name).as_bytes());
        out.varint(KIND, kind as u64);
        out.fixed64(START, start);
        out.fixed64(END, end);
    }

    fn common(&self, route: &str, uri: Option<&str>, out: &mut Out) {
        let exchange = self.exchange;
        out.text(ATTRIBUTES, "camel.context.id", self.limits.value(exchange.context));
        out.text(ATTRIBUTES, "camel.version", self.limits.value(exchange.version));
        out.text(ATTRIBUTES, "camel.route.id", self.limits.value(route));
        out.text(ATTRIBUTES, "camel.exchange.id", self.limits.value(exchange.id));
        out.maybe(ATTRIBUTES, "camel.endpoint.uri", uri.map(|uri| self.limits.value(uri)));
    }

    fn numbers(&self, before: i32, after: i32, out: &mut Out) {
        for (key, number) in [("camel.message.before", before), ("camel.message.after", after)] {
            if let Ok(number) = u64::try_from(number) {
                out.int(ATTRIBUTES, key, number);
            }
        }
    }

    fn error(&self, failure: i32, time: u64, out: &mut Out) {
        let failure = at(&self.failures, failure);
        if let Some(failure) = failure {
            failure.event(time, out);
        }
        out.message(STATUS, |out| {
            if let Some(message) = failure.and_then(|failure| failure.message.as_deref()) {
                out.bytes(STATUS_MESSAGE, message.as_bytes());
            }
            out.varint(STATUS_CODE, ERROR);
        });
    }
}

fn name_of(step: &Step<'_>, uri: Option<&str>, gate: &mut Gate<'_>) -> Rc<str> {
    let what = match uri {
        Some(uri) if !step.is_route => uri.split('?').next().unwrap_or_default(),
        _ => step.id,
    };
    gate.name(&format!("{} {what}", step.kind))
}
