"""`/api/v1/logs`: pages in either order, and what stands around a record."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import MINUTE, NOON, SECOND, log, moment

DURING = {"start_unix_ns": NOON - MINUTE, "end_unix_ns": NOON + MINUTE}
URL = "/api/v1/logs"


def fill(platform: Platform) -> None:
    """Ten records a second apart, each by one process and, half a second later, by another."""
    platform.insert(
        "otel_logs",
        [
            log(
                0,
                Timestamp=moment(NOON + number * SECOND + (SECOND // 2 if host == "b" else 0)),
                Body=f"{host} {number}",
                ResourceAttributes={"host.name": host},
            )
            for number in range(10)
            for host in "ab"
        ],
    )


def listed(platform: Platform, limit: int, **given: object) -> list[str]:
    found: list[str] = []
    cursor: dict[str, object] = {}
    while True:
        answer = platform.get(URL, params=DURING | {"limit": limit} | given | cursor).json()
        found += [each["body"] for each in answer["logs"]]
        if answer["next_cursor"] is None:
            return found
        cursor = {"cursor": answer["next_cursor"]}


def test_pages_follow_one_another_in_either_order(platform: Platform):
    fill(platform)
    oldest = [f"{host} {number}" for number in range(10) for host in "ab"]
    assert listed(platform, 7) == oldest[::-1]
    assert listed(platform, 7, order="newest") == oldest[::-1]
    assert listed(platform, 7, order="oldest") == oldest
    assert listed(platform, 3, order="oldest", query="resource.host.name:b") == oldest[1::2]


def test_a_record_names_itself_for_its_context(platform: Platform):
    fill(platform)
    (record,) = platform.get(URL, params=DURING | {"query": 'body:"a 5"'}).json()["logs"]
    around = platform.get(f"{URL}/context", params={"cursor": record["cursor"], "before": 2, "after": 3}).json()
    assert [each["body"] for each in around["before"]] == ["a 3", "a 4"]
    assert [each["body"] for each in around["after"]] == ["a 6", "a 7", "a 8"]
    # Each of them leads on.
    around = platform.get(f"{URL}/context", params={"cursor": around["after"][-1]["cursor"], "before": 0}).json()
    assert (around["before"], [each["body"] for each in around["after"]]) == ([], ["a 9"])


def test_nobody_sees_the_context_of_anothers_record(platform: Platform):
    fill(platform)
    record = platform.get(URL, params=DURING).json()["logs"][0]
    other = Platform(platform._store, "somebody else")
    answer = other.get(f"{URL}/context", params={"cursor": record["cursor"]})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:camelops:problem:log_record_not_found")


def test_keys_that_nothing_has_are_named_once(platform: Platform):
    fill(platform)
    params = DURING | {"query": "-nobody:x", "limit": 5}
    first = platform.get(URL, params=params).json()
    assert [each["key"] for each in first["warnings"]] == ["nobody"]
    assert platform.get(URL, params=params | {"cursor": first["next_cursor"]}).json()["warnings"] == []


@pytest.mark.parametrize(
    ("path", "given", "kind"),
    [
        (URL, {"order": "random"}, "parameter_invalid"),
        (URL, {"cursor": "x"}, "cursor_malformed"),
        (f"{URL}/context", {}, "parameter_invalid"),
        (f"{URL}/context", {"cursor": "x"}, "cursor_malformed"),
        (f"{URL}/context", {"cursor": "x", "before": 100_000}, "parameter_invalid"),
    ],
)
def test_what_is_asked_wrongly_is_named(platform: Platform, path: str, given: dict[str, object], kind: str):
    answer = platform.get(path, params=given)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:camelops:problem:{kind}")


def test_a_cursor_of_one_order_is_none_of_the_other(platform: Platform):
    fill(platform)
    cursor = platform.get(URL, params=DURING | {"limit": 2}).json()["next_cursor"]
    answer = platform.get(URL, params=DURING | {"cursor": cursor, "order": "oldest"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:camelops:problem:cursor_malformed")
