"""`ask.difference`: counts and scores against plain Python on random spans, and what is made of many."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from query import ask
from query.ask import compared_spans
from query.ask.difference import ATTRIBUTES_MAX, VALUES_MAX, Box, Difference
from query.language import EVERYTHING, parse
from query.scope import Scope
from query.vocabulary import TRACES
from tests.query.ask.world import WORLD, World, at, matching_rows
from tests.query.rows import HOUR, NOON, SECOND, Row, moment, span

FIELDS = {
    "service": "ServiceName", "name": "SpanName", "kind": "SpanKind", "status": "StatusCode",
    "message": "StatusMessage", "route": "CamelRoute",
}  # fmt: skip
CASES = [
    ("", "status:error", Box()),
    ("", "", Box(duration_ns_min=10**6)),
    ("service:(orders OR billing)", "", Box(NOON - 3 * HOUR, NOON - HOUR, 5, 10**9)),
    ("", "http.route:/pay", Box(end_unix_ns=NOON)),
    ("kind:server", "n>1", Box()),
    ("", "event:exception -event:retry", Box(duration_ns_max=10**9)),
    ("kind:client", "service:gateway duration>10s", Box()),
]


def asked(world: World, text: str, selection: str, box: Box, **bounds: int) -> Difference:
    most = {"attributes_max": ATTRIBUTES_MAX, "values_max": VALUES_MAX} | bounds
    return ask.difference(world.store, WORLD, parse(text), parse(selection), box, **most)


def sides(world: World, text: str, selection: str, box: Box) -> tuple[list[Row], list[Row]]:
    def within(row: Row) -> bool:
        low, high = box.duration_ns_min or 0, box.duration_ns_max or math.inf
        first, end = box.start_unix_ns or 0, box.end_unix_ns or math.inf
        return first <= at(row) < end and low <= row["Duration"] < high

    rows = matching_rows(parse(text), world.spans)
    # Spans that were sent twice are two.
    chosen = {id(row) for row in matching_rows(parse(selection), rows) if within(row)}
    return [row for row in rows if id(row) in chosen], [row for row in rows if id(row) not in chosen]


def values(row: Row) -> Iterable[tuple[tuple[str, str], str]]:
    """(source, key) and value, of what the spans of the world have."""
    for key, name in FIELDS.items():
        if row[name]:
            yield ("field", key), row[name]
    for event in set(row["Events.Name"]):
        yield ("field", "event"), event
    for key, value in row["SpanAttributes"].items():
        yield ("span", "span.host.name" if key == "host.name" else key), value
    for key, value in row["ResourceAttributes"].items():
        yield ("resource", "resource.host.name" if key == "host.name" else key), value


def counted(rows: list[Row]) -> dict[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key, value in values(row):
            counts[key][value] += 1
    return counts


def is_common(selected: int, rest: int, all_selected: int, all_rest: int) -> bool:
    return selected >= max(1, 0.01 * all_selected) or rest >= max(1, 0.01 * all_rest)


def beyond_chance(selected: int, rest: int, all_selected: int, all_rest: int) -> float:
    p, q = (selected + 1) / (all_selected + 2), (rest + 1) / (all_rest + 2)
    error = math.sqrt(p * (1 - p) / (all_selected + 2) + q * (1 - q) / (all_rest + 2))
    return max(0.0, abs(p - q) - 1.96 * error)


def number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def score_of_numbers(selected: list[float], rest: list[float], all_selected: int, all_rest: int) -> float:
    most = 0.0
    for bound in {*selected, *rest}:
        for side in (lambda each, bound=bound: each <= bound, lambda each, bound=bound: each > bound):
            most = max(most, abs(sum(map(side, selected)) / all_selected - sum(map(side, rest)) / all_rest))
    return max(0.0, most - 1.358 * math.sqrt(1 / all_selected + 1 / all_rest))


def score(key: str, chosen: Counter[str], others: Counter[str], rows: list[Row], rest: list[Row]) -> float:
    """Of a key's values on both sides, from nothing but the counts."""
    both = (len(rows), len(rest))
    common = {each for each in {*chosen, *others} if is_common(chosen[each], others[each], *both)}
    differences = [beyond_chance(chosen[each], others[each], *both) for each in common]
    if key == "event":
        absent = [sum(not row["Events.Name"] for row in side) for side in (rows, rest)]
        return max(*differences, beyond_chance(*absent, *both))
    rare = [sum(count for value, count in side.items() if value not in common) for side in (chosen, others)]
    absent = [len(side) - counts.total() for side, counts in ((rows, chosen), (rest, others))]
    found = (sum(differences) + beyond_chance(*rare, *both) + beyond_chance(*absent, *both)) / 2
    numbers = [[number(each) for each in side.elements()] for side in (chosen, others)]
    readable = [[each for each in side if each is not None] for side in numbers]
    if sum(map(len, readable)) >= 0.9 * sum(map(len, numbers)) > 0:
        found = max(found, score_of_numbers(*readable, *both))
    return min(1.0, found)


@pytest.mark.parametrize(("text", "selection", "box"), CASES)
def test_counts_and_scores_of_all_that_spans_have(world, text, selection, box):
    rows, rest = sides(world, text, selection, box)
    assert rows
    assert rest
    found = asked(world, text, selection, box)
    assert (found.sides.selected, found.sides.rest) == (len(rows), len(rest))
    assert found.looked_at == found.sides
    chosen, others = counted(rows), counted(rest)
    attributes = {(each.source, each.key): each for each in found.attributes if each.key != "duration"}
    assert attributes.keys() == chosen.keys() | others.keys()
    for (source, key), attribute in attributes.items():
        one, other = chosen[source, key], others[source, key]
        assert {(value, a, b) for value, a, b in attribute.values.iter_rows()} == {
            (value, one[value], other[value])
            for value in {*one, *other}
            if is_common(one[value], other[value], len(rows), len(rest))
        }
        assert attribute.score == pytest.approx(score(key, one, other, rows, rest)), key
        if key != "event":
            assert (attribute.selected, attribute.rest) == (one.total(), other.total())
    scores = [each.score for each in found.attributes]
    assert scores == sorted(scores, reverse=True)


def test_durations_are_compared_as_numbers(world):
    rows, rest = sides(world, "", "status:error", Box())
    duration = next(each for each in asked(world, "", "status:error", Box()).attributes if each.key == "duration")
    assert (duration.selected, duration.rest) == (len(rows), len(rest))
    durations = [[row["Duration"] for row in side] for side in (rows, rest)]
    # A bucket is 1/128 wide: numbers that are nearer to one another are one.
    assert duration.score == pytest.approx(score_of_numbers(*durations, len(rows), len(rest)), abs=0.05)
    numbers = duration.numbers
    assert numbers.bounds == sorted(set(numbers.bounds))
    for side, counts in zip(durations, (numbers.selected, numbers.rest), strict=True):
        bands = zip(numbers.bounds, numbers.bounds[1:], strict=False)
        assert counts == [sum(low <= each < high for each in side) for low, high in bands]
    for side, quartiles in zip(durations, (numbers.selected_quartiles, numbers.rest_quartiles), strict=True):
        ranked = sorted(side)
        for share, value in ((0.25, quartiles.p25), (0.5, quartiles.p50), (0.75, quartiles.p75)):
            assert value == pytest.approx(ranked[math.ceil(share * len(ranked)) - 1], rel=0.01, abs=0.1)


def test_what_the_box_bounds_is_not_compared(world):
    found = asked(world, "", "", Box(duration_ns_min=10**6))
    assert "duration" not in {each.key for each in found.attributes}


def test_the_most_different_are_given(world):
    everything = asked(world, "", "status:error", Box())
    found = asked(world, "", "status:error", Box(), attributes_max=3, values_max=2)
    assert [each.key for each in found.attributes] == [each.key for each in everything.attributes[:3]]
    assert found.attributes[0].key == "status"
    assert found.attributes[0].values.rows() == everything.attributes[0].values.head(2).rows()


def put(store, encoder, rows: list[Row]) -> Scope:
    store.insert_native("otel_traces", len(rows), encoder.writer("otel_traces", rows), "spans")
    return Scope("acme", NOON - HOUR, NOON + HOUR)


def spans(count: int) -> list[Row]:
    """Every tenth is slow; of the slow, most run on host b. Each has an id of its own and a size."""
    return [
        span(
            each,
            Timestamp=moment(NOON + each),
            SpanAttributes={
                "order.id": f"order-{each}",
                "host": "b" if each % 10 == 0 and each % 50 else "a",
                "bytes": str(each * 7 % 5_000),
                "weight": str(0.001 * (each % 977) * (3 if each % 10 == 0 else 1)),
            },
            Duration=SECOND if each % 10 == 0 else 1_000,
        )
        for each in range(count)
    ]


def test_ids_and_chance_do_not_stand_out(embedded_store, encoder):
    scope = put(embedded_store, encoder, spans(4_000))
    found = ask.difference(embedded_store, scope, EVERYTHING, EVERYTHING, Box(duration_ns_min=2_000), 50, 10)
    scores = {each.key: each.score for each in found.attributes}
    assert [each.key for each in found.attributes][:2] == ["host", "weight"]
    assert scores["host"] > 0.7
    assert 0.3 < scores["weight"] < 0.7
    assert {scores[key] for key in ("order.id", "bytes", "service", "kind")} <= {0.0}, scores
    host = found.attributes[0]
    assert host.values.rows() == [("a", 80, 3_600), ("b", 320, 0)]
    (order,) = [each for each in found.attributes if each.key == "order.id"]
    assert (order.selected, order.rest, order.values.height, order.numbers) == (400, 3_600, 0, None)
    weight = found.attributes[1].numbers
    assert (sum(weight.selected), sum(weight.rest)) == (400, 3_600)
    assert weight.selected_quartiles.p50 == pytest.approx(3 * weight.rest_quartiles.p50, rel=0.1)


def test_of_very_many_some_are_drawn_and_it_says_so(embedded_store, encoder):
    scope = put(embedded_store, encoder, spans(4_000))
    search = parse("service:orders")
    box = Box(duration_ns_min=2_000)
    found = [ask.difference(embedded_store, scope, search, EVERYTHING, box, 50, 10, spans_max=500) for _ in range(2)]
    assert found[0].sides.selected == 400
    assert found[0].looked_at.selected == 400
    assert found[0].sides.rest == 3_600
    assert found[0].looked_at.rest == pytest.approx(500, rel=0.2)
    host = found[0].attributes[0]
    assert (host.key, host.rest) == ("host", found[0].looked_at.rest)
    assert host.values.rows() == found[1].attributes[0].values.rows()


@pytest.mark.parametrize(("text", "selection"), [("service:nobody", "status:error"), ("", "service:nobody"), ("status:error", "status:error")])  # fmt: skip  # noqa: E501
def test_nothing_differs_from_nothing(world, text, selection):
    assert asked(world, text, selection, Box()).attributes == []


@pytest.mark.parametrize(
    ("selection", "bounds", "says"),
    [
        ("", {}, "everything is selected"),
        ("status:error", {"attributes_max": 0}, f"1 to {ATTRIBUTES_MAX}"),
        ("status:error", {"values_max": VALUES_MAX + 1}, f"1 to {VALUES_MAX}"),
    ],
)
def test_what_cannot_be_compared_is_refused(world, selection, bounds, says):
    with pytest.raises(ValueError, match=says):
        asked(world, "", selection, Box(), **bounds)


def test_every_field_of_a_span_is_compared_or_is_an_id():
    words, longer = compared_spans._fields()
    compared = {*words.values(), *longer.values(), "duration", "event"}
    ids = {"trace", "trace_id", "span_id", "parent_id"}
    columns = {field.column for key, field in TRACES.fields.items() if key in compared}
    assert {key for key, field in TRACES.fields.items() if field.column not in columns} == ids
