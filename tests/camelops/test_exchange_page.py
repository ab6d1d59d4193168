"""One exchange in the terminal: steps in their tree, and what each changed."""

import io
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from camelops.cli.exchange_page import show_exchange
from camelops.cli.output import Output
from controlplane.v1.models import Camel, Exchange, ExchangeMessage, ExchangeStep, ExchangeSummary, Thrown

NOTHING = Thrown(type="", message="")
BEGAN = 1_772_366_400_000_000_000


def camel(node: str = "") -> Camel:
    return Camel(context="camel-1", route="orders", node=node, exchange="E-1")


def summary(**given: object) -> ExchangeSummary:
    return ExchangeSummary.model_validate(
        {
            "id": "E-1", "trace_id": "1" * 32, "span_id": "root", "service": "shop", "start_unix_ns": BEGAN,
            "duration_ns": 5_000_000, "outcome": "failed", "reason": "failed", "sample_weight": 1.0,
            "endpoint": "direct://orders", "part_of": "", "exception": NOTHING, "camel": camel(), **given,
        }
    )  # fmt: skip


def step(name: str, parent: str = "root", **given: object) -> ExchangeStep:
    return ExchangeStep.model_validate(
        {
            "span_id": name, "parent_span_id": parent, "start_unix_ns": BEGAN, "duration_ns": 1_000, "name": name,
            "kind": "to", "endpoint": "", "failed": False, "handled": False, "redeliveries": 0, "exception": NOTHING,
            "before": None, "after": None, "camel": camel(name), **given,
        }
    )  # fmt: skip


def message(number: int, body: str | None = "an order", **given: object) -> ExchangeMessage:
    return ExchangeMessage.model_validate(
        {
            "number": number, "body": body, "is_bytes": False, "type": "java.lang.String", "size": 8, "missing": "",
            "cut": False, "headers": {}, "header_types": {}, "redacted": {}, **given,
        }
    )  # fmt: skip


def said(
    steps: Sequence[ExchangeStep] = (), messages: Sequence[ExchangeMessage] = (), width: int = 100, **given: object
) -> list[str]:
    found = Exchange.model_validate(
        {
            "exchange": summary(), "before": None, "after": None, "steps_left_out": 0, "steps": list(steps),
            "messages": list(messages), "parts": [], "complete": True, **given,
        }
    )  # fmt: skip
    output = Output()
    written = io.StringIO()
    output.results = output.remarks = Console(file=written, width=width, highlight=False, soft_wrap=True)
    show_exchange(output, found)
    return written.getvalue().splitlines()


def test_a_step_stands_under_its_parent_also_when_it_was_listed_before():
    lines = said([step("child", "parent"), step("parent"), step("second")])
    shown = [line.split("· ")[1] for line in lines if "· to" in line]
    assert shown == ["to parent", "to child", "to second"]
    indents = [line.index("·") for line in lines if "· to" in line]
    assert indents[1] == indents[0] + 2 == indents[2] + 2


def test_what_a_step_changed_is_below_it():
    before = message(0, headers={"kept": "1", "gone": "2", "other": "3"})
    after = message(1, "an invoice", headers={"kept": "1", "other": "4", "new": "5"})
    lines = [line.strip() for line in said([step("a", before=0, after=1)], [before, after])]
    at = next(number for number, line in enumerate(lines) if line.endswith("to a"))
    assert lines[at + 1 : at + 5] == ["~ body an invoice", "- gone", "+ new = 5", "~ other = 4, was 3"]


def test_what_is_not_there_is_said():
    stream = message(0, None, missing="stream")
    cut = message(1, "x" * 5_000, cut=True, redacted={"card": 2})
    text = "\n".join(said([], [stream, cut], before=0, after=1, steps_left_out=7, complete=False))
    assert "no body: a stream that nobody has read" in text
    assert "its end is cut off, masked: card 2" in text
    assert "7 steps more" in text
    assert "more than one answer carries" in text
    assert "no messages were kept of it" in "\n".join(said())


def test_a_failure_has_its_exception_and_whether_it_was_handled():
    thrown = Thrown(type="a.b.Refused", message="card was refused")
    lines = said([step("a", failed=True, handled=True, exception=thrown, redeliveries=1)])
    assert any("✗ to a" in line and "1 redelivery" in line for line in lines)
    assert any(line.strip() == "Refused: card was refused (handled)" for line in lines)


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcdef")), max_size=8),
    st.text(max_size=300),
    st.integers(20, 200),
)
def test_any_parents_and_any_text_give_lines_that_fit(links: list[tuple[str, str]], text: str, width: int):
    steps = {name: step(name, parent, endpoint=text, before=0, after=1) for name, parent in links}
    lines = said(list(steps.values()), [message(0), message(1, text, headers={text or "h": text})], width)
    below = lines[lines.index("") :]
    assert sum("to " in line for line in below) <= len(steps)
    assert all(line.isprintable() for line in lines)
    assert all(len(line) <= width for line in below)
