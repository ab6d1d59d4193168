"""The sidecar's end: calls out, says which applications are there, carries out what comes back."""

import logging
import queue
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

import grpc

from camel_bridge.commands.commands_pb2 import (
    Accepted,
    Application,
    Applications,
    Command,
    FromSidecar,
    Hello,
    Problem,
    Result,
    ToSidecar,
)
from camel_bridge.commands.journal import Journal
from camel_bridge.commands.protocol import MESSAGE_BYTES_MAX, METHOD, PROTOCOL
from collector.backoff import backoff_s

log = logging.getLogger(__name__)

# Commands carried out at once: most wait for a JVM, one that stops a route as long as the route takes.
WORKERS = 8
# Commands whose results are remembered, some hundred bytes each, but for lists of routes.
REMEMBERED_MAX = 1_000
# Seconds between two looks at the applications; one that has started is seen within it.
LOOK_S = 1.0
# A refusal holds until somebody updates one of both sides, or gives another token.
REFUSED_AGAIN_S = 60.0


class JvmCalls(Protocol):
    """The way into the applications beside this sidecar."""

    def applications(self) -> Sequence[Application]:
        """All that answer now. Blocks for as long as they take."""

    def carry_out(self, command: Command, deadline_s: float) -> Result:
        """The answer of the command's application, or a problem. `deadline_s` on the monotonic clock."""


class CommandStream:
    """A thread that keeps one stream open. Use it as a context manager."""

    def __init__(self, url: str, token: str | None, ca_file: Path | None, calls: JvmCalls) -> None:
        """`url`: http or https, host and port. Raises OSError: the file of authorities cannot be read."""
        parts = urlsplit(url)
        self._target = f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
        self._url = url
        self._credentials = (
            grpc.ssl_channel_credentials(ca_file.read_bytes() if ca_file else None) if parts.scheme == "https" else None
        )
        self._metadata = (("authorization", f"Bearer {token}"),) if token else ()
        self._calls = calls
        self._sidecar = secrets.token_hex(16)
        self._journal = Journal(REMEMBERED_MAX)
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="command")
        self._ended = threading.Event()
        self._call: grpc.Call | None = None
        self._thread = threading.Thread(target=self._run, name="commands", daemon=True)
        self._said = ""

    def __enter__(self) -> Self:
        """Begins to call; returns at once."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends as `close` does."""
        self.close()

    def close(self) -> None:
        """No new commands; those that have begun are finished, their answers come with the same id again."""
        self._ended.set()
        if self._call is not None:
            self._call.cancel()
        self._thread.join()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        failures = 0
        chance = random.Random()  # noqa: S311  # so that not all sidecars call at the same moment
        while not self._ended.is_set():
            began_s = time.monotonic()
            wait_s = self._connected()
            failures = 1 if time.monotonic() - began_s > REFUSED_AGAIN_S else failures + 1
            self._ended.wait(max(wait_s, backoff_s(failures, chance)))

    def _connected(self) -> float:
        """One connection, to its end. Seconds to wait at least before the next."""
        options = [
            ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
            # One that vanished is found within this, and proxies do not forget one without traffic.
            ("grpc.keepalive_time_ms", 30_000),
            ("grpc.keepalive_timeout_ms", 10_000),
        ]
        with (
            grpc.secure_channel(self._target, self._credentials, options)
            if self._credentials
            else grpc.insecure_channel(self._target, options)
        ) as channel:
            open_stream = channel.stream_stream(
                METHOD,
                request_serializer=FromSidecar.SerializeToString,
                response_deserializer=ToSidecar.FromString,
            )
            outgoing = _Outgoing(self._sidecar)
            call = self._call = open_stream(iter(outgoing), metadata=self._metadata)
            if self._ended.is_set():
                call.cancel()
            watching = threading.Thread(target=self._watch, args=(outgoing,), name="applications", daemon=True)
            watching.start()
            try:
                return self._read(call, outgoing)
            except grpc.RpcError as error:
                return self._say(error)
            finally:
                outgoing.end()
                watching.join()

    def _read(self, call: Iterator[ToSidecar], outgoing: "_Outgoing") -> float:
        for message in call:
            if message.HasField("refusal"):
                log.warning("%s refuses commands: %s", self._url, message.refusal.detail)
                return REFUSED_AGAIN_S
            if message.HasField("command"):
                until_s = time.monotonic() + message.command.deadline_ms / 1_000
                outgoing.put(FromSidecar(accepted=Accepted(id=message.command.id)))
                self._workers.submit(self._carry_out, message.command, until_s, outgoing)
        return 0.0

    def _carry_out(self, command: Command, until_s: float, outgoing: "_Outgoing") -> None:
        try:
            result = self._journal.once(command, lambda: self._in_time(command, until_s))
        except Exception as error:
            log.exception("a defect in carrying out %s", command.WhichOneof("call"))
            result = Result(id=command.id, problem=Problem(kind="defect", detail=f"the sidecar failed: {error!r}"))
        log.info(
            "%s %s of %s: %s",
            command.WhichOneof("call"),
            command.id,
            command.instance,
            result.problem.detail or ("done before" if result.again else "done"),
        )
        outgoing.put(FromSidecar(result=result))

    def _in_time(self, command: Command, until_s: float) -> Result:
        if time.monotonic() >= until_s:
            detail = "its deadline was over before it could begin: nothing was done"
            return Result(id=command.id, problem=Problem(kind="expired", detail=detail))
        return self._calls.carry_out(command, until_s)

    def _watch(self, outgoing: "_Outgoing") -> None:
        """Says which applications there are, when that is something else than what was said."""
        said: list[Application] | None = None
        while not outgoing.ended.is_set():
            found = list(self._calls.applications())
            if found != said:
                said = found
                outgoing.put(FromSidecar(applications=Applications(applications=found)))
            outgoing.ended.wait(LOOK_S)

    def _say(self, error: grpc.RpcError) -> float:
        if self._ended.is_set() or not isinstance(error, grpc.Call):
            return 0.0
        code, detail = error.code(), error.details() or ""
        sentence = f"no commands from {self._url} ({code.name}: {detail})"
        if sentence != self._said:
            self._said = sentence
            log.warning("%s: it is tried again", sentence)
        refused = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNIMPLEMENTED}
        return REFUSED_AGAIN_S if code in refused else 0.0


class _Outgoing:
    """What one connection sends: its hello, then what is put, until the end."""

    def __init__(self, sidecar: str) -> None:
        self.ended = threading.Event()
        self._queue: queue.SimpleQueue[FromSidecar | None] = queue.SimpleQueue()
        hello = Hello(protocol=PROTOCOL, sidecar=sidecar, version=version("camelops"), host=socket.gethostname())
        self.put(FromSidecar(hello=hello))

    def put(self, message: FromSidecar) -> None:
        self._queue.put(message)

    def end(self) -> None:
        self.ended.set()
        self._queue.put(None)

    def __iter__(self) -> Iterator[FromSidecar]:
        while (message := self._queue.get()) is not None:
            yield message
