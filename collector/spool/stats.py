"""What the spool says of itself: one frozen value, taken at one moment."""

import threading
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counters:
    """Since the spool was opened; they only grow. Each is one thing that an operator may want to see the rate of."""

    requests_acknowledged: int = 0
    requests_failed: int = 0
    items_accepted: int = 0
    items_rejected: int = 0
    bytes_written: int = 0
    commits: int = 0
    commits_failed: int = 0
    segments_sealed: int = 0
    segments_stored: int = 0
    segments_recovered: int = 0
    segments_redelivered: int = 0
    segments_decoded_again: int = 0
    segments_quarantined: int = 0
    stored_evicted_early: int = 0
    inserts_postponed: int = 0
    blocks_refused: int = 0
    requests_damaged: int = 0
    requests_lost_in_memory: int = 0
    bytes_torn: int = 0
    gaps_reported: int = 0
    reserve_released: int = 0


class Tally:
    """Counters while they are being counted, by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = {field.name: 0 for field in fields(Counters)}

    def add(self, **counts: int) -> None:
        """Adds to the counters of these names. KeyError: there is none of that name."""
        with self._lock:
            for name, count in counts.items():
                self._counts[name] += count

    def counters(self) -> Counters:
        """As they are now."""
        with self._lock:
            return Counters(**self._counts)


@dataclass(frozen=True, slots=True)
class SpoolStats:
    """The spool at one moment.

    `unready` names what keeps it from taking or passing on requests; empty when all is well. A store that is away does
    not: `store_trouble` says what it answered last. `segments_foreign` were written by a later version and wait for it.
    """

    segments_open: int
    segments_waiting: int
    segments_stored: int
    segments_quarantined: int
    segments_foreign: int
    bytes_on_disk: int
    bytes_waiting: int
    bytes_quarantined: int
    bytes_in_memory: int
    bytes_pending: int
    oldest_unsent_age_s: float
    full: bool
    unready: tuple[str, ...]
    store_trouble: str | None
    counters: Counters
