"""`query.analysis.compare`: against plain Python, which knows a span by its whole way."""

from hypothesis import given

from query.analysis import FLAG_STUB, Skeleton, compare, skeleton
from tests.query.analysis.spans import analysed, frame, row, traces


def ways(found: Skeleton) -> list[tuple[tuple[str, str], ...]]:
    result: list[tuple[tuple[str, str], ...]] = []
    for each in found.rows.iter_rows(named=True):
        stub = each["flags"] & FLAG_STUB
        own = ("?", "?") if stub else (found.services[each["service"]], found.names[each["name"]])
        result.append((*(result[each["parent"]] if each["parent"] >= 0 else ()), own))
    return result


def sums(found: Skeleton) -> dict[tuple[tuple[str, str], ...], tuple[int, int, int, int]]:
    result: dict[tuple[tuple[str, str], ...], tuple[int, int, int, int]] = {}
    for way, each in zip(ways(found), found.rows.iter_rows(named=True), strict=True):
        before = result.get(way, (0, 0, 0, 0))
        own = (1, each["duration_ns"], each["self_ns"], each["flags"] & 1)
        result[way] = tuple(one + other for one, other in zip(before, own, strict=True))
    return result


@given(traces(), traces())
def test_spans_of_one_way_are_one_row(one, other):
    a, b = skeleton("a" * 32, frame(one)), skeleton("b" * 32, frame(other))
    found = compare(a, b)
    assert found.services == tuple(sorted({*a.services, *b.services}))
    way: list[tuple[tuple[str, str], ...]] = []
    of_a, of_b = {}, {}
    for each in found.rows.iter_rows(named=True):
        own = ("?", "?") if each["service"] < 0 else (found.services[each["service"]], found.names[each["name"]])
        way.append((*(way[each["parent"]] if each["parent"] >= 0 else ()), own))
        assert each["depth"] == len(way[-1]) - 1
        for side, totals in (("a", of_a), ("b", of_b)):
            totals[way[-1]] = tuple(
                each[name.format(side)] for name in ("count_{}", "duration_{}_ns", "self_{}_ns", "errors_{}")
            )
    assert len(way) == len(set(way))
    for totals, trace in ((of_a, sums(a)), (of_b, sums(b))):
        assert {path: total for path, total in totals.items() if total[0]} == trace
        assert all(total == (0, 0, 0, 0) for total in totals.values() if not total[0])


def test_rows_are_in_pre_order_as_they_come_first():
    a = analysed(row(1, SpanName="GET"), row(2, 1, 1, SpanName="pay"), row(3, 1, 2, SpanName="ship"))
    b = analysed(
        row(1, SpanName="GET"),
        row(2, 1, 1, SpanName="ship"),
        row(3, 2, 2, SpanName="pack"),
        row(4, 1, 3, SpanName="new"),
    )
    found = compare(a, b)
    listed = [(found.names[name], depth, one, other) for name, depth, one, other in found.rows.select(
        "name", "depth", "count_a", "count_b").rows()]  # fmt: skip
    assert listed == [("GET", 0, 1, 1), ("pay", 1, 1, 0), ("ship", 1, 1, 1), ("pack", 2, 0, 1), ("new", 1, 0, 1)]


def test_a_trace_is_like_itself():
    found = analysed(row(1), row(2, 1, ServiceName="billing"), row(3, 9))
    rows = compare(found, found).rows
    assert rows["count_a"].to_list() == rows["count_b"].to_list() == [1, 1, 1, 1]
