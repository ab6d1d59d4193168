"""The rule set in force: what may leave is asked of it. Fails closed: a set that cannot be read is no set."""

import logging
from pathlib import Path

from camel_bridge.sidecar.codec import Redactor
from collector.clock import Clock
from collector.watched import Unusable, Watched

log = logging.getLogger(__name__)

# A rule set is written by hand; more than this is some other file.
RULES_BYTES_MAX = 1024 * 1024


class RulesInForce:
    """Thread-safe. The built-in rules when no file is named; a file is looked at again once it changes, and one that
    can no longer be used leaves what was read before in force.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._builtin = Redactor("version = 1\n") if path is None else None
        self._watched: Watched[Redactor] | None = None
        self._said = ""

    def current(self) -> Redactor | None:
        """None: a file is named and could never be read; then no body and no header may leave."""
        if self._path is None:
            return self._builtin
        if self._watched is None:
            try:
                self._watched = Watched([self._path], self._read, self._clock)
            except Unusable as error:
                self._say(f"{error}: no body, header or exception message is sent until it can be")
                return None
            self._say(f"the rules in {self._path} are in force")
        return self._watched.current()

    def _read(self) -> Redactor:
        path = self._path
        if path is None:
            raise Unusable("no file of rules is named")
        try:
            with path.open("rb") as file:
                data = file.read(RULES_BYTES_MAX + 1)
        except OSError as error:
            raise Unusable(f"the rules in {path} cannot be read ({error.strerror})") from error
        if len(data) > RULES_BYTES_MAX:
            raise Unusable(f"the rules in {path} are larger than {RULES_BYTES_MAX} bytes")
        try:
            return Redactor(data.decode())
        except ValueError as error:
            raise Unusable(f"the rules in {path} cannot be used: {error}") from error

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            log.warning("%s", sentence)
