"""A clock that a test sets."""


class SetClock:
    """Both times stand still until `pass_s`; the clock on the wall can be set by `step_s`."""

    def __init__(self) -> None:
        self._passed_s = 1_000.0
        self._stepped_s = 0.0

    def unix_ns(self) -> int:
        return int((self._passed_s + self._stepped_s) * 1e9)

    def monotonic_s(self) -> float:
        return self._passed_s

    def pass_s(self, seconds: float) -> None:
        self._passed_s += seconds

    def step_s(self, seconds: float) -> None:
        self._stepped_s += seconds
