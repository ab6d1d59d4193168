"""A command is carried out once, however often it comes: a connection that broke has it sent again."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from camel_bridge.commands.commands_pb2 import Command, Problem, Result


@dataclass(frozen=True, slots=True)
class _Entry:
    what: bytes
    result: "Future[Result]"


class Journal:
    """For all threads. The results of the last `commands_max` commands, in memory: what may not happen twice over a
    restart, its effect has to remember.
    """

    def __init__(self, commands_max: int) -> None:
        self._commands_max = commands_max
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, command: Command, carry_out: Callable[[], Result]) -> Result:
        """What `carry_out` gives, or gave for the same command before; waits where that is under way."""
        what = _what(command)
        with self._lock:
            entry = self._entries.get(command.id)
            is_first = entry is None
            if entry is None:
                entry = self._entries[command.id] = _Entry(what, Future())
                self._forget()
        if is_first:
            self._fill(entry.result, carry_out)
            return entry.result.result()
        if entry.what != what:
            detail = f"{command.id!r} is the id of another command: give each an id of its own"
            return Result(id=command.id, problem=Problem(kind="id_taken", detail=detail))
        again = Result()
        again.CopyFrom(entry.result.result())
        again.again = True
        return again

    def _fill(self, result: "Future[Result]", carry_out: Callable[[], Result]) -> None:
        try:
            result.set_result(carry_out())
        except BaseException as error:
            # Whoever waits for it must not wait for ever.
            result.set_exception(error)
            raise

    def _forget(self) -> None:
        """The oldest go; what is under way stays, or it could begin again."""
        surplus = len(self._entries) - self._commands_max
        if surplus <= 0:
            return
        for name in [name for name, entry in self._entries.items() if entry.result.done()][:surplus]:
            del self._entries[name]


def _what(command: Command) -> bytes:
    """All of it but how long it may take, which is less the second time."""
    same = Command()
    same.CopyFrom(command)
    same.deadline_ms = 0
    return same.SerializeToString(deterministic=True)
