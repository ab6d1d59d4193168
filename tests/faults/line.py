"""The network line between the collector and its store, as a TCP proxy that can be broken in the ways lines break.

One port stays the same for the collector, whatever server is behind it: none (connections end at once), or another one
on the same data after a restart.
"""

import random
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

CHUNK_BYTES = 1 << 16
# A request's line and headers; what a trouble decides from.
HEAD_BYTES_MAX = 1 << 14


class Trouble(Protocol):
    """What happens to an answer when its first bytes have come from the server: the request was carried out."""

    def answer_arrives(self, head: bytes) -> bool:
        """`head` is the beginning of the request. False loses the answer and cuts the connection. May block: then the
        answer is late. Called from the line's threads, one call per answer."""


@dataclass
class LostAnswers:
    """Inserts are carried out and the client never learns it: each answer with the probability given."""

    chance: random.Random
    probability: float
    lost: int = 0

    def answer_arrives(self, head: bytes) -> bool:
        if not is_insert(head) or self.chance.random() >= self.probability:
            return True
        self.lost += 1
        return False


@dataclass
class LateAnswers:
    """Every insert takes `delay_s` longer. `over` ends it at once."""

    delay_s: float
    over: threading.Event
    inserts: int = 0

    def answer_arrives(self, head: bytes) -> bool:
        if is_insert(head):
            self.inserts += 1
            self.over.wait(self.delay_s)
        return True


def is_insert(head: bytes) -> bool:
    return b"INSERT" in head.upper()


class Line:
    """Use it as a context manager; the collector connects to `port`."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.server_port: int | None = None
        self.trouble: Trouble | None = None

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not close alone: a thread that waits in accept keeps the socket open.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = self._connect_to_server()
            if server is None:
                client.close()
            else:
                _Connection(client, server, self._passes).start()

    def _connect_to_server(self) -> socket.socket | None:
        port = self.server_port
        if port is None:
            return None
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            return None

    def _passes(self, head: bytes) -> bool:
        return self.trouble is None or self.trouble.answer_arrives(head)


class _Connection:
    """One client's connection, and ours to the server. HTTP/1.1 without pipelining: after bytes of an answer, bytes of
    the client begin the next request."""

    def __init__(self, client: socket.socket, server: socket.socket, passes: Callable[[bytes], bool]) -> None:
        self._client = client
        self._server = server
        self._passes = passes
        self._head = b""
        self._answering = False
        self._state = threading.Lock()

    def start(self) -> None:
        for pump in (self._pump_requests, self._pump_answers):
            threading.Thread(target=self._until_closed, args=(pump,), daemon=True).start()

    def _until_closed(self, pump: Callable[[], None]) -> None:
        # An error says that the other side is gone, which is what this line is about.
        with suppress(OSError):
            pump()
        for each in (self._client, self._server):
            # A socket that the peer has ended cannot be shut down again, but must be closed.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _pump_requests(self) -> None:
        while data := self._client.recv(CHUNK_BYTES):
            with self._state:
                if self._answering:
                    self._head, self._answering = b"", False
                self._head = (self._head + data)[:HEAD_BYTES_MAX]
            self._server.sendall(data)

    def _pump_answers(self) -> None:
        while data := self._server.recv(CHUNK_BYTES):
            with self._state:
                first, self._answering = not self._answering, True
                head = self._head
            if first and not self._passes(head):
                return
            self._client.sendall(data)
