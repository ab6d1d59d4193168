"""Time that goes on when a test says so."""

START_UNIX_NS = 1_760_000_000_000_000_000


class ManualClock:
    """Starts in October 2025; one reading does not change the next."""

    def __init__(self, unix_ns: int = START_UNIX_NS) -> None:
        self._unix_ns = unix_ns
        self._monotonic_s = 1_000.0

    def unix_ns(self) -> int:
        return self._unix_ns

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def advance(self, seconds: float) -> None:
        self._monotonic_s += seconds
        self._unix_ns += int(seconds * 1e9)

    def step(self, seconds: float) -> None:
        """Someone sets the clock on the wall; the other one does not notice."""
        self._unix_ns += int(seconds * 1e9)
