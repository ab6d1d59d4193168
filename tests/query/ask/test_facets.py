"""`ask.facets`: against plain Python, and what is said when there are more values than are counted."""

from collections import Counter

import pytest

from query import ask
from query.ask.facets import COUNTED_VALUES, KEYS_MAX, VALUES_MAX
from query.language import EVERYTHING, parse
from query.vocabulary import LOGS, TRACES, Vocabulary
from tests.query.ask.world import LEVELS, LOG_SEARCHES, TRACE_SEARCHES, WORLD, World, matching_rows, values_of
from tests.query.rows import NOON, Row, moment, span

TRACE_KEYS = ["service", "status", "http.route", "host.name", "resource.host.name", "n", "event", "route", "nobody.has"]
LOG_KEYS = ["level", "service", "thread.name", "event"]


def level(row: Row) -> list[str]:
    return [name for name, first in LEVELS.items() if first <= row["SeverityNumber"] < first + 4]


def counted(key: str, rows: list[Row]) -> Counter[str]:
    """Of the attributes of a row the first place counts; of events each."""
    counts: Counter[str] = Counter()
    for row in rows:
        values = level(row) if key == "level" else values_of(key, row)
        counts.update(each for each in (values if key == "event" else values[:1]) if each or key in {"http.route", "n"})
    return counts


def check(world: World, vocabulary: Vocabulary, text: str, keys: list[str], rows: list[Row], values_max: int) -> None:
    found = ask.facets(world.store, WORLD, parse(text), vocabulary, keys, values_max)
    expected = []
    for key in keys:
        top = sorted(counted(key, rows).items(), key=lambda each: (-each[1], each[0]))
        others = sum(count for _, count in top[values_max:])
        expected += [(key, value, count, 0, others) for value, count in top[:values_max]]
    assert found.rows() == expected


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_values_of_spans(world, text):
    check(world, TRACES, text, TRACE_KEYS, matching_rows(parse(text), world.spans), 100)


@pytest.mark.parametrize("text", LOG_SEARCHES)
def test_values_of_log_records(world, text):
    check(world, LOGS, text, LOG_KEYS, matching_rows(parse(text), world.logs), 100)


def test_what_is_not_listed_is_counted_together(world):
    check(world, TRACES, "", TRACE_KEYS, matching_rows(EVERYTHING, world.spans), 2)


def test_counts_of_more_values_than_are_counted_say_how_far_they_may_be_off(embedded_store, encoder):
    common = ["often"] * 3_000 + ["less often"] * 1_000
    values = [*common, *(f"once {number}" for number in range(COUNTED_VALUES + 1_000))]
    rows = [span(0, Timestamp=moment(NOON + number), SpanAttributes={"id": each}) for number, each in enumerate(values)]
    embedded_store.insert_native("otel_traces", len(rows), encoder.writer("otel_traces", rows), "many")
    found = ask.facets(embedded_store, WORLD, EVERYTHING, TRACES, ["id"], 2)
    assert found["Value"].to_list() == ["often", "less often"]
    for (_, _, count, error, _), true in zip(found.rows(), (3_000, 1_000), strict=True):
        assert count - error <= true <= count
    assert found["Others"][0] >= COUNTED_VALUES + 1_000


@pytest.mark.parametrize(
    ("keys", "values_max", "says"),
    [
        ([], 5, "0 keys at once"),
        (["a"] * (KEYS_MAX + 1), 5, f"1 to {KEYS_MAX}"),
        (["a"], 0, f"1 to {VALUES_MAX}"),
        (["a"], VALUES_MAX + 1, f"1 to {VALUES_MAX}"),
        (["duration"], 5, "duration has too many values"),
        (["trace"], 5, "trace has too many values"),
        (["event.x"], 5, "event.x may have several values"),
    ],
)
def test_what_cannot_be_listed_is_refused(world, keys, values_max, says):
    with pytest.raises(ValueError, match=says):
        ask.facets(world.store, WORLD, EVERYTHING, TRACES, keys, values_max)
