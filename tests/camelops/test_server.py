"""How a reading command takes what a server answers, and what it says when that is not an answer."""

from collections.abc import Callable

import httpx
import pytest

from camelops.cli.server import Server
from camelops.errors import CommandError, ExitCode, NotRunningError, QueryRefusedError
from controlplane.v1.models import Services

URL = "http://127.0.0.1:8000"


def server(answer: Callable[[httpx.Request], httpx.Response], token: str = "") -> Server:
    return Server(URL, token, transport=httpx.MockTransport(answer))


def get(answer: Callable[[httpx.Request], httpx.Response], token: str = "") -> Services:
    with server(answer, token) as asked:
        return asked.get("/api/v1/services", Services, {"limit": 5, "query": None})


def test_an_answer_comes_as_a_value():
    assert get(lambda _: httpx.Response(200, json={"services": ["a"], "new field": 1})).services == ["a"]


def test_parameters_that_were_not_given_are_not_sent_and_the_token_is():
    def answer(request: httpx.Request) -> httpx.Response:
        assert dict(request.url.params) == {"limit": "5"}
        assert request.headers["authorization"] == "Bearer secret"
        return httpx.Response(200, json={"services": []})

    get(answer, "secret")


def test_nobody_there_is_exit_code_2_with_the_way_out():
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused", request=request)

    with pytest.raises(NotRunningError, match=URL) as raised:
        get(refuse)
    assert raised.value.code == ExitCode.NOT_RUNNING
    assert "camelops up" in raised.value.way_out


def test_a_problem_keeps_its_words():
    problem = {"type": "x", "title": "x", "status": 503, "detail": "the store is away", "way_out": "wait"}
    with pytest.raises(CommandError, match="the store is away") as raised:
        get(lambda _: httpx.Response(503, json=problem))
    assert raised.value.way_out == "wait"


def test_a_bad_query_keeps_its_place():
    problem = {"type": "x", "title": "x", "status": 400, "detail": "?", "way_out": "", "query": "a:(", "column": 4}
    with pytest.raises(QueryRefusedError) as raised:
        get(lambda _: httpx.Response(400, json=problem))
    assert (raised.value.query, raised.value.column) == ("a:(", 4)


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text="bad gateway")])
def test_what_is_not_a_camelops_is_said(answer: httpx.Response):
    with pytest.raises(CommandError, match=URL) as raised:
        get(lambda _: answer)
    assert "is it a camelops?" in raised.value.way_out


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://x", "http://", ""])
def test_what_is_no_address_is_named(url: str):
    with pytest.raises(CommandError, match="not an address"):
        Server(url)
