//! A route's model as a log record: docs/camel-telemetry.md.

use super::out::{Out, PAIRS};
use super::record::Model;
use super::redaction::Gate;
use super::{Limits, log};

pub fn write(model: &Model<'_>, gate: &mut Gate<'_>, limits: &Limits, out: &mut Out) {
    out.fixed64(log::TIME, model.time);
    out.maps(log::BODY, &model.nodes, |out, node| {
        out.text(PAIRS, "id", limits.value(node.id));
        out.text(PAIRS, "kind", limits.value(node.kind));
        out.text(PAIRS, "around", limits.value(node.around));
        out.maybe(PAIRS, "label", node.label.map(|label| gate.name(label)).as_deref().map(|text| limits.value(text)));
        out.maybe(PAIRS, "endpoint", node.endpoint.map(|uri| gate.uri(uri)).as_deref().map(|text| limits.value(text)));
        out.maybe(PAIRS, "source", node.source.map(|text| limits.value(text)));
    });
    out.text(log::ATTRIBUTES, "camel.context.id", limits.value(model.context));
    out.text(log::ATTRIBUTES, "camel.version", limits.value(model.version));
    out.text(log::ATTRIBUTES, "camel.route.id", limits.value(model.route));
    out.text(log::ATTRIBUTES, "camel.route.hash", limits.value(model.hash));
    out.maybe(
        log::ATTRIBUTES,
        "camel.endpoint.uri",
        model.from.map(|uri| gate.uri(uri)).as_deref().map(|text| limits.value(text)),
    );
    out.maybe(log::ATTRIBUTES, "camel.route.group", model.group.map(|text| limits.value(text)));
    let description = model.description.map(|text| gate.name(text));
    out.maybe(log::ATTRIBUTES, "camel.route.description", description.as_deref().map(|text| limits.value(text)));
    out.maybe(log::ATTRIBUTES, "camel.route.source", model.source.map(|text| limits.value(text)));
    out.fixed64(log::OBSERVED, model.time);
    out.bytes(log::EVENT_NAME, super::MODEL_EVENT);
}
