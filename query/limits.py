"""Bounds of one question. The engine enforces them; passing one is an error, never a shortened answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may use at most. All are enforced in the engine."""

    seconds: float = 10.0
    # Rows the engine may touch: 2e9 is about a minute of two cores on narrow columns; the time bound ends it before.
    rows_read: int = 2_000_000_000
    memory_bytes: int = 2 * 1024**3
    # An answer is built in memory twice, by the engine and as a frame.
    result_rows: int = 1_000_000
    result_bytes: int = 512 * 1024**2

    def settings(self) -> dict[str, str]:
        """The engine's names for them."""
        return {
            "max_execution_time": str(self.seconds),
            "timeout_overflow_mode": "throw",
            "max_rows_to_read": str(self.rows_read),
            "read_overflow_mode": "throw",
            "max_memory_usage": str(self.memory_bytes),
            "max_result_rows": str(self.result_rows),
            "max_result_bytes": str(self.result_bytes),
            "result_overflow_mode": "throw",
        }
