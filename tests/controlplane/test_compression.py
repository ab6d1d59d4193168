"""Which answers are compressed, and what a client may already have."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from controlplane.compression import BYTES_MIN, Compressed, accepted
from controlplane.etags import etag_of, not_modified
from tests.controlplane.asgi import get

LONG = "camelops " * 1_000


async def long(_request: Request) -> Response:
    return PlainTextResponse(LONG)


async def short(_request: Request) -> Response:
    return PlainTextResponse("x" * (BYTES_MIN - 1))


async def parts(_request: Request) -> Response:
    return StreamingResponse((LONG for _ in range(3)), media_type="text/plain")


async def events(_request: Request) -> Response:
    return StreamingResponse((f"data: {LONG}\n\n" for _ in range(3)), media_type="text/event-stream")


APP = Compressed(Starlette(routes=[Route(f"/{each.__name__}", each) for each in (long, short, parts, events)]))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("gzip", {"gzip"}), ("br, gzip;q=0.5", {"br", "gzip"}), ("gzip;q=0", set()), ("gzip; q=0.000, br", {"br"}),
        ("", {""}), ("GZIP ; q=1.0", {"gzip"}), ("identity;q=1, *;q=0", {"identity"}),
    ],
)  # fmt: skip
def test_what_is_refused_is_not_accepted(header: str, names: set[str]):
    assert accepted(header) == names


@pytest.mark.parametrize(
    ("path", "encoding"), [("/long", "gzip"), ("/parts", "gzip"), ("/short", None), ("/events", None)]
)
def test_long_answers_are_compressed_and_streams_of_events_are_not(path: str, encoding: str | None):
    packed = get(APP, path, headers={"Accept-Encoding": "gzip"})
    plain = get(APP, path, headers={"Accept-Encoding": "identity"})
    assert packed.headers.get("content-encoding") == encoding
    assert packed.text == plain.text
    assert "content-encoding" not in plain.headers


def test_a_compressed_answer_is_whole_and_says_how_long_it_is():
    answer = get(APP, "/long", headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["content-length"]) < len(LONG) / 10
    assert len(gzip.compress(LONG.encode())) < 1_000


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ('W/"a-1"', True),
        ('"a-1"', True),
        ('"b", W/"a-1"', True),
        ("*", True),
        ('"a-2"', False),
        ("", False),
        ("a-1", False),
    ],
)
def test_a_tag_is_compared_weakly(given: str, known: bool):
    request = Request({"type": "http", "headers": [(b"if-none-match", given.encode())]})
    assert (not_modified(request, etag_of("a", 1)) is not None) == known
