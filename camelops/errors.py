"""How a command ends when it cannot do what was asked: one sentence that names the value, one with the way out, an exit
code.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What scripts can tell apart. 0 is success; 2 is also what wrong usage gives."""

    FAILED = 1
    NOT_RUNNING = 2


class CommandError(Exception):
    """Ends the command. The message names the value; `way_out` says what to do about it."""

    code = ExitCode.FAILED

    def __init__(self, message: str, *, way_out: str = "") -> None:
        super().__init__(message)
        self.way_out = way_out


class StartError(CommandError):
    """A part could not be opened: a port, the data folder, the store."""


class NotRunningError(CommandError):
    """No camelops answered at the address."""

    code = ExitCode.NOT_RUNNING


class QueryRefusedError(CommandError):
    """The query could not be read. `column` is 1 for the first character."""

    def __init__(self, message: str, *, query: str, column: int, way_out: str = "") -> None:
        super().__init__(message, way_out=way_out)
        self.query = query
        self.column = column
