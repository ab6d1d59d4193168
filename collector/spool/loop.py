"""A thread that takes turns until it is told to stop, and whose failures are seen."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

# After an unexpected failure: long enough not to burn a core, short enough that the way back is quick.
_PAUSE_AFTER_FAILURE_S = 1.0


class Loop:
    """Runs `turn` again and again. It returns how many seconds it has nothing to do (None = until woken).

    This is the one place that catches what nobody expected: the thread goes on, the failure is logged once, and
    `failure` says what it was until a turn succeeds.
    """

    def __init__(self, name: str, turn: Callable[[], float | None]) -> None:
        self.name = name
        self.failure: str | None = None
        self._turn = turn
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins. Once only."""
        self._thread.start()

    def wake(self) -> None:
        """Lets the next turn begin now. Never blocks."""
        if not self._wake.is_set():
            self._wake.set()

    def stop(self) -> None:
        """Lets the turn under way be the last. Returns once the thread has ended."""
        self._stopping = True
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                wait_s = self._turn()
                self.failure = None
            except BaseException as error:  # a native panic is no Exception; nothing may end the thread unseen
                failure = f"{self.name}: {type(error).__name__}: {error}"
                if failure != self.failure:
                    log.exception("%s failed; it goes on", self.name)
                self.failure = failure
                wait_s = _PAUSE_AFTER_FAILURE_S
            self._wake.wait(wait_s)
