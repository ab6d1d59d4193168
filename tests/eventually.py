"""Waiting for what another process does: ask until it holds or the time is up, then fail with the last answer."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

# Between two questions: short beside what is waited for (a segment's age of 1 s), long beside a question's cost.
PAUSE_S = 0.1

T = TypeVar("T")


def eventually(question: Callable[[], T], *, within_s: float) -> T:
    """What `question` returns once it returns without AssertionError. When it still raises after `within_s`, its last
    AssertionError, with the time that was given."""
    deadline = time.monotonic() + within_s
    pause = threading.Event()
    while True:
        try:
            return question()
        except AssertionError as error:
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {within_s:g} s: {error}") from error
        pause.wait(PAUSE_S)
