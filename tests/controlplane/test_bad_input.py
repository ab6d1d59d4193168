"""Whatever a client sends: an answer, or a problem that names the value. Never a failure of ours."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controlplane.openapi import FILE
from tests.controlplane.conftest import Platform
from tests.query.rows import NOON, SECOND

DESCRIPTION = json.loads(FILE.read_text())
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
# What a route needs beside the parameter under test.
NEEDED = {"key": "http.route", "text": "orders", "selection": "status:error", "cursor": "x", "name": "queue.depth"}
# A short time, so that a question is one look; for routes that take one.
DURING = {"start_unix_ns": str(NOON - SECOND), "end_unix_ns": str(NOON)}
PLACES = {"trace_id": TRACE_ID, "id": "0" * 32, "other_id": TRACE_ID, "exchange_id": "E-1"}
NASTY = (
    "", " ", "x", "-1", "0", "1.5", "1e9", "NaN", "null", "true", "9" * 19, "9" * 400, "٣", "1_000", "+1", "0x10",
    "\x00", "a\x00b", "\u202e", "😀", "\ud7ff", "'; DROP TABLE otel_traces; --", "{p0:String}", "\\",
    '"', "%", "*", "a" * 5_000,
)  # fmt: skip


def gets() -> list[tuple[str, dict[str, object]]]:
    return [
        (path, operations["get"])
        for path, operations in DESCRIPTION["paths"].items()
        if path.startswith("/api/v1/") and "get" in operations
    ]


def queries() -> list[tuple[str, str, dict[str, str]]]:
    """Path, parameter, and what else is sent."""
    found = []
    for path, operation in gets():
        parameters = [each for each in operation.get("parameters", []) if each["in"] == "query"]
        others = {each["name"]: NEEDED[each["name"]] for each in parameters if each["required"]}
        others |= {name: value for name, value in DURING.items() if any(each["name"] == name for each in parameters)}
        found += [
            (path, each["name"], {name: value for name, value in others.items() if name != each["name"]})
            for each in parameters
        ]
    return found


def filled(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"{path}: what is a good value?"
    return path


def check(answer, value: str) -> None:
    assert answer.status_code in {200, 400, 404, 422}, (answer.status_code, answer.text)
    if answer.status_code == 200:
        return
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"]
    assert problem["way_out"]
    assert "Stack trace" not in problem["detail"]
    assert len(problem["detail"]) < 7_000


@pytest.mark.parametrize(
    ("path", "parameter", "others"), [case for case in queries() if not case[0].startswith("/api/v1/tail")]
)
def test_each_parameter_takes_anything_or_says_what_is_wrong(
    platform: Platform, path: str, parameter: str, others: dict[str, str]
):
    for value in NASTY:
        answer = platform.get(filled(path), params=others | {parameter: value})
        check(answer, value)
        if answer.status_code == 400 and answer.json()["type"].endswith(":parameter_invalid"):
            assert parameter in answer.json()["detail"]
            shown = repr(value)[:40].rstrip("'\"")
            assert shown in answer.json()["detail"], answer.text


@pytest.mark.parametrize(
    ("path", "place"), [(path, name) for path, _ in gets() for name in PLACES if f"{{{name}}}" in path]
)
def test_each_place_in_a_path_takes_anything_or_says_what_is_wrong(platform: Platform, path: str, place: str):
    for value in NASTY:
        # A dot by itself, or nothing, is another path.
        if value:
            check(platform.get(filled(path.replace(f"{{{place}}}", quote(value, safe="")))), value)


@pytest.mark.parametrize("path", [path for path, _ in gets()])
def test_a_parameter_that_is_not_there_is_named(platform: Platform, path: str):
    problem = platform.get(filled(path), params={"querry": "status:error"}).json()
    assert problem["type"] in {"urn:camelops:problem:parameter_unknown", "urn:camelops:problem:parameter_invalid"}
    assert "querry" in problem["detail"] or "Field required" in problem["detail"]


@pytest.mark.parametrize(
    "path", ["/api/v1/traces", "/api/v1/logs", "/compat/jaeger/api/traces", "/compat/jaeger/api/v3/services"]
)
def test_bytes_that_are_no_text_are_an_answer_too(platform: Platform, path: str):
    assert platform.get(f"{path}?query=%ff%fe&service=%c3%28&x=%").status_code in {200, 400}
    assert platform.get(f"{path}/%ff").status_code in {400, 404}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/api/v1/traces", "/api/v1/nothing", "/api", "/healthz", "/api/v1", "/api/v1/services/", "/compat"]
)
def test_a_method_or_a_path_that_is_not_there_is_a_problem(platform: Platform, path: str, method: str):
    answer = platform.send(method, path)
    assert answer.status_code in {404, 405}
    assert answer.headers["content-type"] == "application/problem+json"
    assert path in answer.json()["detail"]
    assert (answer.status_code == 405) == ("Allow" in answer.headers)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_query_is_answered_or_refused_at_a_column(platform: Platform, text: str):
    for path in ("/api/v1/traces", "/api/v1/logs"):
        answer = platform.get(path, params=DURING | {"query": text})
        check(answer, text)
        if answer.status_code == 400:
            assert 1 <= answer.json()["column"] <= len(text) + 1


JAEGER = [
    *((f"/compat/jaeger/api/traces?service=a&{name}=", "") for name in (
        "start", "end", "limit", "minDuration", "maxDuration", "tags", "tag", "operation", "traceID")),
    ("/compat/jaeger/api/traces?service=", ""), ("/compat/jaeger/api/operations?service=", ""),
    ("/compat/jaeger/api/operations?service=a&spanKind=", ""), ("/compat/jaeger/api/dependencies?endTs=", ""),
    ("/compat/jaeger/api/dependencies?lookback=", ""), ("/compat/jaeger/api/traces/", ""),
    ("/compat/jaeger/api/services/", "/operations"),
    *((f"/compat/jaeger/api/v3/trace-summaries?query.{name}=", "") for name in (
        "serviceName", "operationName", "attributes", "startTimeMin", "startTimeMax", "durationMin", "durationMax",
        "searchDepth", "num_traces")),
    ("/compat/jaeger/api/v3/operations?service=", ""), ("/compat/jaeger/api/v3/operations?service=a&spanKind=", ""),
    *((f"/compat/jaeger/api/metrics/{family}?service=a&{name}=", "") for family, name in (
        ("calls", "spanKind"), ("calls", "endTs"), ("errors", "lookback"), ("errors", "step"),
        ("calls", "groupByOperation"), ("latencies", "quantile"))),
    ("/compat/jaeger/api/v3/dependencies?startTime=", ""), ("/compat/jaeger/api/v3/dependencies?endTime=", ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "behind"), JAEGER)
def test_jaegers_clients_send_anything_too(platform: Platform, before: str, behind: str):
    for value in NASTY:
        path = before + quote(value, safe="") + behind
        # A short time, unless it is what is asked: a question is one look then.
        if "service=" in before and not before.endswith(("start=", "end=")):
            path += f"&start={NOON // 10**6}&end={NOON // 10**6 + 1}"
        if "/v3/trace-summaries" in before and "Time" not in before:
            path += "&query.startTimeMin=2026-03-01T12:00:00Z&query.startTimeMax=2026-03-01T12:00:01Z"
        answer = platform.get(path)
        assert answer.status_code in {200, 400, 404}, (value, answer.text)
        if answer.status_code != 200:
            body = answer.json()
            said = body["error"]["message"] if "error" in body else body["errors"][0]["msg"]
            assert said
