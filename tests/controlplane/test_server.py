"""The app on a real port."""

import socket
import threading

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from controlplane.server import HttpServer


def bound() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


def test_it_answers_from_start_to_stop():
    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    listening = bound()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with HttpServer(Starlette(routes=[Route("/", hello)]), listening) as server:
        assert server.listening
        assert httpx.get(url).text == "hello"
    assert not server.listening
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_stopping_answers_what_is_under_way():
    arrived, go_on = threading.Event(), threading.Event()

    def slow(_request: Request) -> PlainTextResponse:
        arrived.set()
        go_on.wait(10)
        return PlainTextResponse("late, but whole")

    listening = bound()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server = HttpServer(Starlette(routes=[Route("/", slow)]), listening)
    server.start()
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(httpx.get(url, timeout=20).text))
    asking.start()
    assert arrived.wait(10)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    go_on.set()
    for thread in (asking, stopping):
        thread.join(20)
        assert not thread.is_alive()
    assert answers == ["late, but whole"]
