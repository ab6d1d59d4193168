"""`ask.trace`: traces by id, whole and in parts, of spans some of which were sent twice."""

import pytest

from query.ask.trace import Extent, extent, trace, trace_parts
from query.scope import Scope
from tests.query.ask.world import WORLD, World, at
from tests.query.rows import HOUR, NOON

NOWHERE = Scope("acme", 1, 2)


def ids(world: World) -> list[str]:
    return sorted({row["TraceId"] for row in world.spans})


def identities(rows) -> list[tuple[object, ...]]:
    return sorted({(at(row), row["SpanId"], row["SpanKind"]) for row in rows})


def of_frame(frame) -> list[tuple[object, ...]]:
    return frame.select(frame["Timestamp"].dt.epoch("ns"), "SpanId", "SpanKind").rows()


def test_where_a_trace_lies(world):
    for identifier in ids(world)[:20]:
        rows = [row for row in world.spans if row["TraceId"] == identifier]
        assert extent(world.store, NOWHERE, identifier) == Extent(
            min(map(at, rows)),
            max(at(row) + row["Duration"] for row in rows),
            len(rows),
            sum(row["StatusCode"] == "Error" for row in rows),
        )
    assert extent(world.store, WORLD, "f" * 32) is None
    assert extent(world.store, Scope("nobody", 1, 2), ids(world)[0]) is None


@pytest.mark.parametrize("size", [1, 2, 5, 5_000])
def test_parts_joined_are_the_trace(world, size):
    for identifier in ids(world)[:10]:
        parts = list(trace_parts(world.store, NOWHERE, identifier, size))
        whole = trace(world.store, WORLD, identifier)
        assert sorted(each for part in parts for each in of_frame(part)) == of_frame(whole)
        assert all(of_frame(part) == sorted(of_frame(part)) for part in parts)
        assert all(part.height <= size for part in parts) or size == 1
        assert of_frame(whole) == identities(row for row in world.spans if row["TraceId"] == identifier)
    assert list(trace_parts(world.store, WORLD, "f" * 32)) == []


def test_an_id_is_hexadecimal(world):
    for ask in (extent, trace, lambda *given: list(trace_parts(*given))):
        with pytest.raises(ValueError, match="is not a trace id"):
            ask(world.store, Scope("acme", NOON - HOUR, NOON), "xyz")
