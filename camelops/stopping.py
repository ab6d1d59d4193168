"""Waiting for the signal that ends the process.

The first SIGTERM or SIGINT asks for a drain; the second ends the process where it stands, which loses nothing: what was
acknowledged is in the spool. Handlers do nothing but set an event: the drain runs in the main thread, not in a handler.
"""

import os
import signal
import threading
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StopRequest:
    """Takes both signals while it is entered. Only the main thread can enter it."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._before: dict[signal.Signals, signal.Handlers | None] = {}

    @property
    def asked(self) -> bool:
        """Whether the first signal came."""
        return self._asked.is_set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Returns once the process is asked to end, or after so long; whether it is asked."""
        return self._asked.wait(timeout_s)

    def __enter__(self) -> Self:
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._handle)  # type: ignore[assignment]  # stored to be put back
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set():
            # 128 + n is what shells call an end by signal n.
            os._exit(128 + number)
        self._asked.set()
