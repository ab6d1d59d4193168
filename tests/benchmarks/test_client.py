from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic

import grpc
import pytest
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from benchmarks.load import Load
from benchmarks.load.client import Sender, encode
from benchmarks.load.transport import METHODS, RefusedError, connect
from benchmarks.payloads import Window, pool

PAYLOADS = pool("traces", seed=2, items=50, window=Window(1_790_000_000_000_000_000, 1_000_000_000), requests=2)


@contextmanager
def http_server(answers: list[tuple[int, dict[str, str]]]) -> Iterator[tuple[str, list[bytes]]]:
    """Gives these answers, one after the other and then 200; yields its address and the bodies it saw."""
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers = answers.pop(0) if answers else (200, {})
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def test_no_two_requests_are_alike_however_few_were_drawn():
    bodies = [body for body, _ in encode(Load(), PAYLOADS, requests=20, seed=1)]
    assert len(set(bodies)) == 20


def test_another_seed_gives_other_requests():
    first, second = (encode(Load(), PAYLOADS, requests=4, seed=seed) for seed in (1, 2))
    assert not {body for body, _ in first} & {body for body, _ in second}


def test_a_refused_request_is_sent_again_and_counted_once():
    load = Load(protocol="http", in_flight=2)
    with http_server([(503, {"Retry-After": "0"})]) as (address, seen):
        tally = Sender(load, address, encode(load, PAYLOADS, requests=3, seed=1)).run(monotonic())
    assert (tally.items, len(tally.latencies_ms), tally.errors) == (150, 3, {"HTTP 503": 1})
    assert len(seen) == 4
    assert len(set(seen)) == 3


def test_a_final_refusal_is_not_repeated():
    load = Load(protocol="http", in_flight=2)
    with http_server([(400, {})]) as (address, seen):
        tally = Sender(load, address, encode(load, PAYLOADS, requests=2, seed=1)).run(monotonic())
    assert (tally.items, tally.errors, len(seen)) == (50, {"HTTP 400": 1}, 2)


def test_a_rate_spreads_the_requests_over_time():
    load = Load(protocol="http", in_flight=2, items_per_s=1_000.0)
    with http_server([]) as (address, _):
        start = monotonic()
        tally = Sender(load, address, encode(load, PAYLOADS, requests=4, seed=1)).run(start)
    # One process has half of the rate: 50 items are due every 0.1 s, the fourth request after 0.3 s.
    assert tally.finished_at - start >= 0.3


def test_the_delay_that_grpc_names_is_taken_from_retry_info():
    detail = Any()
    detail.Pack(RetryInfo(retry_delay=Duration(nanos=250_000_000)))
    refusal = Status(code=grpc.StatusCode.UNAVAILABLE.value[0], message="full", details=[detail])

    def refuse(request, context):
        context.set_trailing_metadata([("grpc-status-details-bin", refusal.SerializeToString())])
        context.abort(grpc.StatusCode.UNAVAILABLE, "full")

    service, method = METHODS["traces"].strip("/").split("/")
    server = grpc.server(futures.ThreadPoolExecutor(1))
    handlers = {method: grpc.unary_unary_rpc_method_handler(refuse)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    transport = connect(f"127.0.0.1:{port}", Load())
    try:
        with pytest.raises(RefusedError, match="UNAVAILABLE: full") as refused:
            transport.export(b"")
    finally:
        transport.close()
        server.stop(None).wait()
    assert refused.value.retry_s == 0.25
