//! The messages of an exchange as log records, each once: docs/camel-telemetry.md.

use super::out::{Out, PAIRS};
use super::record::{Body, Exchange, Message};
use super::redaction::{Found, Gate};
use super::requests::{Gathered, Ready, Source};
use super::spans::times;
use super::{Limits, log};

/// Where and when a message was first seen.
#[derive(Clone, Copy)]
struct Sight {
    time: u64,
    /// None: by the exchange itself.
    step: Option<usize>,
}

pub struct Messages<'x, 'a> {
    pub exchange: &'x Exchange<'a>,
    pub routes: &'x [&'a str],
    pub limits: &'x Limits,
}

impl<'a> Messages<'_, 'a> {
    pub fn write(&self, gate: &mut Gate<'_>, into: &mut Gathered, source: &Source, ready: &mut Vec<Ready>) -> Found {
        let mut found = Found::default();
        for (number, (message, sight)) in self.exchange.messages.iter().zip(self.sights()).enumerate() {
            gate.found = Found::default();
            into.add(source, ready, |out| self.message(number, message, sight, gate, out));
            for (rule, count) in &gate.found.0 {
                found.add(rule, *count);
            }
        }
        found
    }

    /// By time; at the same time by the order of the steps, the exchange's own begin before and its end after them.
    fn sights(&self) -> Vec<Sight> {
        let exchange = self.exchange;
        let nobody = Sight { time: u64::MAX, step: None };
        let mut sights = vec![nobody; exchange.messages.len()];
        let mut see = |number: i32, sight: Sight| {
            let known = usize::try_from(number).ok().and_then(|number| sights.get_mut(number));
            if let Some(known) = known.filter(|known| sight.time < known.time) {
                *known = sight;
            }
        };
        see(exchange.first, Sight { time: exchange.begun, step: None });
        for (number, step) in exchange.steps.iter().enumerate() {
            let (begun, end) = times(exchange, step);
            see(step.before, Sight { time: begun, step: Some(number) });
            see(step.after, Sight { time: end, step: Some(number) });
        }
        see(exchange.last, Sight { time: exchange.end(), step: None });
        for sight in &mut sights {
            sight.time = sight.time.min(exchange.end().max(exchange.begun));
        }
        sights
    }

    fn message(&self, number: usize, message: &Message<'a>, sight: Sight, gate: &mut Gate<'_>, out: &mut Out) {
        let exchange = self.exchange;
        let step = sight.step.map(|number| (&exchange.steps[number], self.routes[number]));
        out.fixed64(log::TIME, sight.time);
        let (missing, cut) = self.body(message, gate, out);
        out.text(log::ATTRIBUTES, "camel.context.id", self.limits.value(exchange.context));
        out.text(log::ATTRIBUTES, "camel.route.id", self.limits.value(step.map_or(exchange.route, |(_, route)| route)));
        out.text(log::ATTRIBUTES, "camel.exchange.id", self.limits.value(exchange.id));
        if let Some((step, _)) = step.filter(|(step, _)| !step.is_route) {
            out.text(log::ATTRIBUTES, "camel.node.id", self.limits.value(step.id));
        }
        out.int(log::ATTRIBUTES, "camel.message.number", number as u64);
        self.headers(message, gate, out);
        out.maybe(log::ATTRIBUTES, "camel.message.body.type", message.class.map(|text| self.limits.value(text)));
        if let Some(size) = message.size {
            out.int(log::ATTRIBUTES, "camel.message.body.size", size);
        }
        out.maybe(log::ATTRIBUTES, "camel.message.body.missing", missing);
        if cut {
            out.yes(log::ATTRIBUTES, "camel.message.body.cut");
        }
        if !gate.found.0.is_empty() {
            out.map(log::ATTRIBUTES, "camel.message.redacted", |out| {
                for (rule, count) in &gate.found.0 {
                    out.int(PAIRS, rule, *count);
                }
            });
        }
        out.bytes(log::TRACE_ID, &exchange.trace);
        out.bytes(log::SPAN_ID, &step.map_or(exchange.span, |(step, _)| step.span));
        out.fixed64(log::OBSERVED, sight.time);
        out.bytes(log::EVENT_NAME, super::MESSAGE_EVENT);
    }

    /// Why there is none, and whether its end is missing.
    fn body(&self, message: &Message<'a>, gate: &mut Gate<'_>, out: &mut Out) -> (Option<&'static str>, bool) {
        let (bytes, is_text) = match message.body {
            Body::Nothing => return (None, false),
            Body::Missing(why) => return (Some(why), false),
            Body::Text(text) => (text.as_bytes(), true),
            Body::Bytes(bytes) => (bytes, is_text(bytes)),
        };
        match gate.body(bytes, content_type(message), is_text, self.limits.body_bytes_max) {
            None => (Some("no_rules"), false),
            Some((shown, cut)) => {
                out.any(log::BODY, shown, is_text);
                (None, cut)
            }
        }
    }

    /// Without rules no header is named, as its value could not be shown.
    fn headers(&self, message: &Message<'a>, gate: &mut Gate<'_>, out: &mut Out) {
        if !gate.has_rules() {
            return;
        }
        let headers = &message.headers[..message.headers.len().min(self.limits.headers_max)];
        let mut key = String::new();
        for header in headers {
            let Some(value) = header.value else { continue };
            key.clear();
            key.push_str("camel.message.header.");
            key.push_str(self.limits.value(header.name));
            out.maybe(log::ATTRIBUTES, &key, gate.header(header.name, value, self.limits.value_bytes_max).as_deref());
        }
        if headers.iter().any(|header| header.class.is_some()) {
            out.map(log::ATTRIBUTES, "camel.message.header_types", |out| {
                for header in headers {
                    out.maybe(PAIRS, self.limits.value(header.name), header.class.map(|text| self.limits.value(text)));
                }
            });
        }
        let dropped = message.headers.len() - headers.len();
        if dropped > 0 {
            out.varint(log::DROPPED_ATTRIBUTES, dropped as u64);
        }
    }
}

/// Bytes that a person can read: most bodies are text, whatever Java holds them in.
fn is_text(bytes: &[u8]) -> bool {
    let is_character = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r');
    bytes.iter().all(is_character) && std::str::from_utf8(bytes).is_ok()
}

fn content_type<'a>(message: &Message<'a>) -> &'a str {
    let header = message.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
    header.and_then(|header| header.value).unwrap_or_default()
}
