"""`ask.log_search` and `ask.log_context`: against plain Python, many records being of one time and some alike."""

import random
from dataclasses import replace

import pytest

from query import ask
from query.ask.log_context import RECORDS_MAX, log_cursor
from query.ask.log_records import LogOrder
from query.language import EVERYTHING, parse
from query.migrations import migrate
from query.paging import MalformedCursor, Position, write_cursor
from query.scope import Scope
from query.store import Store
from tests.query.ask.world import LOG_SEARCHES, WORLD, at, matching_rows
from tests.query.rows import DAY, HOUR, MINUTE, NOON, SECOND, Row, log, moment

OURS = replace(WORLD, tenant="ours")
Written = tuple[int, str, str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Of four processes over some hours: half of them on whole minutes, a few said three times."""
    chance = random.Random(7)
    found = []
    for number in range(150):
        time = NOON - 5 * HOUR + chance.randrange(5 * HOUR)
        if chance.random() < 0.5:
            time = time // (20 * MINUTE) * 20 * MINUTE
        one = log(
            number,
            TenantId="ours",
            Timestamp=moment(time),
            ObservedTimestamp=moment(time),
            ServiceName=chance.choice(["orders", "billing"]),
            SeverityNumber=chance.choice([5, 9, 13, 17]),
            Body=chance.choice(["order taken", "it FAILED", f"message {number}"]),
            ResourceAttributes={"host.name": chance.choice("ab")},
        )
        found += [one] * chance.choice([1, 1, 1, 3])
    return found


@pytest.fixture(scope="module")
def store(module_store, encoder, rows) -> Store:
    migrate(module_store)
    module_store.insert_native("otel_logs", len(rows), encoder.writer("otel_logs", rows), "logs")
    return module_store


def written(row: Row) -> Written:
    return at(row), row["ServiceName"], row["Body"], row["ResourceAttributes"]["host.name"]


def shown(frame) -> list[Written]:
    exact = frame.with_columns(frame["Timestamp"].dt.epoch("ns"))
    return [
        (row["Timestamp"], row["ServiceName"], row["Body"], row["ResourceAttributes"]["host.name"])
        for row in exact.iter_rows(named=True)
    ]


def pages(store: Store, text: str, limit: int, order: LogOrder = LogOrder.NEWEST, scope: Scope = OURS):
    found: list[Written] = []
    cursor = None
    while True:
        page = ask.log_search(store, scope, parse(text), limit, cursor, order)
        assert page.frame.height == limit or page.next_cursor is None
        found += shown(page.frame)
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("text", LOG_SEARCHES)
def test_the_records_of_a_search(world, text):
    found = ask.log_search(world.store, WORLD, parse(text), 1_000)
    expected = sorted((at(row) for row in matching_rows(parse(text), world.logs)), reverse=True)
    assert found.frame["Timestamp"].dt.epoch("ns").to_list() == expected
    assert found.next_cursor is None


@pytest.mark.parametrize(("text", "limit"), [("", 13), ("", 10_000), ("level>=warn", 7), ("failed", 1)])
def test_pages_joined_are_the_list_and_one_order_is_the_other_reversed(store, rows, text, limit):
    newest = pages(store, text, limit)
    matching = [written(row) for row in matching_rows(parse(text), rows)]
    assert sorted(newest) == sorted(matching)
    times = [time for time, *_ in newest]
    assert times == sorted(times, reverse=True)
    assert pages(store, text, limit, LogOrder.OLDEST) == newest[::-1]


def test_a_page_goes_on_within_its_range_alone(store):
    cursor = ask.log_search(store, OURS, EVERYTHING, 5).next_cursor
    before = Scope("ours", NOON - 20 * DAY, NOON - 19 * DAY)
    after = Scope("ours", NOON + DAY, NOON + 2 * DAY)
    assert ask.log_search(store, before, EVERYTHING, 5, cursor).frame.height == 0
    found = ask.log_search(store, after, EVERYTHING, 5, cursor)
    assert (found.frame.height, found.next_cursor) == (0, None)
    assert "Body" in found.frame.columns


def test_records_that_come_in_between_neither_repeat_nor_hide_one(embedded_store, encoder):
    def put(*numbers: int) -> None:
        some = [log(each, Timestamp=moment(NOON), Body=f"message {each}") for each in numbers]
        embedded_store.insert_native("otel_logs", len(some), encoder.writer("otel_logs", some), str(numbers))

    put(*range(20))
    first = ask.log_search(embedded_store, WORLD, EVERYTHING, 8)
    put(*range(20, 60))
    rest = ask.log_search(embedded_store, WORLD, EVERYTHING, 100, first.next_cursor)
    given = [*first.frame["Body"], *rest.frame["Body"]]
    assert len(given) == len(set(given))
    assert {f"message {each}" for each in range(20)} <= set(given)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        write_cursor(Position(NOON, ("1",)), "logs", "newest", None),
        write_cursor(Position(NOON, ("one", "1")), "logs", "newest", None),
        write_cursor(Position(NOON, (str(2**64), "1")), "logs", "newest", None),
        write_cursor(Position(NOON, ("1", "9" * 19)), "logs", "newest", None),
        write_cursor(Position(NOON, ("1", "²")), "logs", "newest", None),
        write_cursor(Position(NOON, ("1", "1")), "logs", "oldest", None),
        log_cursor(NOON, 1),
    ],
)
def test_another_cursor_is_refused(store, cursor):
    with pytest.raises(MalformedCursor):
        ask.log_search(store, OURS, EVERYTHING, 5, cursor)


def test_what_a_process_wrote_around_a_record(store, rows):
    page = ask.log_search(store, OURS, parse("level:error"), 12).frame
    for row in page.select(page["Timestamp"].dt.epoch("ns"), "Tie", "ServiceName", "Body", "ResourceAttributes").rows(
        named=True
    ):
        host = row["ResourceAttributes"]["host.name"]
        of_process = [each for each in map(written, rows) if (each[1], each[3]) == (row["ServiceName"], host)]
        context = ask.log_context(store, OURS, log_cursor(row["Timestamp"], row["Tie"]), 1_000, 1_000)
        before, after = shown(context.before), shown(context.after)
        me = (row["Timestamp"], row["ServiceName"], row["Body"], host)
        assert sorted([*before, me, *after]) == sorted(of_process)
        times = [each[0] for each in (*before, me, *after)]
        assert times == sorted(times)
        few = ask.log_context(store, OURS, log_cursor(row["Timestamp"], row["Tie"]), 2, 3)
        assert shown(few.before) == before[-2:]
        assert shown(few.after) == after[:3]


def test_what_is_alike_is_given_once_after(embedded_store, encoder):
    said = [
        log(0, Body="again"),
        log(0, Body="again"),
        log(0, Body="again"),
        log(-1, Body="first"),
        log(1, Body="last"),
    ]
    embedded_store.insert_native("otel_logs", 5, encoder.writer("otel_logs", said), "alike")
    page = ask.log_search(embedded_store, WORLD, parse("again"), 10).frame
    assert page["Tie"].n_unique() == 1
    context = ask.log_context(embedded_store, WORLD, log_cursor(NOON, page["Tie"][0]), 5, 5)
    assert context.before["Body"].to_list() == ["first"]
    assert context.after["Body"].to_list() == ["again", "again", "last"]


def test_neighbours_are_of_the_same_day_whatever_the_range(embedded_store, encoder):
    said = [
        log(0, Timestamp=moment(NOON + days * DAY + SECOND * (days > 0)), Body=str(days)) for days in (-2, -1, 0, 1)
    ]
    embedded_store.insert_native("otel_logs", 4, encoder.writer("otel_logs", said), "days")
    (tie,) = ask.log_search(embedded_store, WORLD, parse("body:0"), 1).frame["Tie"]
    anywhere = Scope("acme", 0, 1)
    context = ask.log_context(embedded_store, anywhere, log_cursor(NOON, tie), 5, 5)
    assert (context.before["Body"].to_list(), context.after["Body"].to_list()) == (["-1"], [])
    assert ask.log_context(embedded_store, anywhere, log_cursor(NOON, tie ^ 1), 5, 5) is None
    assert ask.log_context(embedded_store, anywhere, log_cursor(2**63 - 1, tie), 5, 5) is None
    assert ask.log_context(embedded_store, anywhere, log_cursor(0, 0), 5, 5) is None


@pytest.mark.parametrize("counts", [(-1, 0), (0, -1), (RECORDS_MAX + 1, 0)])
def test_a_context_has_a_bound(store, counts):
    with pytest.raises(ValueError, match=f"0 to {RECORDS_MAX}"):
        ask.log_context(store, OURS, log_cursor(NOON, 1), *counts)


def test_a_context_takes_its_own_cursor_alone(store):
    page = ask.log_search(store, OURS, EVERYTHING, 5)
    with pytest.raises(MalformedCursor):
        ask.log_context(store, OURS, page.next_cursor, 1, 1)
