"""A clock that a test sets."""


class SetClock:
    """Both times stand still until `pass_s`."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def unix_ns(self) -> int:
        return int(self.now_s * 1e9)

    def monotonic_s(self) -> float:
        return self.now_s

    def pass_s(self, seconds: float) -> None:
        self.now_s += seconds
