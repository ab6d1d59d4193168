"""Who may ask, and from which page."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from controlplane.access import Guard
from tests.controlplane.asgi import get


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


GUARDED = Guard(Starlette(routes=[Route("/", hello)]), ["ops.example"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "localhost:1", "[::1]:8000", "192.0.2.7:8000", "Ops.Example"]
)
def test_addresses_localhost_and_named_hosts_are_ours(host: str):
    assert get(GUARDED, "/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "ops.example:80@evil"]
)
def test_a_name_that_merely_points_here_is_misdirected(host: str):
    answer = get(GUARDED, "/", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert "CAMELOPS_HTTP_HOSTS" in answer.json()["way_out"]


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://ops.example"])
def test_our_own_pages_may_call(origin: str):
    assert get(GUARDED, "/", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize("origin", ["http://127.0.0.1:3000", "http://evil.example", "null", ""])
def test_pages_of_others_may_not(origin: str):
    assert get(GUARDED, "/", headers={"Origin": origin}).status_code == 403
