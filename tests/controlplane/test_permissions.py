"""Every question has a caller: nothing is answered, and nothing is written, without a permission."""

import json

import pytest

from controlplane.openapi import FILE
from tests.controlplane.conftest import Platform

ROUTES = [
    (method.upper(), path)
    for path, operations in json.loads(FILE.read_text())["paths"].items()
    for method in operations
    if path.startswith("/api/v1/")
]
# Nothing that is kept changes: what is sent is only looked into.
READING_POSTS = {"/api/v1/trace-files"}
JAEGER = [
    ("GET", "/compat/jaeger/api/services"), ("GET", "/compat/jaeger/api/services/a/operations"),
    ("GET", "/compat/jaeger/api/operations?service=a"), ("GET", "/compat/jaeger/api/traces?service=a"),
    ("GET", "/compat/jaeger/api/traces/1f"), ("GET", "/compat/jaeger/api/dependencies"),
    ("POST", "/compat/jaeger/api/transform"), ("GET", "/compat/jaeger/api/v3/services"),
    ("GET", "/compat/jaeger/api/v3/operations?service=a"), ("GET", "/compat/jaeger/api/v3/trace-summaries"),
    ("GET", "/compat/jaeger/api/v3/traces"), ("GET", "/compat/jaeger/api/v3/traces/1f"),
    ("GET", "/compat/jaeger/api/v3/dependencies"),
]  # fmt: skip


def asked(platform: Platform, method: str, path: str, owner: str):
    place = (
        path.replace("{trace_id}", "1f").replace("{other_id}", "1f").replace("{id}", "0" * 32).replace("{name}", "x")
    )
    return platform.send(method, place, headers={"Authorization": f"Bearer {owner}"}, json={})


@pytest.mark.parametrize(("method", "path"), [*ROUTES, *JAEGER])
def test_who_is_not_known_is_answered_nothing(platform: Platform, method: str, path: str):
    answer = asked(platform, method, path, "stranger")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "token" in answer.text


@pytest.mark.parametrize(
    ("method", "path"), [each for each in ROUTES if each[0] != "GET" and each[1] not in READING_POSTS]
)
def test_what_writes_needs_the_permission_to(platform: Platform, method: str, path: str):
    answer = asked(platform, method, path, "reader")
    needed = "operate" if "/commands" in path else "write"
    assert (answer.status_code, answer.json()["detail"]) == (403, f"this credential may not {needed}")


def test_health_is_told_to_everybody(platform: Platform):
    for path in ("/healthz", "/readyz", "/metrics", "/api/openapi.json"):
        assert asked(platform, "GET", path, "stranger").status_code == 200


def test_load_balancers_may_ask_with_head(platform: Platform):
    for path in ("/healthz", "/readyz"):
        assert asked(platform, "HEAD", path, "stranger").status_code == 200
