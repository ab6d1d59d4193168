"""`ask.unknown_keys`: which keys, where, and what was meant."""

import pytest

from query import ask
from query.language import parse
from query.vocabulary import TRACES
from tests.query.ask.world import WORLD


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("", []),
        ("words only", []),
        ("service:x http.route:y host.name:z span.host.name:a resource.host.name:b event.anything:c", []),
        ("htp.route:x", [("htp.route", 1, "http.route")]),
        ("a OR NOT (span.http.rute:[1 TO 2])", [("span.http.rute", 11, "span.http.route")]),
        ("-resource.http.route:x", [("resource.http.route", 2, "span.http.route")]),
        ("servce:(a OR b)", [("servce", 1, "service")]),
        ("zzz:1 n:1 zzz:2 yyy=3", [("zzz", 1, None), ("yyy", 17, None)]),
        ("level:error", [("level", 1, None)]),
    ],
)
def test_keys_that_no_record_has(world, text, unknown):
    found = ask.unknown_keys(world.store, WORLD, parse(text), TRACES)
    assert [(each.key, each.column, each.nearest) for each in found] == unknown
    for each in found:
        assert text[each.column - 1 :].startswith(each.key)
        assert each.message.startswith(f"no record of this time has {each.key}")
        assert each.nearest is None or each.nearest in each.message
