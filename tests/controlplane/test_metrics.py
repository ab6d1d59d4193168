"""`/api/v1/metrics/series`: what a chart is drawn from."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import HEAD, MINUTE, NOON, SECOND, moment, point

NAME = "http.server/series"
DURING = {"name": NAME, "start_unix_ns": NOON, "end_unix_ns": NOON + 4 * MINUTE}
URL = "/api/v1/metrics/series"


def fill(platform: Platform) -> None:
    """Sixty requests a minute to one route, thirty to another, counted since an hour before noon."""
    platform.insert(
        "otel_metrics_sum",
        [
            point(
                number,
                MetricName=NAME,
                MetricUnit="{request}",
                TimeUnix=moment(NOON + number * 30 * SECOND),
                StartTimeUnix=moment(NOON - 60 * MINUTE),
                SeriesId=rate,
                Attributes={"http.route": f"/{rate}"},
                Value=rate * (3_600 + number * 30) / 60,
                AggregationTemporality=2,
                IsMonotonic=True,
            )
            for number in range(-1, 10)
            for rate in (60, 30)
        ],
    )


def test_a_line_for_each_group(platform: Platform):
    fill(platform)
    answer = platform.get(URL, params=DURING | {"group_by": "http.route", "step_s": 60}).json()
    told = ("name", "kind", "unit", "aggregate", "start_unix_ns", "step_ns", "complete")
    assert {key: answer[key] for key in told} == {
        "name": NAME, "kind": "sum", "unit": "{request}", "aggregate": "rate", "start_unix_ns": str(NOON),
        "step_ns": MINUTE, "complete": True,
    }  # fmt: skip
    assert {"rate", "increase", "avg", "p99"} <= set(answer["aggregates"])
    assert [each["group"] for each in answer["series"]] == [{"http.route": "/60"}, {"http.route": "/30"}]
    assert [each["values"] for each in answer["series"]] == [pytest.approx([1.0] * 4), pytest.approx([0.5] * 4)]


def test_groups_are_summed_narrowed_and_cut(platform: Platform):
    fill(platform)
    asked = DURING | {"step_s": 120, "aggregate": "increase"}
    assert platform.get(URL, params=asked).json()["series"] == [{"group": {}, "values": pytest.approx([180.0, 180.0])}]
    narrowed = platform.get(URL, params=asked | {"filter": "http.route:/30 nobody:*"}).json()
    assert (narrowed["series"], [each["key"] for each in narrowed["warnings"]]) == ([], ["http.route", "nobody"])
    cut = platform.get(URL, params=asked | {"group_by": ["http.route", "service"], "series": 1}).json()
    assert [each["group"] for each in cut["series"]] == [{"http.route": "/60", "service": "orders"}]
    assert not cut["complete"]


def test_a_metric_that_is_not_there_is_an_empty_chart(platform: Platform):
    answer = platform.get(URL, params=DURING | {"name": "nothing"})
    assert answer.status_code == 200
    assert {key: answer.json()[key] for key in ("kind", "aggregate", "aggregates", "series", "complete")} == {
        "kind": "", "aggregate": "", "aggregates": [], "series": [], "complete": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kind", "says"),
    [
        ({"aggregate": "median"}, "parameter_invalid", "aggregate"),
        ({"step_s": 0}, "parameter_invalid", "step_s"),
        ({"group_by": list("abcdef")}, "parameter_invalid", "group_by"),
        ({"group_by": ["a", "a"]}, "series_unsuited", "each once"),
        ({"filter": "service:("}, "query_malformed", ""),
        ({"filter": "service>5"}, "query_malformed", "service is text"),
        ({"step_s": 1, "start_unix_ns": NOON - 60 * MINUTE}, "series_unsuited", "steps of 1 s are more than"),
    ],
)
def test_what_is_asked_wrongly_is_named(platform: Platform, given: dict[str, object], kind: str, says: str):
    fill(platform)
    answer = platform.get(URL, params=DURING | given)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:camelops:problem:{kind}")
    assert says in answer.json()["detail"]


def test_an_aggregate_that_does_not_suit_names_those_that_do(platform: Platform):
    platform.insert("otel_metrics_gauge", [point(0, Value=1.0)])
    answer = platform.get(URL, params=DURING | {"name": "queue.depth", "aggregate": "rate"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:camelops:problem:series_unsuited")
    assert "queue.depth is a gauge: rate is not known of it, but avg, sum, min" in answer.json()["detail"]


def test_the_list_says_what_each_metric_is_and_that_it_was_cut(platform: Platform):
    fill(platform)
    platform.insert(
        "otel_attributes_1h",
        [
            HEAD
            | {
                "Hour": moment(NOON)[:10],
                "Signal": "metrics",
                "Source": "metric",
                "Key": "__name__",
                "Value": name,
                "Count": 22,
            }
            for name in (NAME, "unheard")
        ],
    )
    asked = {"start_unix_ns": NOON, "end_unix_ns": NOON + 4 * MINUTE}
    answer = platform.get("/api/v1/metrics", params=asked).json()
    assert (answer["found"], answer["complete"]) == (2, True)
    assert answer["metrics"][0] == {
        "name": NAME, "count": 22, "kind": "sum", "temporality": "cumulative", "monotonic": True,
        "unit": "{request}", "description": "", "services": ["orders"], "service_count": 1,
        "last_seen_unix_ns": str(NOON + 270 * SECOND),
    }  # fmt: skip
    gone = answer["metrics"][1]
    assert (gone["name"], gone["kind"], gone["last_seen_unix_ns"]) == ("unheard", "", None)
    cut = platform.get("/api/v1/metrics", params=asked | {"text": "E", "limit": 1}).json()
    assert (len(cut["metrics"]), cut["found"], cut["complete"]) == (1, 2, False)
    assert platform.get("/api/v1/metrics", params=asked | {"limit": 0}).json()["type"].endswith("parameter_invalid")


def test_keys_are_those_of_the_metric_with_how_many_values_each_has(platform: Platform):
    fill(platform)
    answer = platform.get("/api/v1/metrics/keys", params=DURING).json()
    assert answer["keys"][0] == {"key": "http.route", "source": "metric", "values": 2, "series": 2}
    assert {"key": "service", "source": "field", "values": 1, "series": 2} in answer["keys"]
    assert platform.get("/api/v1/metrics/keys", params=DURING | {"name": "nothing"}).json()["keys"] == []


def test_exemplars_name_the_span_within_which_they_were_measured(platform: Platform):
    example = {
        "Exemplars.TimeUnix": [moment(NOON + SECOND), moment(NOON + 2 * SECOND)],
        "Exemplars.Value": [0.5, 2.5],
        "Exemplars.TraceId": ["a" * 32, ""],
        "Exemplars.SpanId": ["b" * 16, ""],
        "Exemplars.FilteredAttributes": [{}, {}],
    }
    platform.insert("otel_metrics_gauge", [point(0, MetricName="a/b?c#d", TimeUnix=moment(NOON), **example)])
    asked = DURING | {"name": "a/b?c#d"}
    answer = platform.get("/api/v1/metrics/exemplars", params=asked).json()
    assert answer == {
        "name": "a/b?c#d",
        "exemplars": [
            {
                "time_unix_ns": str(NOON + SECOND),
                "value": 0.5,
                "service": "orders",
                "trace_id": "a" * 32,
                "span_id": "b" * 16,
            }
        ],
    }
    assert len(platform.get("/api/v1/metrics/points", params=asked).json()["points"]) == 1
    many = {"step_s": 1, "start_unix_ns": NOON - 60 * MINUTE}
    refused = platform.get("/api/v1/metrics/exemplars", params=asked | many)
    assert (refused.status_code, refused.json()["type"]) == (400, "urn:camelops:problem:series_unsuited")
