"""The calls, with deadlines, over a connection that is made again when it is gone."""

import threading
import time
from pathlib import Path
from typing import Self, TypeVar

from pydantic import BaseModel, ValidationError

from camel_bridge.gateway import file
from camel_bridge.gateway.errors import GatewayCallFailed, GatewayUnavailable
from camel_bridge.gateway.models import (
    Agent,
    Capture,
    Context,
    Contexts,
    Effective,
    EffectiveRoutes,
    Refusal,
    Transition,
)
from camel_bridge.gateway.wire import Argument, Connection, ConnectionClosed

Answer = TypeVar("Answer", bound=BaseModel)

# Stands for all contexts, or all routes; where something is set, also for those that appear later.
ALL = "*"

# A call takes a millisecond; a JVM that collects garbage stands still for a second.
CALL_S_MAX = 5.0


class Gateway:
    """One JVM, as its gateway file says. For any number of threads: calls are made one after another.

    Every method raises a `GatewayError`, and nothing else.
    """

    def __init__(self, path: Path, *, call_s_max: float = CALL_S_MAX) -> None:
        """Nothing is opened before the first call. `call_s_max`: of a call, beside the time a route is given."""
        self._path, self._call_s_max = path, call_s_max
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def describe(self) -> Agent:
        """Which agent this is, and its contexts, without their routes."""
        return self._call(Agent, "describe")

    def routes(self) -> tuple[Context, ...]:
        """The contexts and their routes as they are at this moment."""
        return self._call(Contexts, "routes").contexts

    def set_sampling(
        self,
        context: str = ALL,
        route: str = ALL,
        *,
        share: float | None = None,
        per_second: float | None = None,
        slow_ms: int | None = None,
    ) -> tuple[Effective, ...]:
        """What is kept from the next exchange on; None: as the JVM was started. Answers with what holds for whom."""
        shares = (_number(share), _number(per_second), slow_ms)
        return self._call(EffectiveRoutes, "setSampling", context, route, *shares).routes

    def set_capture(
        self, context: str = ALL, route: str = ALL, *, mode: Capture | None = None
    ) -> tuple[Effective, ...]:
        """Of which exchanges bodies and headers are told; None: as the JVM was started."""
        return self._call(EffectiveRoutes, "setCapture", context, route, None if mode is None else mode.value).routes

    def start_route(self, context: str, route: str, *, timeout_s: float = 30.0) -> Transition:
        """To Started."""
        return self._move("startRoute", context, route, timeout_s)

    def stop_route(self, context: str, route: str, *, timeout_s: float = 30.0) -> Transition:
        """To Stopped when what is under way has ended; GatewayCallFailed `timeout` when it has not, and runs on."""
        return self._move("stopRoute", context, route, timeout_s)

    def suspend_route(self, context: str, route: str, *, timeout_s: float = 30.0) -> Transition:
        """To Suspended; to Stopped where the consumer cannot wait."""
        return self._move("suspendRoute", context, route, timeout_s)

    def resume_route(self, context: str, route: str, *, timeout_s: float = 30.0) -> Transition:
        """To Started."""
        return self._move("resumeRoute", context, route, timeout_s)

    def close(self) -> None:
        """The next call connects again."""
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _move(self, method: str, context: str, route: str, timeout_s: float) -> Transition:
        return self._call(Transition, method, context, route, round(timeout_s * 1_000), more_s=timeout_s)

    def _call(self, kind: type[Answer], method: str, *arguments: Argument, more_s: float = 0) -> Answer:
        with self._lock:
            text = self._answer(method, arguments, time.monotonic() + self._call_s_max + more_s)
        try:
            error = Refusal.model_validate_json(text).error
            if error is None:
                return kind.model_validate_json(text)
        except ValidationError as malformed:
            raise GatewayUnavailable(f"{method} was answered with something else: use agents of this version") from (
                malformed
            )
        raise GatewayCallFailed(error.kind, error.detail)

    def _answer(self, method: str, arguments: tuple[Argument, ...], deadline: float) -> str:
        is_first = self._connection is None
        try:
            return self._connected(deadline).call(method, arguments, deadline)
        except ConnectionClosed:
            self._drop()
            # The agent closes what was idle for long: that is seen by the next call.
            if is_first:
                raise
        except BaseException:
            self._drop()
            raise
        return self._answer(method, arguments, deadline)

    def _connected(self, deadline: float) -> Connection:
        if self._connection is None:
            address = file.read(self._path)
            self._connection = Connection(address.port, address.token, deadline)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _number(value: float | None) -> float | None:
    """A whole number is another type to the agent."""
    return None if value is None else float(value)
