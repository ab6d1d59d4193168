"""One exchange on the screen: its steps, and beside each what it made of the message."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue
from rich.text import Text

from camelops.cli.output import Output
from camelops.cli.text import count_text, one_line
from camelops.cli.times import duration_text, moment_text
from controlplane.v1.models import Exchange, ExchangeMessage, ExchangeStep, Thrown

# A body is looked at here, not read: the rest is in the answer of a pipe.
BODY_LINES_MAX = 20
BODY_CHARACTERS_MAX = 2_000
# Of what a step changed; a body's own line comes first.
CHANGES_SHOWN_MAX = 8
VALUE_CHARACTERS_MAX = 80
INDENT = 2
# Two durations, and what stands around them.
_TIMES_CELLS = 24

_OUTCOMES = {"completed": ("✓", "green"), "failed": ("✗", "bold red"), "handled": ("↷", "yellow")}
_MISSING = {
    "stream": "a stream that nobody has read: it is left to the route",
    "too_large": "larger than the agent keeps (body.max.kib)",
    "no_text": "of a class that has no text or bytes",
    "off": "not captured",
    "no_rules": "the sidecar has no redaction rules, so it sends none",
}


def outcome_text(outcome: str) -> Text:
    """A mark and the word."""
    mark, style = _OUTCOMES.get(outcome, ("?", "dim"))
    return Text(f"{mark} {one_line(outcome)}", style=style)


def thrown_text(thrown: Thrown) -> str:
    """Class without its package, and message; '' for none."""
    return one_line(": ".join(each for each in (thrown.type.rpartition(".")[2], thrown.message) if each))


def show_exchange(output: Output, found: Exchange) -> None:
    """Facts, the message it began with, a line for each step with what changed, how it ended, and what is missing."""
    messages = {each.number: each for each in found.messages}
    screen = output.results
    for line in _facts(found):
        screen.print(line)
    first = messages.get(found.before) if found.before is not None else None
    if first is not None:
        screen.print()
        for line in _whole_message(first, "began with"):
            screen.print(line)
    screen.print()
    for step, depth in _tree(found):
        indent = Text(" " * (_TIMES_CELLS + INDENT * depth))
        for line in (_step_line(step, depth, found.exchange.start_unix_ns), *_below(step, messages, indent)):
            line.truncate(screen.width, overflow="ellipsis")
            screen.print(line)
    last = messages.get(found.after) if found.after is not None else None
    if last is not None and last is not first:
        screen.print()
        for line in _whole_message(last, "ended with"):
            screen.print(line)
    _say_missing(output, found)


def _facts(found: Exchange) -> Iterator[Text]:
    itself = found.exchange
    yield Text(f"exchange {one_line(itself.id)}  ", style="bold").append(outcome_text(itself.outcome))
    where = " · ".join(one_line(each) for each in (itself.service, itself.camel.context, itself.camel.route) if each)
    yield Text(f"{where}  from {one_line(itself.endpoint)}" if itself.endpoint else where)
    stands = f", stands for {itself.sample_weight:,.0f}" if itself.sample_weight > 1 else ""
    facts = (
        moment_text(itself.start_unix_ns),
        duration_text(itself.duration_ns),
        count_text(len(found.steps), "step"),
        f"kept: {one_line(itself.reason)}{stands}",
    )
    yield Text(" · ".join(facts))
    yield Text(f"trace {itself.trace_id}", style="dim")
    if itself.part_of:
        yield Text(f"part of {one_line(itself.part_of)}", style="dim")
    if itself.exception.type:
        yield Text(f"✗ {thrown_text(itself.exception)}", style="red")


def _tree(found: Exchange) -> Iterator[tuple[ExchangeStep, int]]:
    """A step before what is below it, by start, each with its depth. One whose parent is not there is at the edge."""
    known = {step.span_id for step in found.steps}
    below: dict[str, list[ExchangeStep]] = {}
    for step in found.steps:
        below.setdefault(step.parent_span_id if step.parent_span_id in known else "", []).append(step)
    waiting = [(step, 0) for step in reversed(below.pop("", []))]
    while waiting:
        step, depth = waiting.pop()
        yield step, depth
        waiting += [(each, depth + 1) for each in reversed(below.pop(step.span_id, []))]


def _step_line(step: ExchangeStep, depth: int, start_unix_ns: int) -> Text:
    line = Text(
        f"{duration_text(max(0, step.start_unix_ns - start_unix_ns)):>9}  {duration_text(step.duration_ns):>9}  "
    )
    mark, style = ("✗", "bold red") if step.failed else ("→", "dim") if not step.camel.node else ("·", "dim")
    line.append(" " * (INDENT * depth)).append(f"{mark} ", style=style)
    line.append(f"{step.kind or 'route'} ", style="cyan").append(one_line(step.camel.node or step.camel.route))
    if step.endpoint:
        line.append(f"  {one_line(step.endpoint)}", style="dim")
    if step.redeliveries:
        again = "redelivery" if step.redeliveries == 1 else "redeliveries"
        line.append(f"  {step.redeliveries} {again}", style="yellow")
    return line


def _below(step: ExchangeStep, messages: Mapping[int, ExchangeMessage], indent: Text) -> Iterator[Text]:
    """What it threw, and what it changed."""
    yield from (indent + line for line in (*_failure(step), *_changed(step, messages)))


def _failure(step: ExchangeStep) -> Iterator[Text]:
    if step.exception.type:
        handled = " (handled)" if step.handled else ""
        yield Text(f"{thrown_text(step.exception)}{handled}", style="red")


def _changed(step: ExchangeStep, messages: Mapping[int, ExchangeMessage]) -> Iterator[Text]:
    if step.before is None or step.after is None or step.before == step.after or not step.camel.node:
        return
    before, after = messages.get(step.before), messages.get(step.after)
    if before is None or after is None:
        return
    changes = list(_changes(before, after))
    yield from changes[:CHANGES_SHOWN_MAX]
    if len(changes) > CHANGES_SHOWN_MAX:
        yield Text(f"… and {len(changes) - CHANGES_SHOWN_MAX} more changes", style="dim")


@dataclass(frozen=True, slots=True)
class _Body:
    """What is compared of a body."""

    value: JsonValue
    type: str
    missing: str


def _changes(before: ExchangeMessage, after: ExchangeMessage) -> Iterator[Text]:
    old, new = (_Body(each.body, each.type, each.missing) for each in (before, after))
    if old != new:
        yield Text(f"~ body {_short_body(after)}", style="blue")
    for name in sorted(before.headers.keys() | after.headers.keys()):
        was, now = before.headers.get(name), after.headers.get(name)
        if name not in before.headers:
            yield Text(f"+ {one_line(name)} = {_short(now)}", style="green")
        elif name not in after.headers:
            yield Text(f"- {one_line(name)}", style="red")
        elif was != now:
            yield Text(f"~ {one_line(name)} = {_short(now)}, was {_short(was)}", style="blue")


def _whole_message(message: ExchangeMessage, how: str) -> Iterator[Text]:
    yield Text(f"{how}  ", style="bold").append(_about(message), style="dim")
    yield from _body_lines(message)
    for name, value in sorted(message.headers.items()):
        yield Text(f"  {one_line(name)}: ", style="dim").append(_short(value))


def _body_lines(message: ExchangeMessage) -> Iterator[Text]:
    if message.missing:
        yield Text(f"  no body: {_MISSING.get(message.missing, message.missing)}", style="yellow")
        return
    if message.is_bytes or message.body is None:
        return
    text = _pretty(message.body)
    lines = text[:BODY_CHARACTERS_MAX].splitlines()
    yield from (Text(f"  {one_line(line)}") for line in lines[:BODY_LINES_MAX])
    if len(lines) > BODY_LINES_MAX or len(text) > BODY_CHARACTERS_MAX:
        yield Text("  …", style="dim")


def _pretty(body: JsonValue) -> str:
    if not isinstance(body, str):
        return json.dumps(body, ensure_ascii=False, indent=2)
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2) if body.lstrip()[:1] in {"{", "["} else body
    # RecursionError: brackets within brackets.
    except (ValueError, RecursionError):
        return body


def _about(message: ExchangeMessage) -> str:
    facts = [message.type.rpartition(".")[2] or "no body"]
    if message.size is not None:
        facts.append(count_text(message.size, "byte"))
    if message.is_bytes:
        facts.append("binary")
    if message.cut:
        facts.append("its end is cut off")
    if message.redacted:
        facts.append("masked: " + ", ".join(f"{one_line(rule)} {count}" for rule, count in message.redacted.items()))
    return ", ".join(facts)


def _short_body(message: ExchangeMessage) -> str:
    if message.missing or message.is_bytes or message.body is None:
        return _about(message)
    return _short(message.body)


def _short(value: JsonValue) -> str:
    text = one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= VALUE_CHARACTERS_MAX else f"{text[:VALUE_CHARACTERS_MAX]}…"


def _say_missing(output: Output, found: Exchange) -> None:
    for part in found.parts:
        line = Text("part  ", style="bold").append(outcome_text(part.outcome))
        line.append(f"  {one_line(part.camel.route)}  {duration_text(part.duration_ns)}  ")
        output.results.print(line.append(one_line(part.id), style="dim"))
    if found.steps_left_out:
        output.warning(f"{count_text(found.steps_left_out, 'step')} more: the agent keeps so many (steps.max)")
    if not found.messages:
        output.remark("no messages were kept of it")
    if not found.complete:
        output.warning("it has more than one answer carries")
