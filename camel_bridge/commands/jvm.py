"""Into the applications beside the sidecar: one gateway for each JVM that has said where it listens."""

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import TypeAdapter

from camel_bridge.commands import commands_pb2 as wire
from camel_bridge.commands.commands_pb2 import Application, Command, Problem, Result
from camel_bridge.gateway import (
    ALL,
    Agent,
    Capture,
    Gateway,
    GatewayCallFailed,
    GatewayError,
    GatewayUnavailable,
)

log = logging.getLogger(__name__)

GATEWAYS = "*.gateway"
# An answer is asked for as soon as a route has had its time; it takes a moment to come.
ANSWER_S = 1.0

_CAPTURES: Mapping[int, Capture] = {
    wire.CAPTURE_ALL: Capture.ALL,
    wire.CAPTURE_FAILED: Capture.FAILED,
    wire.CAPTURE_NONE: Capture.NONE,
}


class Jvms:
    """`stream.JvmCalls` over the gateway files of a folder. `applications` is for one thread, `carry_out` for any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._gateways: dict[Path, Gateway] = {}
        self._paths: Mapping[str, Path] = {}
        self._said: dict[Path, str] = {}

    def applications(self) -> list[Application]:
        """Those that answer. One that stands still, as for a garbage collection, is left out until it answers again."""
        # What is no folder has none.
        paths = set(self._folder.glob(GATEWAYS))
        for path in self._gateways.keys() - paths:
            self._gateways.pop(path).close()
            self._said.pop(path, None)
        found = {path: agent for path in sorted(paths) if (agent := self._described(path)) is not None}
        self._paths = {agent.instance: path for path, agent in found.items()}
        return [_application(agent) for agent in found.values()]

    def carry_out(self, command: Command, deadline_s: float) -> Result:
        """The application's answer as JSON, or why there is none: `unknown` where it may have done it."""
        path = self._paths.get(command.instance)
        if path is None:
            return _problem(
                command, "unknown_application", f"no application {command.instance!r} is beside this sidecar"
            )
        try:
            # One of its own: a route that takes long to stop keeps nobody else waiting.
            with Gateway(path) as gateway:
                return Result(id=command.id, json=_answer(gateway, command, deadline_s))
        except GatewayCallFailed as error:
            return _problem(command, error.kind, error.detail)
        except GatewayUnavailable as error:
            return _problem(command, "unknown", str(error))
        except GatewayError as error:
            return _problem(command, "unreachable", str(error))

    def _described(self, path: Path) -> Agent | None:
        gateway = self._gateways.setdefault(path, Gateway(path))
        try:
            agent = gateway.describe()
        except GatewayError as error:
            self._say(path, str(error))
            return None
        self._said.pop(path, None)
        return agent

    def _say(self, path: Path, sentence: str) -> None:
        if self._said.get(path) != sentence:
            self._said[path] = sentence
            log.warning("no commands for the application of %s: %s", path.name, sentence)


def _application(agent: Agent) -> Application:
    return Application(
        instance=agent.instance,
        service=agent.service,
        agent=agent.agent_version or "",
        pid=agent.pid,
        contexts=[context.name for context in agent.contexts],
    )


def _answer(gateway: Gateway, command: Command, deadline_s: float) -> bytes:
    match command.WhichOneof("call"):
        case "list_routes":
            return _json({"contexts": gateway.routes()})
        case "set_sampling":
            return _set_sampling(gateway, command.set_sampling)
        case "set_capture":
            routes = command.set_capture.routes
            mode = _CAPTURES.get(command.set_capture.capture)
            return _json({"routes": gateway.set_capture(routes.context or ALL, routes.route or ALL, mode=mode)})
        case "control_route":
            return _control(gateway, command.control_route, deadline_s)
        case _:
            raise GatewayCallFailed("unknown_command", "this sidecar does not know the command: update it")


def _set_sampling(gateway: Gateway, asked: wire.SetSampling) -> bytes:
    effective = gateway.set_sampling(
        asked.routes.context or ALL,
        asked.routes.route or ALL,
        share=asked.share if asked.HasField("share") else None,
        per_second=asked.per_second if asked.HasField("per_second") else None,
        slow_ms=asked.slow_ms if asked.HasField("slow_ms") else None,
    )
    return _json({"routes": effective})


def _control(gateway: Gateway, asked: wire.ControlRoute, deadline_s: float) -> bytes:
    actions: Mapping[int, Callable[..., object]] = {
        wire.ROUTE_ACTION_START: gateway.start_route,
        wire.ROUTE_ACTION_STOP: gateway.stop_route,
        wire.ROUTE_ACTION_SUSPEND: gateway.suspend_route,
        wire.ROUTE_ACTION_RESUME: gateway.resume_route,
    }
    action = actions.get(asked.action)
    if action is None:
        raise GatewayCallFailed("bad_value", "a route is started, stopped, suspended or resumed")
    left_s = max(ANSWER_S, deadline_s - time.monotonic() - ANSWER_S)
    return _json(action(asked.context or ALL, asked.route, timeout_s=left_s))


_ANYTHING: TypeAdapter[object] = TypeAdapter(object)


def _json(answer: object) -> bytes:
    return _ANYTHING.dump_json(answer)


def _problem(command: Command, kind: str, detail: str) -> Result:
    return Result(id=command.id, problem=Problem(kind=kind, detail=detail))
