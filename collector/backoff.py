"""How long to wait after a failure: twice as long each time, and never all at the same moment."""

import random

FIRST_S = 0.2
# A store that comes back is noticed within this time.
LONGEST_S = 10.0


def backoff_s(failures: int, chance: random.Random) -> float:
    """Seconds to wait after the `failures`-th failure in a row (from 1): 0.2, 0.4, … 10, less up to half by chance."""
    longest = min(LONGEST_S, FIRST_S * 2.0 ** min(failures - 1, 16))
    return longest * (0.5 + 0.5 * chance.random())
