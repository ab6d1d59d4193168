"""Which sidecars are connected with which applications, and the commands under way. For one event loop, without I/O.

A command belongs to an application, not to a connection: when its sidecar comes back, it is sent again, with the same
id, and the sidecar's journal knows whether it was carried out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from camel_bridge.commands.commands_pb2 import Application, Command, Result
from camel_bridge.commands.outcomes import CommandFailed, Expired, IdTaken, OutcomeUnknown, Refused, UnknownApplication

# An answer that was under way when the deadline passed still comes.
GRACE_S = 2.0
# Commands that wait for one sidecar to read them; a sidecar reads at once, so more means it stands still.
WAITING_MAX = 256
# Of one sidecar: a pod has a few, and nobody fills this process's memory with names.
APPLICATIONS_MAX = 256


class TooManyApplications(CommandFailed):
    """A sidecar says it has more than `APPLICATIONS_MAX`."""

    kind = "too_many_applications"


class Session:
    """One connected sidecar, of one tenant. Made by `Hub.connected`."""

    def __init__(self, tenant: str, sidecar: str) -> None:
        self.tenant = tenant
        self.sidecar = sidecar
        self.applications: dict[str, Application] = {}
        self.outgoing: asyncio.Queue[Command | None] = asyncio.Queue(WAITING_MAX)
        """What is to be sent; None: nothing more."""

    def offer(self, command: Command) -> bool:
        """Whether there was room for it among what waits to be sent."""
        try:
            self.outgoing.put_nowait(command)
        except asyncio.QueueFull:
            return False
        return True

    def end(self) -> None:
        """Nothing more is sent here, also of what waits."""
        while not self.outgoing.empty():
            self.outgoing.get_nowait()
        self.outgoing.put_nowait(None)


@dataclass(slots=True)
class _Pending:
    command: Command
    until_s: float
    result: asyncio.Future[Result]
    is_sent: bool = False
    is_accepted: bool = False
    waiting: int = 0


class Hub:
    """For the thread of its event loop."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str], Session] = {}
        self._pending: dict[tuple[str, str], _Pending] = {}

    def connected(self, tenant: str, sidecar: str) -> Session:
        """A sidecar has called. Another connection of the same one is told to end."""
        old = self._sessions.pop((tenant, sidecar), None)
        if old is not None:
            old.end()
        session = self._sessions[tenant, sidecar] = Session(tenant, sidecar)
        return session

    def disconnected(self, session: Session) -> None:
        """Its connection has ended. What was sent waits for it to come back, until its deadline."""
        if self._sessions.get((session.tenant, session.sidecar)) is session:
            del self._sessions[session.tenant, session.sidecar]

    def has(self, session: Session, applications: Sequence[Application]) -> None:
        """These are all of its applications now. Commands to them that have no answer yet are sent (again).

        Raises TooManyApplications.
        """
        if len(applications) > APPLICATIONS_MAX:
            raise TooManyApplications(f"{len(applications)} applications: one sidecar has {APPLICATIONS_MAX} at most")
        known = session.applications
        session.applications = {each.instance: each for each in applications}
        for (tenant, _), pending in self._pending.items():
            instance = pending.command.instance
            if tenant == session.tenant and instance in session.applications and instance not in known:
                self._send(session, pending)

    def accepted(self, session: Session, command_id: str) -> None:
        """The sidecar has the command, and has begun."""
        pending = self._pending.get((session.tenant, command_id))
        if pending is not None and pending.command.instance in session.applications:
            pending.is_accepted = True

    def answered(self, session: Session, result: Result) -> None:
        """The end of a command. One that nobody waits for any more is left alone."""
        pending = self._pending.get((session.tenant, result.id))
        if pending is not None and pending.command.instance in session.applications and not pending.result.done():
            pending.result.set_result(result)

    def applications(self, tenant: str) -> list[Application]:
        """All that can be reached now, by service and instance."""
        found = [each for session in self._of(tenant) for each in session.applications.values()]
        return sorted(found, key=lambda each: (each.service, each.instance))

    async def call(self, tenant: str, command: Command) -> Result:
        """Sends it and waits for its answer: a result with `json`. The same id again joins what is under way, or has
        the answer of then. Raises CommandFailed.
        """
        pending = self._begun(tenant, command)
        pending.waiting += 1
        try:
            async with asyncio.timeout_at(pending.until_s + GRACE_S):
                # Whoever stops waiting does not end it for others.
                result = await asyncio.shield(pending.result)
        except TimeoutError:
            raise self._overdue(pending) from None
        finally:
            pending.waiting -= 1
            if pending.waiting == 0:
                self._pending.pop((tenant, command.id), None)
        if result.WhichOneof("outcome") == "problem":
            raise _failure(result)
        return result

    def _begun(self, tenant: str, command: Command) -> _Pending:
        pending = self._pending.get((tenant, command.id))
        if pending is not None:
            if pending.command != command:
                raise IdTaken(f"{command.id!r} is the id of another command: give each an id of its own")
            return pending
        session = next((each for each in self._of(tenant) if command.instance in each.applications), None)
        if session is None:
            raise UnknownApplication(
                f"no application {command.instance!r} is connected: `camelops apps` lists those that are"
            )
        loop = asyncio.get_running_loop()
        pending = _Pending(command, loop.time() + command.deadline_ms / 1_000, loop.create_future())
        self._pending[tenant, command.id] = pending
        self._send(session, pending)
        return pending

    def _send(self, session: Session, pending: _Pending) -> None:
        left_ms = round((pending.until_s - asyncio.get_running_loop().time()) * 1_000)
        if left_ms <= 0 or pending.result.done():
            return
        command = Command()
        command.CopyFrom(pending.command)
        command.deadline_ms = left_ms
        pending.is_sent = session.offer(command) or pending.is_sent

    def _overdue(self, pending: _Pending) -> CommandFailed:
        command = pending.command
        allowed = f"{command.deadline_ms / 1_000:g} s"
        if pending.is_sent:
            it = "its sidecar has begun and" if pending.is_accepted else "its sidecar"
            return OutcomeUnknown(
                f"{command.instance} may have done it: {it} has not answered within {allowed}. Ask again with the id "
                f"{command.id!r} to learn it without doing it twice"
            )
        return Expired(f"{command.instance} could not be reached within {allowed}: nothing was done, try again")

    def _of(self, tenant: str) -> list[Session]:
        return [session for session in self._sessions.values() if session.tenant == tenant]


def _failure(result: Result) -> CommandFailed:
    kinds = {each.kind: each for each in (UnknownApplication, Expired, OutcomeUnknown, IdTaken)}
    problem = result.problem
    return kinds.get(problem.kind, Refused)(problem.detail, problem.kind)
