"""One connection to an agent, in Py4J's protocol: lines of text, each call answered with one string.

Of Py4J only the encoding is used. Its client keeps objects of the JVM, sends a call again whatever it was, and has no
deadline of a whole call.
"""

import socket
import time
from typing import Self, TypeAlias

from py4j import protocol

from camel_bridge.gateway.errors import GatewayUnavailable

Argument: TypeAlias = str | int | float | bool | None

LOOPBACK = "127.0.0.1"
# Ten thousand routes with a description each.
ANSWER_BYTES_MAX = 16 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
SUCCESS, TEXT, VOID, ERROR = "!y", "!ys", "!yv", "!xs"


class ConnectionClosed(GatewayUnavailable):
    """The other side closed it before it answered."""


class Connection:
    """For one thread. What went wrong once leaves it unusable."""

    def __init__(self, port: int, token: str, deadline: float) -> None:
        """Connects and says the token. `deadline`: of `time.monotonic`."""
        try:
            self._socket = socket.create_connection((LOOPBACK, port), timeout=_left_s(deadline))
        except OSError as error:
            raise GatewayUnavailable(f"nobody listens on port {port} of {LOOPBACK} ({error}): its JVM ended") from error
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._authenticate(token, deadline)
        except BaseException:
            self.close()
            raise

    def _authenticate(self, token: str, deadline: float) -> None:
        answer = self._exchange(f"{protocol.AUTH_COMMAND_NAME}\n{token}\n", deadline)
        if answer != VOID:
            raise GatewayUnavailable(f"the agent does not take the token of the file: {_said(answer)}")

    def call(self, method: str, arguments: tuple[Argument, ...], deadline: float) -> str:
        """The text that was answered."""
        parts = "".join(protocol.get_command_part(each) for each in arguments)
        command = f"{protocol.CALL_COMMAND_NAME}{protocol.ENTRY_POINT_OBJECT_ID}\n{method}\n{parts}e\n"
        answer = self._exchange(command, deadline)
        if not answer.startswith(TEXT):
            raise GatewayUnavailable(f"{method} was not answered: {_said(answer)}")
        return str(protocol.unescape_new_line(answer[len(TEXT) :]))

    def close(self) -> None:
        """Also closed by the JVM, at any time."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _exchange(self, command: str, deadline: float) -> str:
        try:
            self._socket.settimeout(_left_s(deadline))
            self._socket.sendall(command.encode())
            return self._line(deadline).decode()
        except TimeoutError as error:
            raise GatewayUnavailable("the agent did not answer in time: the JVM is busy, or paused") from error
        except (OSError, UnicodeError) as error:
            raise ConnectionClosed(f"the connection to the agent broke: {error}") from error

    def _line(self, deadline: float) -> bytes:
        """Without its end. Nothing follows before the next request."""
        line = bytearray()
        while not line.endswith(b"\n"):
            self._socket.settimeout(_left_s(deadline))
            chunk = self._socket.recv(CHUNK_BYTES)
            if not chunk:
                raise ConnectionClosed("the agent closed the connection: its JVM ended, or it had been idle for long")
            line += chunk
            if len(line) > ANSWER_BYTES_MAX:
                raise GatewayUnavailable(f"an answer of more than {ANSWER_BYTES_MAX} bytes: ask for less")
        return bytes(line[:-1])


def _left_s(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _said(answer: str) -> str:
    return str(protocol.unescape_new_line(answer[len(ERROR) :])) if answer.startswith(ERROR) else answer[:100]
