"""Searches that people saved, in a real store."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from query import saved_searches as kept
from query.native_block import block
from query.saved_searches import Conflict, SavedSearch, TooMany
from query.schema import table
from query.settings import StoreSettings
from query.store import Store

ORIGINAL = SavedSearch(
    id="",
    owner="ann",
    shared=False,
    name="Späte Aufträge",
    screen="traces",
    query='service:orders "\\d+"',
    params={"from": "now-1h", "😀": "'; DROP TABLE x; --", "facet": ["http.route", "'"]},
)


def test_what_is_saved_is_read_as_it_was(store):
    saved = kept.create(store, "acme", ORIGINAL)
    assert kept.saved_search(store, "acme", saved.id) == saved
    assert replace(saved, id="", updated_unix_ns=0) == ORIGINAL
    assert kept.saved_search(store, "other", saved.id) is None


def test_a_change_is_the_next_version_and_a_deleted_one_is_gone(store):
    saved = kept.create(store, "acme", ORIGINAL)
    changed = kept.change(store, "acme", replace(saved, name="B", shared=True))
    assert (changed.version, changed.name) == (2, "B")
    assert kept.saved_searches(store, "acme") == [changed]
    kept.delete(store, "acme", changed)
    assert kept.saved_searches(store, "acme") == []
    with pytest.raises(Conflict, match="no longer at version 2"):
        kept.change(store, "acme", changed)


def test_a_deletion_is_known_and_the_next_version_brings_it_back(store):
    saved = kept.create(store, "acme", ORIGINAL)
    kept.delete(store, "acme", saved)
    deletion = kept.saved_search(store, "acme", saved.id)
    assert deletion is not None
    assert (deletion.deleted, deletion.version, deletion.name) == (True, 2, saved.name)
    with pytest.raises(Conflict, match="no longer at version 2"):
        kept.delete(store, "acme", deletion)
    back = kept.change(store, "acme", deletion)
    assert (back.id, back.version, back.deleted) == (saved.id, 3, False)
    assert kept.saved_searches(store, "acme") == [back]


def test_what_is_brought_back_needs_room_like_a_new_one(store, monkeypatch):
    first, second = (kept.create(store, "acme", ORIGINAL) for _ in range(2))
    monkeypatch.setattr(kept, "SEARCHES_MAX", 2)
    kept.delete(store, "acme", first)
    kept.create(store, "acme", ORIGINAL)
    deletion = kept.saved_search(store, "acme", first.id)
    assert deletion is not None
    with pytest.raises(TooMany, match="2 saved searches already"):
        kept.change(store, "acme", deletion)
    # One that is there may be changed however many there are.
    assert kept.change(store, "acme", second).version == 2


def test_deleted_ones_do_not_crowd_out_the_others(dsn, store):
    kept.create(store, "acme", ORIGINAL)
    for _ in range(5):
        kept.delete(store, "acme", kept.create(store, "acme", ORIGINAL))
    narrow = Store.open(StoreSettings(dsn=dsn, query_result_rows=5))
    assert [each.name for each in kept.saved_searches(narrow, "acme")] == [ORIGINAL.name]
    narrow.close()


def test_who_changes_an_older_version_is_told(store):
    saved = kept.create(store, "acme", ORIGINAL)
    kept.change(store, "acme", replace(saved, name="first"))
    for late in (kept.change, kept.delete):
        with pytest.raises(Conflict, match="no longer at version 1"):
            late(store, "acme", replace(saved, name="second"))


def test_of_several_at_the_same_time_one_wins_and_the_others_are_told(store):
    saved = kept.create(store, "acme", ORIGINAL)

    def change(number: int) -> str:
        try:
            return kept.change(store, "acme", replace(saved, name=f"name {number}")).name
        except Conflict:
            return ""

    with ThreadPoolExecutor(4) as pool:
        names = [name for name in pool.map(change, range(8)) if name]
    found = kept.saved_search(store, "acme", saved.id)
    assert found is not None
    assert [found.name] == names
    assert found.version == 2


def test_a_list_is_by_name_and_of_one_tenant(store):
    for name in ("b", "A", "ä", "c"):
        kept.create(store, "acme", replace(ORIGINAL, name=name))
    kept.create(store, "other", ORIGINAL)
    assert [each.name for each in kept.saved_searches(store, "acme")] == ["A", "b", "c", "ä"]


def test_there_are_no_more_than_may_be(store, monkeypatch):
    monkeypatch.setattr(kept, "SEARCHES_MAX", 2)
    for _ in range(2):
        kept.create(store, "acme", ORIGINAL)
    with pytest.raises(TooMany, match="2 saved searches already"):
        kept.create(store, "acme", ORIGINAL)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text(max_size=300), st.integers(0, 2**64 - 1), st.integers(0, 1), st.integers(0, 2**62)),
        min_size=1,
        max_size=20,
    )
)
def test_any_text_and_number_comes_back_from_a_block(store, values):
    saved = table("saved_searches")
    rows = [
        {column.name: "" for column in saved.columns if column.type == "String"}
        | {
            "TenantId": "fuzz",
            "Id": f"{number:04}",
            "Query": words,
            "Version": version,
            "Deleted": flag,
            "Shared": flag,
        }
        | {"UpdatedAt": moment}
        for number, (words, version, flag, moment) in enumerate(values)
    ]
    store.execute("TRUNCATE TABLE " + store.target.database + ".saved_searches")
    store.insert_native("saved_searches", len(rows), lambda fd: os.write(fd, block(saved, rows)), os.urandom(8).hex())
    found = store.frame(
        "SELECT Query, Version, Deleted, toUnixTimestamp64Nano(UpdatedAt) FROM saved_searches ORDER BY Id"
    )
    assert found.rows() == values
