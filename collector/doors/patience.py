"""A deadline for many things at once, kept by one thread: what is not over by then is cut."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# How late a cut may be. Deadlines here are tens of seconds.
_LOOK_S = 0.25


class Patience:
    """Calls `cut` of whatever lasts longer than `seconds_max`. Thread-safe."""

    def __init__(self, seconds_max: float) -> None:
        self._seconds_max = seconds_max
        self._lock = threading.Lock()
        self._begun: dict[int, tuple[float, Callable[[], object]]] = {}
        self._next = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="otlp-patience", daemon=True)

    def start(self) -> None:
        """From here on deadlines hold."""
        self._thread.start()

    def close(self) -> None:
        """Nothing is cut any more."""
        self._ended.set()

    @contextmanager
    def limit(self, cut: Callable[[], object]) -> Iterator[None]:
        """The time of what happens inside. `cut` may be called once more just after it has ended."""
        with self._lock:
            key = self._next
            self._next += 1
            # Seconds are the same for all, so the dict is in the order of deadlines.
            self._begun[key] = (time.monotonic() + self._seconds_max, cut)
        try:
            yield
        finally:
            with self._lock:
                self._begun.pop(key, None)

    def _run(self) -> None:
        while not self._ended.wait(_LOOK_S):
            for cut in self._overdue():
                cut()

    def _overdue(self) -> list[Callable[[], object]]:
        now_s = time.monotonic()
        with self._lock:
            keys = []
            for key, (deadline_s, _) in self._begun.items():
                if deadline_s > now_s:
                    break
                keys.append(key)
            return [self._begun.pop(key)[1] for key in keys]
