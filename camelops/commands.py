"""The control plane's applications, over the streams of their sidecars."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from camel_bridge.commands import commands_pb2 as wire
from camel_bridge.commands.door import CommandDoor
from camel_bridge.commands.outcomes import CommandFailed
from camel_bridge.commands.settings import CommandSettings
from camelops.errors import StartError
from collector.clock import Clock
from collector.credentials import Credentials
from collector.doors.front import is_loopback
from collector.doors.grpc import PortTaken
from collector.doors.tls import TlsFiles
from collector.settings import DoorSettings
from controlplane.applications import (
    Application,
    Applications,
    Call,
    Called,
    Capture,
    CommandError,
    ControlRoute,
    ListRoutes,
    NoApplications,
    RouteAction,
    SetCapture,
    SetSampling,
)

# What is under way when the process ends: its callers are told that they do not know.
END_S = 1.0

GivenT = TypeVar("GivenT")
MadeT = TypeVar("MadeT")


@contextmanager
def reachable_applications(
    settings: CommandSettings, doors: DoorSettings, credentials: Credentials, clock: Clock
) -> Iterator[Applications]:
    """Listens for sidecars until the end of the block. Raises StartError."""
    if not settings.listen:
        yield NoApplications()
        return
    if doors.credentials_file is None and not is_loopback(settings.listen) and not doors.insecure_listen:
        raise StartError(
            f"{settings.listen} can be reached from other machines, and there are no credentials",
            way_out="name a file of tokens in CAMELOPS_OTLP_CREDENTIALS_FILE, or listen on 127.0.0.1",
        )
    door = CommandDoor(settings, credentials, TlsFiles.named_in(doors, clock))
    try:
        door.start()
    except PortTaken as error:
        raise StartError(
            str(error),
            way_out="stop that one, or choose another address with --commands or CAMELOPS_COMMANDS_LISTEN; empty: "
            "no commands",
        ) from error
    try:
        yield StreamedApplications(door)
    finally:
        door.close(END_S)


class StreamedApplications:
    """`controlplane.applications.Applications` over a door."""

    def __init__(self, door: CommandDoor) -> None:
        self._door = door

    def connected(self, tenant: str) -> "Future[Sequence[Application]]":
        """By service and instance."""
        return _then(self._door.applications(tenant), lambda found: [_application(each) for each in found])

    def call(self, tenant: str, instance: str, call: Call, command: str, deadline_s: float | None) -> "Future[Called]":
        """Ends with CommandError where it fails."""
        asked = wire.Command(id=command, instance=instance, deadline_ms=round((deadline_s or 0) * 1_000))
        _fill(asked, call)
        return _then(self._door.call(tenant, asked), lambda result: Called(json.loads(result.json), result.again))


def _then(asked: "Future[GivenT]", present: Callable[[GivenT], MadeT]) -> "Future[MadeT]":
    """What `present` makes of it; CommandFailed becomes the control plane's CommandError."""
    made: Future[MadeT] = Future()

    def done(of: "Future[GivenT]") -> None:
        try:
            made.set_result(present(of.result()))
        except CommandFailed as error:
            made.set_exception(CommandError(error.kind, str(error)))
        except BaseException as error:  # noqa: BLE001  # whoever waits has it
            made.set_exception(error)

    asked.add_done_callback(done)
    return made


def _application(said: wire.Application) -> Application:
    return Application(said.instance, said.service, said.agent, said.pid, tuple(said.contexts))


_CAPTURES = {
    Capture.ALL: wire.CAPTURE_ALL,
    Capture.FAILED: wire.CAPTURE_FAILED,
    Capture.NONE: wire.CAPTURE_NONE,
    None: wire.CAPTURE_UNSPECIFIED,
}
_ACTIONS = {
    RouteAction.START: wire.ROUTE_ACTION_START,
    RouteAction.STOP: wire.ROUTE_ACTION_STOP,
    RouteAction.SUSPEND: wire.ROUTE_ACTION_SUSPEND,
    RouteAction.RESUME: wire.ROUTE_ACTION_RESUME,
}


def _fill(asked: wire.Command, call: Call) -> None:
    match call:
        case ListRoutes():
            asked.list_routes.SetInParent()
        case SetSampling(context, route, share, per_second, slow_ms):
            routes = wire.Routes(context=context, route=route)
            sampling = wire.SetSampling(routes=routes, share=share, per_second=per_second, slow_ms=slow_ms)
            asked.set_sampling.CopyFrom(sampling)
        case SetCapture(context, route, capture):
            routes = wire.Routes(context=context, route=route)
            asked.set_capture.CopyFrom(wire.SetCapture(routes=routes, capture=_CAPTURES[capture]))
        case ControlRoute(context, route, action):
            asked.control_route.CopyFrom(wire.ControlRoute(context=context, route=route, action=_ACTIONS[action]))
