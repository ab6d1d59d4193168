"""`/api/v1/difference`: what the console draws beside a heat map's box."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import MINUTE, NOON, moment, span

DURING = {"start_unix_ns": NOON - MINUTE, "end_unix_ns": NOON + MINUTE}
URL = "/api/v1/difference"


def fill(platform: Platform) -> None:
    platform.insert_spans(
        [
            span(
                number,
                Timestamp=moment(NOON + number),
                Duration=10**9 if number % 4 == 0 else 10**6 + number,
                SpanAttributes={"http.route": "/slow" if number % 4 == 0 else "/fast", "bytes": str(number)},
            )
            for number in range(200)
        ]
    )


def test_what_the_slow_ones_have_comes_first(platform: Platform):
    fill(platform)
    answer = platform.get(URL, params=DURING | {"duration_min_ns": 10**8}).json()
    assert (answer["selected"], answer["rest"]) == (50, 150)
    assert (answer["selected_looked_at"], answer["rest_looked_at"], answer["warnings"]) == (50, 150, [])
    route = answer["attributes"][0]
    assert (route["key"], route["source"], route["selected"], route["rest"]) == ("http.route", "span", 50, 150)
    assert 0.9 < route["score"] <= 1
    assert route["values"] == [
        {"value": "/fast", "selected": 0, "rest": 150},
        {"value": "/slow", "selected": 50, "rest": 0},
    ]
    assert (route["numbers"], route["selected_quartiles"], route["rest_quartiles"]) == (None, None, None)
    size = next(each for each in answer["attributes"] if each["key"] == "bytes")
    assert len(size["numbers"]["bounds"]) == len(size["numbers"]["selected"]) + 1
    assert sum(size["numbers"]["rest"]) == 150
    assert size["selected_quartiles"] == {"p25": 48, "p50": 96, "p75": 148}


def test_a_selection_is_text_a_box_or_both(platform: Platform):
    fill(platform)
    box = {"selection_start_unix_ns": NOON + 100, "selection_end_unix_ns": NOON + 120}

    def selected(**given: object) -> int:
        return platform.get(URL, params=DURING | given).json()["selected"]

    assert selected(selection="http.route:/slow") == 50
    assert selected(**box) == 20
    assert selected(selection="http.route:/slow", **box) == 5
    assert selected(selection="http.route:/slow", duration_max_ns=10**9, **box) == 0
    assert selected(query="http.route:/fast", **box) == 15


def test_the_bounds_of_the_answer_are_kept(platform: Platform):
    fill(platform)
    answer = platform.get(URL, params=DURING | {"selection": "http.route:/slow", "attributes": 2, "values": 1}).json()
    assert [len(each["values"]) <= 1 for each in answer["attributes"]] == [True, True]


def test_keys_that_nothing_has_are_named_with_their_column(platform: Platform):
    answer = platform.get(URL, params=DURING | {"query": "htp.route:x", "selection": "a:1 nobody:2"}).json()
    assert [(each["key"], each["column"]) for each in answer["warnings"]] == [("htp.route", 1), ("a", 1), ("nobody", 5)]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, "selection_missing"),
        ({"selection": "  "}, "selection_missing"),
        ({"selection": "duration>soon"}, "query_malformed"),
        ({"selection": "a:1", "attributes": 0}, "parameter_invalid"),
        ({"duration_min_ns": -1}, "parameter_invalid"),
    ],
)
def test_what_is_asked_wrongly_is_named(platform: Platform, given: dict[str, object], kind: str):
    answer = platform.get(URL, params=DURING | given)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:camelops:problem:{kind}")
