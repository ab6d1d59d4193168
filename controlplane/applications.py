"""Camel applications that can be reached now: what the API asks of whoever holds the connections to their sidecars."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

# Of all contexts, or routes, also such as appear later.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Application:
    """One start of a JVM with Camel in it."""

    instance: str
    """`service.instance.id`: random for each start."""
    service: str
    agent: str
    """Version of its agent."""
    pid: int
    """Within its own container."""
    contexts: Sequence[str]


class Capture(StrEnum):
    """Of which of the exchanges that are kept messages are kept too."""

    ALL = "all"
    FAILED = "failed"
    NONE = "none"


class RouteAction(StrEnum):
    """What a route is told."""

    START = "start"
    STOP = "stop"
    SUSPEND = "suspend"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class ListRoutes:
    """All routes of the application with their state."""


@dataclass(frozen=True, slots=True)
class SetSampling:
    """None: as the application was started."""

    context: str
    route: str
    share: float | None
    per_second: float | None
    slow_ms: int | None


@dataclass(frozen=True, slots=True)
class SetCapture:
    """None: as the application was started."""

    context: str
    route: str
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class ControlRoute:
    """One route, by its id."""

    context: str
    route: str
    action: RouteAction


Call = ListRoutes | SetSampling | SetCapture | ControlRoute


@dataclass(frozen=True, slots=True)
class Called:
    """A command that was carried out, now or (`again`) when its id came first."""

    answer: Mapping[str, Any]
    again: bool


class CommandError(Exception):
    """A command that was not carried out, or of which that is not known: `kind` says which."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Applications(Protocol):
    """For all threads; nothing blocks."""

    def connected(self, tenant: str) -> "Future[Sequence[Application]]":
        """Of a tenant, by service and instance."""

    def call(self, tenant: str, instance: str, call: Call, command: str, deadline_s: float | None) -> "Future[Called]":
        """Carries it out once for each `command`, an id; ends with CommandError where that fails. `deadline_s` None:
        what the settings say.
        """


class NoApplications:
    """Where no sidecar can call."""

    def connected(self, tenant: str) -> "Future[Sequence[Application]]":  # noqa: ARG002  # the port's shape
        """None."""
        found: Future[Sequence[Application]] = Future()
        found.set_result(())
        return found

    def call(self, tenant: str, instance: str, call: Call, command: str, deadline_s: float | None) -> "Future[Called]":  # noqa: ARG002
        """Fails."""
        failed: Future[Called] = Future()
        detail = f"no application {instance!r} is connected: sidecars cannot call here (CAMELOPS_COMMANDS_LISTEN)"
        failed.set_exception(CommandError("unknown_application", detail))
        return failed
