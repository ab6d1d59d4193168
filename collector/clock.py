"""Time as a port: what the collector does by the clock is decided by values that a test can set."""

import time
from typing import Protocol


class Clock(Protocol):
    """Wall time for what is stored or compared across restarts, monotonic time for how long something took."""

    def unix_ns(self) -> int:
        """Nanoseconds since 1970, UTC. May jump."""

    def monotonic_s(self) -> float:
        """Seconds since some moment. Never goes back."""


class SystemClock:
    """The machine's own time."""

    def unix_ns(self) -> int:
        """Nanoseconds since 1970, UTC."""
        return time.time_ns()

    def monotonic_s(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()
