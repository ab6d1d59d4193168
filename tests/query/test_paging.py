"""`query.paging`: cursors come back as they were written, and nothing else is taken for one."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.language import parse
from query.paging import CURSOR_CHARACTERS_MAX, MalformedCursor, Position, end_behind, read_cursor, write_cursor
from query.scope import UNIX_NS_MAX, Scope

IDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=32), max_size=3).map(tuple)
TREE = parse("service:orders").tree


@given(st.integers(0, UNIX_NS_MAX), IDS)
def test_a_position_is_read_as_it_was_written(unix_ns, ids):
    position = Position(unix_ns, ids)
    cursor = write_cursor(position, "spans", TREE)
    assert read_cursor(cursor, len(ids), "spans", TREE) == position
    assert cursor.replace("-", "").replace("_", "").isalnum()


@given(
    st.one_of(
        st.text(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
            lambda each: st.lists(each, max_size=4),
        ).map(lambda content: base64.urlsafe_b64encode(json.dumps(content).encode()).decode()),
        st.binary(max_size=60).map(lambda content: base64.urlsafe_b64encode(content).decode()),
    )
)
def test_anything_else_is_refused(text):
    with pytest.raises(MalformedCursor):
        read_cursor(text, 1, "spans", TREE)


def altered(*content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_a_cursor_is_of_one_list_one_search_and_one_version():
    cursor = write_cursor(Position(5, ("a",)), "spans", TREE)
    version, fingerprint, *_ = json.loads(base64.urlsafe_b64decode(cursor + "==="))
    assert read_cursor(altered(version, fingerprint, 5, "a"), 1, "spans", TREE) == Position(5, ("a",))
    for asked in (("traces", TREE), ("spans", None)):
        with pytest.raises(MalformedCursor, match="another search or version"):
            read_cursor(cursor, 1, *asked)
    for content in (
        (version + 1, fingerprint, 5, "a"),
        (version, fingerprint, -1, "a"),
        (version, fingerprint, True, "a"),
        (version, fingerprint, UNIX_NS_MAX + 1, "a"),
        (version, fingerprint, 5),
        (version, fingerprint, 5, "a", "b"),
        (version, fingerprint, 5, 6),
        (version, fingerprint, 5, "\ud800"),
    ):
        with pytest.raises(MalformedCursor, match="another search or version"):
            read_cursor(altered(*content), 1, "spans", TREE)


def test_a_cursor_has_a_length():
    with pytest.raises(MalformedCursor, match=f"at most {CURSOR_CHARACTERS_MAX} characters, this one 5000"):
        read_cursor("a" * 5_000, 1, "spans", TREE)


def test_what_is_behind_a_position_is_within_the_range():
    scope = Scope("acme", 100, 200)
    assert end_behind(scope, None) == 200
    assert end_behind(scope, Position(150, ())) == 151
    assert end_behind(scope, Position(500, ())) == 200
    assert end_behind(scope, Position(50, ())) == 101
