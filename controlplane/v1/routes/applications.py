"""Camel applications: which can be reached, and telling them something.

A command that may have had its effect, but gave no answer, is 504 `command_unknown`; the same id again asks for the
answer without doing it twice.
"""

import asyncio
import dataclasses
import uuid
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import HTTPConnection

from controlplane import applications as port
from controlplane.access import Operator, Reader
from controlplane.problems import ProblemError
from controlplane.v1.models import Application, Applications, Command, CommandResult
from controlplane.v1.models.applications import ID_CHARACTERS_MAX

router = APIRouter()

Instance = Annotated[str, Path(max_length=ID_CHARACTERS_MAX, description="`instance` of an application.")]

_STATUS = {
    "unknown_application": HTTPStatus.NOT_FOUND,
    "unknown_context": HTTPStatus.NOT_FOUND,
    "unknown_route": HTTPStatus.NOT_FOUND,
    "bad_value": HTTPStatus.BAD_REQUEST,
    "id_taken": HTTPStatus.CONFLICT,
    "expired": HTTPStatus.GATEWAY_TIMEOUT,
    "timeout": HTTPStatus.GATEWAY_TIMEOUT,
    "unknown": HTTPStatus.GATEWAY_TIMEOUT,
}
_WAYS_OUT = {
    "unknown_application": "GET /api/v1/applications lists those that are connected",
    "unknown": "send it again with the same id: that gives the answer, and is not done twice",
    "expired": "nothing was done: try again, or give it a longer deadline_s",
}


def _reachable(connection: HTTPConnection) -> port.Applications:
    found: port.Applications = connection.app.state.applications
    return found


Reachable = Annotated[port.Applications, Depends(_reachable)]


@router.get("/applications")
async def applications(reachable: Reachable, reader: Reader) -> Applications:
    """Those that can be told something now."""
    found = await asyncio.wrap_future(reachable.connected(reader.tenant))
    return Applications(applications=[Application(**dataclasses.asdict(each)) for each in found])


@router.post("/applications/{instance}/commands")
async def command(reachable: Reachable, operator: Operator, instance: Instance, command: Command) -> CommandResult:
    """Tells an application something, and waits for its answer."""
    name = command.id or uuid.uuid4().hex
    asked = reachable.call(operator.tenant, instance, _call(command), name, command.deadline_s)
    try:
        # Whoever stops waiting does not end it.
        called = await asyncio.shield(asyncio.wrap_future(asked))
    except port.CommandError as error:
        raise ProblemError(
            _STATUS.get(error.kind, HTTPStatus.BAD_GATEWAY),
            f"command_{error.kind}",
            str(error),
            way_out=_WAYS_OUT.get(error.kind, ""),
        ) from error
    return CommandResult(id=name, again=called.again, answer=dict(called.answer))


_CALLS = {
    "set_sampling": port.SetSampling,
    "set_capture": port.SetCapture,
    "control_route": port.ControlRoute,
    "list_routes": port.ListRoutes,
}


def _call(command: Command) -> port.Call:
    """The same, as a value of the port."""
    call: port.Call = _CALLS[command.call.do](**command.call.model_dump(exclude={"do"}))
    return call
