"""Saved searches over HTTP: whose they are, and what a change has to know."""

import pytest

from tests.controlplane.conftest import Platform

PATH = "/api/v1/saved-searches"
DRAFT = {
    "name": "  Slow orders ",
    "screen": "traces",
    "query": "service:orders duration>1s",
    "params": {"from": "now-1h", "group": "http.route", "facet": ["service", "http.route"]},
}


def by(owner: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {owner}"}


def saved(platform: Platform, owner: str = "ann", **changes: object) -> dict[str, object]:
    answer = platform.send("POST", PATH, json=DRAFT | changes, headers=by(owner))
    assert answer.status_code == 201, answer.text
    return answer.json()


def names(platform: Platform, owner: str, query: str = "") -> list[str]:
    return [each["name"] for each in platform.get(PATH + query, headers=by(owner)).json()["searches"]]


def test_what_is_saved_is_found_by_its_owner(platform: Platform):
    search = saved(platform)
    assert search == DRAFT | {
        "name": "Slow orders",
        "shared": False,
        "id": search["id"],
        "owner": "ann",
        "version": 1,
        "updated_unix_ns": search["updated_unix_ns"],
    }
    assert platform.get(f"{PATH}/{search['id']}", headers=by("ann")).json() == search
    assert names(platform, "ann") == ["Slow orders"]
    assert names(platform, "bob") == []


def test_what_is_shared_is_seen_by_all_and_changed_by_its_owner(platform: Platform):
    search = saved(platform, shared=True)
    place = f"{PATH}/{search['id']}"
    assert platform.get(place, headers=by("bob")).json() == search
    change = DRAFT | {"name": "mine now", "version": 1}
    for refused in (
        platform.send("PUT", place, json=change, headers=by("bob")),
        platform.send("DELETE", place, headers=by("bob")),
    ):
        assert refused.status_code == 403
        assert "'ann'" in refused.json()["detail"]
    changed = platform.send("PUT", place, json=change, headers=by("ann")).json()
    assert (changed["name"], changed["version"], changed["shared"]) == ("mine now", 2, False)
    assert platform.get(place, headers=by("bob")).status_code == 404


def test_a_change_of_an_older_version_is_a_conflict(platform: Platform):
    search = saved(platform)
    place = f"{PATH}/{search['id']}"
    change = DRAFT | {"version": 1}
    assert platform.send("PUT", place, json=change, headers=by("ann")).status_code == 200
    late = platform.send("PUT", place, json=change, headers=by("ann"))
    assert (late.status_code, late.json()["type"]) == (409, "urn:camelops:problem:version_conflict")
    assert platform.send("DELETE", f"{place}?version=1", headers=by("ann")).status_code == 409
    assert platform.send("DELETE", f"{place}?version=2", headers=by("ann")).status_code == 204
    for gone in (platform.get(place, headers=by("ann")), platform.send("DELETE", place, headers=by("ann"))):
        assert (gone.status_code, gone.json()["type"]) == (410, "urn:camelops:problem:saved_search_deleted")
        assert "'Slow orders' was deleted" in gone.json()["detail"]


def test_what_was_deleted_comes_back_under_its_id(platform: Platform):
    search = saved(platform, shared=True)
    place = f"{PATH}/{search['id']}"
    assert platform.send("DELETE", place, headers=by("ann")).status_code == 204
    assert platform.get(place, headers=by("bob")).status_code == 410
    back = DRAFT | {"version": 2, "shared": True}
    assert platform.send("PUT", place, json=back, headers=by("bob")).status_code == 403
    assert platform.send("PUT", place, json=back | {"version": 1}, headers=by("ann")).status_code == 409
    assert platform.send("PUT", place, json=back, headers=by("ann")).json()["version"] == 3
    assert platform.get(place, headers=by("bob")).json()["name"] == "Slow orders"


def test_that_a_private_one_was_deleted_is_nobody_elses_business(platform: Platform):
    place = f"{PATH}/{saved(platform)['id']}"
    assert platform.send("DELETE", place, headers=by("ann")).status_code == 204
    assert platform.get(place, headers=by("bob")).status_code == 404


def test_a_list_is_of_one_screen_when_it_is_named(platform: Platform):
    for name, screen in (("b", "traces"), ("a", "logs"), ("c", "metrics"), ("d", "live"), ("e", "service-map")):
        saved(platform, name=name, screen=screen)
    assert names(platform, "ann") == ["a", "b", "c", "d", "e"]
    assert names(platform, "ann", "?screen=logs") == ["a"]


def test_who_may_only_read_saves_nothing(platform: Platform):
    assert platform.send("POST", PATH, json=DRAFT, headers=by("reader")).status_code == 403
    version = platform.get("/api/v1/version", headers=by("reader")).json()
    assert (version["permissions"], version["features"]["saved_searches"]) == (["read"], False)
    assert platform.send("POST", PATH, json=DRAFT, headers=by("stranger")).status_code == 401


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 201}, "name"), ({"name": 5}, "name"), ({"name": None}, "name"),
        ({"screen": "dashboards"}, "screen"), ({"params": {"a b": "x"}}, "params"),
        ({"params": {"a": "x" * 1_001}}, "params"), ({"params": {f"k{n}": "" for n in range(21)}}, "params"),
        ({"params": {"facet": []}}, "params"), ({"params": {"facet": ["x"] * 101}}, "params"),
        ({"params": {"facet": ["x" * 1_001]}}, "params"), ({"params": {"facet": [["x"]]}}, "params"),
        ({"params": {"facet": ["x" * 1_000] * 21}}, "20,000"), ({"params": []}, "params"),
        ({"shared": "maybe"}, "shared"), ({"color": "red"}, "color"),
        ({"query": ["a"]}, "query"), ({"query": "x" * 4_097}, "query"),
    ],
)  # fmt: skip
def test_a_draft_that_cannot_be_saved_names_the_field(platform: Platform, change: dict[str, object], named: str):
    answer = platform.send("POST", PATH, json=DRAFT | change, headers=by("ann"))
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:camelops:problem:parameter_invalid"
    assert named in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"", 400, "parameter_invalid"), (b"{", 400, "parameter_invalid"), (b"[]", 400, "parameter_invalid"),
        (b"\xff\xfe", 400, "parameter_invalid"), (b'{"name": "\\ud800"}', 400, "parameter_invalid"),
        (b'{"name": "a", "screen": "traces", "query": "\\ud800"}', 400, "parameter_invalid"),
        (b"[" * 100_000, 400, "http"), (b" " * 300_000, 413, "body_too_long"),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_a_problem(platform: Platform, body: bytes, status: int, kind: str):
    answer = platform.send("POST", PATH, content=body, headers=by("ann") | {"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:camelops:problem:{kind}"), answer.text


def test_a_body_that_does_not_tell_its_length_is_read_no_further_than_it_may(platform: Platform):
    async def endless():
        while True:
            yield b" " * 10_000

    answer = platform.send("POST", PATH, content=endless(), headers=by("ann"))
    assert answer.status_code == 413
    assert "262,144 bytes" in answer.json()["detail"]


def test_a_query_that_does_not_parse_is_not_saved(platform: Platform):
    problem = platform.send("POST", PATH, json=DRAFT | {"query": "a:1 ("}, headers=by("ann")).json()
    assert (problem["type"], problem["column"]) == ("urn:camelops:problem:query_malformed", 6)


@pytest.mark.parametrize("identifier", ["x", "0" * 31, "A" * 32, "%00" * 32])
def test_an_id_is_checked(platform: Platform, identifier: str):
    assert platform.get(f"{PATH}/{identifier}", headers=by("ann")).status_code in {400, 404}
