"""`ask.exchanges` and `ask.exchange`: against plain Python over exchanges with random steps and messages."""

import random
from collections.abc import Callable

import pytest

from query import ask
from query.errors import MalformedQuery
from query.language import parse
from query.scope import Scope
from query.store import Store
from tests.query.rows import HOUR, MINUTE, NOON, SECOND, Encoder, Row, indexed, log, moment, span

DURING = Scope("shop", NOON - HOUR, NOON + HOUR)
OUTCOMES = ["completed", "failed", "handled"]


class Exchanges:
    """Thirty exchanges of three steps each, with two messages."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        chance = random.Random(7)
        self.rows: list[Row] = []
        self.messages: list[Row] = []
        for number in range(30):
            self._add(chance, number)
        # A sender repeats itself, and others have exchanges of the same names.
        rows = [*self.rows, *self.rows[:10], *({**row, "TenantId": "other"} for row in self.rows)]
        rows = [{"TenantId": "shop", **{k: v for k, v in row.items() if k != "TenantId"}} if row["TenantId"] == "acme"
                else row for row in rows]  # fmt: skip
        messages = [{**row, "TenantId": "shop"} for row in [*self.messages, *self.messages[:7]]]
        for table, put in (
            ("otel_traces", rows),
            ("otel_traces_trace_id_ts", indexed(rows)),
            ("camel_messages", messages),
        ):
            store.insert_native(table, len(put), encoder.writer(table, put), f"{table}-exchanges")

    def _add(self, chance: random.Random, number: int) -> None:
        trace, name = f"{number + 900:032x}", f"E-{number}"
        begins = NOON - number * MINUTE
        outcome = chance.choice(OUTCOMES)
        common = {"TraceId": trace, "CamelExchange": name, "CamelContext": "camel-1", "CamelRoute": "orders"}
        attributes = {"camel.exchange.outcome": outcome, "camel.sampling.reason": "share"}
        if number % 5 == 4:
            attributes["camel.exchange.correlation_id"] = f"E-{number - 1}"
            common["TraceId"] = f"{number + 899:032x}"
        thrown = chance.choice(["IOException", "Refused"]) if outcome == "failed" else ""
        self.rows.append(
            span(
                0,
                **common,
                SpanId=f"{number + 1:016x}",
                Timestamp=moment(begins),
                StatusCode="Error" if outcome == "failed" else "Unset",
                SpanAttributes=attributes,
                **{
                    "Events.Timestamp": [moment(begins)] * bool(thrown),
                    "Events.Name": ["exception"] * bool(thrown),
                    "Events.Attributes": [{"exception.type": thrown, "exception.message": "Out of Stock"}]
                    * bool(thrown),
                },
            )
        )
        for step in range(3):
            self.rows.append(
                span(
                    step + 1,
                    **common,
                    SpanId=f"{number + 1:08x}{step:08x}",
                    ParentSpanId=f"{number + 1:016x}",
                    Timestamp=moment(begins + step * SECOND),
                    CamelNode=f"to{step}",
                    SpanAttributes={"camel.node.kind": "to"},
                )
            )
        for message in range(2):
            self.messages.append(
                log(
                    0,
                    **common,
                    Timestamp=moment(begins + message * SECOND),
                    EventName="camel.message",
                    Body=chance.choice(["An order", "an Invoice"]),
                    LogAttributes={
                        "camel.message.number": str(message),
                        "camel.message.header.Kind": chance.choice(["a", "b", "12"]),
                    },
                )
            )

    def listed(self, holds: Callable[[Row, list[Row]], bool]) -> list[object]:
        found = [
            row
            for row in self.rows
            if "camel.exchange.outcome" in row["SpanAttributes"]
            and holds(row, [each for each in self.messages if each["CamelExchange"] == row["CamelExchange"]])
        ]
        return [row["CamelExchange"] for row in sorted(found, key=lambda row: str(row["Timestamp"]), reverse=True)]


@pytest.fixture(scope="module")
def exchanges(world, encoder: Encoder) -> Exchanges:
    return Exchanges(world.store, encoder)


def thrown(row: Row) -> str:
    return " ".join(str(value) for event in row["Events.Attributes"] for value in event.values()).lower()


def kinds(messages: list[Row]) -> list[str]:
    return [each["LogAttributes"]["camel.message.header.Kind"] for each in messages]


SEARCHES: dict[str, Callable[[Row, list[Row]], bool]] = {
    "": lambda row, messages: True,
    "outcome:failed": lambda row, messages: row["SpanAttributes"]["camel.exchange.outcome"] == "failed",
    "outcome!=completed reason:share": lambda row, messages: (
        row["SpanAttributes"]["camel.exchange.outcome"] != "completed"
    ),
    "exception:ioex": lambda row, messages: "ioexception" in thrown(row),
    "exception:stock": lambda row, messages: "stock" in thrown(row),
    "exception=~^Ref": lambda row, messages: "refused" in thrown(row),
    "body:invoice": lambda row, messages: any("Invoice" in each["Body"] for each in messages),
    "-body:invoice": lambda row, messages: not any("Invoice" in each["Body"] for each in messages),
    "body=~^An": lambda row, messages: any(each["Body"].startswith("An") for each in messages),
    "header.Kind:a": lambda row, messages: "a" in kinds(messages),
    "header.Kind:(a OR b) outcome:failed": lambda row, messages: (
        bool({"a", "b"} & set(kinds(messages))) and row["SpanAttributes"]["camel.exchange.outcome"] == "failed"
    ),
    "header.Kind>3": lambda row, messages: "12" in kinds(messages),
    "header.Kind:*": lambda row, messages: True,
    "header.Other:*": lambda row, messages: False,
    "status:error OR body:order": lambda row, messages: (
        row["StatusCode"] == "Error" or any("order" in each["Body"] for each in messages)
    ),
    "exchange:E-7": lambda row, messages: row["CamelExchange"] == "E-7",
}


@pytest.mark.parametrize("text", SEARCHES)
def test_the_exchanges_of_a_search(exchanges: Exchanges, text: str):
    found = ask.exchanges(exchanges.store, DURING, parse(text), 100).frame
    assert found["CamelExchange"].to_list() == exchanges.listed(SEARCHES[text])


def test_pages_joined_are_the_list_and_a_cursor_is_of_its_list(exchanges: Exchanges):
    found: list[object] = []
    cursor = None
    while True:
        page = ask.exchanges(exchanges.store, DURING, parse("status:unset"), 4, cursor)
        found += page.frame["CamelExchange"].to_list()
        cursor = page.next_cursor
        if cursor is None:
            break
        with pytest.raises(ValueError, match="another search"):
            ask.spans(exchanges.store, DURING, parse("status:unset"), 4, cursor)
    assert found == exchanges.listed(lambda row, messages: row["StatusCode"] == "Unset")


def test_what_body_cannot_be_compared_with_is_said(exchanges: Exchanges):
    with pytest.raises(MalformedQuery, match="body is text"):
        ask.exchanges(exchanges.store, DURING, parse("body>3"), 4)


@pytest.mark.parametrize("number", [3, 4, 8])
def test_one_exchange_has_its_steps_messages_and_parts_once(exchanges: Exchanges, number: int):
    found = ask.exchange(exchanges.store, DURING, f"E-{number}")
    assert found is not None
    assert found.complete
    assert found.span_id == f"{number + 1:016x}"
    assert sorted(found.spans["CamelNode"].to_list()) == ["", "to0", "to1", "to2"]
    assert found.messages["Number"].to_list() == [0, 1]
    assert found.parts["CamelExchange"].to_list() == ([f"E-{number + 1}"] if number % 5 == 3 else [])


@pytest.mark.parametrize("identifier", ["E-99", "", "E-%", "' OR 1=1"])
def test_there_is_no_other(exchanges: Exchanges, identifier: str):
    assert ask.exchange(exchanges.store, DURING, identifier) is None


def test_nobody_elses(exchanges: Exchanges):
    scope = Scope("nobody", NOON - HOUR, NOON + HOUR)
    assert ask.exchanges(exchanges.store, scope, parse(""), 4).frame.is_empty()
    assert ask.exchange(exchanges.store, scope, "E-1") is None
