"""Times as a person types and reads them: `1h`, `2026-11-22T09:30`, `12.3 ms`."""

import re
from datetime import datetime, timedelta

NS_PER_S = 1_000_000_000
UNIT_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_AGO = re.compile(r"(?:\d+[smhdw])+")
_PART = re.compile(r"(\d+)([smhdw])")


def parse_moment(text: str, now_unix_ns: int) -> int:
    """Unix nanoseconds of `now`, an age (`90s`, `15m`, `1h30m`, `7d`) or an ISO 8601 time (local unless it names a
    zone).

    Raises ValueError naming the text and what is understood.
    """
    word = text.strip()
    if word == "now":
        return now_unix_ns
    if _AGO.fullmatch(word):
        return now_unix_ns - sum(int(count) * UNIT_S[unit] for count, unit in _PART.findall(word)) * NS_PER_S
    try:
        moment = datetime.fromisoformat(word).astimezone()
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text!r} is not a time: write an age like 15m, 1h or 7d, or a time like 2026-11-22T09:30:00Z"
        ) from None
    return (moment - datetime.fromtimestamp(0, moment.tzinfo)) // timedelta(microseconds=1) * 1_000


def moment_text(unix_ns: int) -> str:
    """Local time to the millisecond, as in a table: `2026-11-22 09:30:00.123`."""
    seconds, rest = divmod(unix_ns, NS_PER_S)
    try:
        local = datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):  # a year the calendar of this machine does not have
        return f"{unix_ns} ns"
    return f"{local:%Y-%m-%d %H:%M:%S}.{rest // 1_000_000:03d}"


def duration_text(duration_ns: int) -> str:
    """At most nine cells, three significant digits: `250 ns`, `12.3 ms`, `1.50 s`, `2m 05s`, `3h 07m`, `12d 04h`."""
    if duration_ns < 1_000:
        return f"{duration_ns} ns"
    for unit, size in (("µs", 1_000), ("ms", 1_000_000), ("s", NS_PER_S)):
        value = duration_ns / size
        # Not 1,000: what would be rounded up to it belongs to the next unit.
        if value < 999.5 and (unit != "s" or value < 59.95):
            return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {unit}"
    seconds = round(duration_ns / NS_PER_S)
    if seconds < 3_600:
        return f"{seconds // 60}m {seconds % 60:02d}s"
    if seconds < 2 * 86_400:
        return f"{seconds // 3_600}h {seconds % 3_600 // 60:02d}m"
    return f"{seconds // 86_400}d {seconds % 86_400 // 3_600:02d}h"
