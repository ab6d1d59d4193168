"""`ask.arrivals`: what was inserted in a time, whatever time it carries."""

import time

import pytest

from query import ask
from query.ask.arrivals import Arrivals
from query.errors import MalformedQuery
from query.language import parse
from query.scope import Scope
from query.sql import Statement
from query.vocabulary import LOGS, TRACES
from tests.query.rows import HOUR, NOON, SECOND, log, moment, span

AROUND = Scope("acme", NOON - HOUR, NOON + HOUR)


def ms(ago_s: float) -> int:
    return int((time.time() - ago_s) * 1_000)


def inserted(ago_s: float) -> str:
    return moment(ms(ago_s) * 1_000_000)


@pytest.fixture
def filled(store, encoder):
    """Spans 0 to 9, inserted ten seconds apart, in an order that is not that of their starts."""
    rows = [
        span(number, Timestamp=moment(NOON + number * 7 % 10 * SECOND), IngestTime=inserted(100 - 10 * number))
        for number in range(10)
    ]
    rows.append({**span(5, IngestTime=inserted(30)), "TenantId": "other"})
    store.insert_native("otel_traces", len(rows), encoder.writer("otel_traces", rows), "spans")
    logs = [log(number, IngestTime=inserted(20 - number)) for number in range(3)]
    store.insert_native("otel_logs", len(logs), encoder.writer("otel_logs", logs), "logs")
    return store


def names(found: Arrivals) -> list[str]:
    return found.frame["SpanName"].to_list()


def test_rows_come_by_insertion_and_in_the_order_of_their_own_time(filled):
    found = ask.arrivals(filled, AROUND, parse(""), TRACES, ms(75), 5_000, 100)
    assert names(found) == ["step 3", "step 6", "step 9", "step 5", "step 8", "step 4", "step 7"]
    assert found.more == 0
    assert abs(found.until_ms - ms(5)) < 2_000


def test_the_next_look_begins_where_the_last_one_ended(filled):
    first = ask.arrivals(filled, AROUND, parse(""), TRACES, ms(75), 45_000, 100)
    second = ask.arrivals(filled, AROUND, parse(""), TRACES, first.until_ms, 0, 100)
    assert sorted(names(first) + names(second)) == [f"step {number}" for number in range(3, 10)]
    assert names(first)
    assert names(second)
    assert names(ask.arrivals(filled, AROUND, parse(""), TRACES, second.until_ms, 0, 100)) == []


def test_what_is_beyond_the_limit_is_counted(filled):
    found = ask.arrivals(filled, AROUND, parse(""), TRACES, ms(200), 0, 4)
    assert (found.frame.height, found.more) == (4, 6)
    assert names(found) == ["step 8", "step 1", "step 4", "step 7"]


def test_a_search_and_the_time_of_the_scope_narrow_it(filled):
    assert names(ask.arrivals(filled, AROUND, parse('name:"step 4"'), TRACES, ms(200), 0, 100)) == ["step 4"]
    later = Scope("acme", NOON + 8 * SECOND, NOON + HOUR)
    assert names(ask.arrivals(filled, later, parse(""), TRACES, ms(200), 0, 100)) == ["step 4", "step 7"]


def test_log_records_come_too(filled):
    found = ask.arrivals(filled, AROUND, parse("level:info"), LOGS, ms(200), 0, 100)
    assert found.frame["Body"].to_list() == ["message 0", "message 1", "message 2"]


def test_without_a_beginning_nothing_has_come_yet_but_the_search_is_checked(filled):
    assert names(ask.arrivals(filled, AROUND, parse(""), TRACES, None, 0, 100)) == []
    with pytest.raises(MalformedQuery):
        ask.arrivals(filled, AROUND, parse("duration>soon"), TRACES, None, 0, 100)


@pytest.mark.parametrize("limit", [0, 10_001])
def test_a_look_has_a_limit(filled, limit):
    with pytest.raises(ValueError, match="limit is 1 to"):
        ask.arrivals(filled, AROUND, parse(""), TRACES, None, 0, limit)


def test_parts_that_were_inserted_before_are_not_read(filled, encoder):
    """The index of the time of insertion drops them, though they lie within the scope's time."""
    old = [span(number, IngestTime=inserted(3_600)) for number in range(20, 40)]
    filled.insert_native("otel_traces", len(old), encoder.writer("otel_traces", old), "old")
    asked: list[Statement] = []

    class Spy:
        def frame(self, sql, parameters=None, limits=None):
            asked.append(Statement(sql, parameters))
            return filled.frame(sql, parameters, limits)

    ask.arrivals(Spy(), AROUND, parse(""), TRACES, ms(75), 0, 100)
    select = next(each for each in asked if "IngestTime" in each.sql)
    plan = filled.frame(f"EXPLAIN indexes = 1 {select.sql}", select.parameters).to_series().to_list()
    skipped = "\n".join(plan).partition("idx_ingest_time")[2]
    assert "Parts: 1/2" in skipped, skipped
