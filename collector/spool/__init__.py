"""Spool: what was acknowledged and is not surely stored yet, on disk. A segment is a batch is one insert.

    append ──► lane ──────► backlog ──► delivery ──► sink
               │ columns                  │
               └► segment file ──────────►└► shelf ──► deleted     (or quarantine, with a reason)

Invariants:
- A request is acknowledged after the commit it is in was synced (`settings.Durability` says what else one may choose).
- A segment's file is written by one lane of one process, never edited, deleted only `safety_lag_s` after its insert.
- The file is the truth: its records, decoded in order under the limits in its header, give the same blocks byte for
  byte. They are inserted under the segment's id, so that the store takes them once, however often they are sent.
- Nothing that is found on disk keeps the spool from opening. What cannot be delivered goes into quarantine with a
  reason and is reported as gaps.

In reading order: `settings`; `format` and `scan` (bytes), `lifecycle` (names and states), `files` (the port to the
disk); `segment` and `lane` (the way in); `backlog`, `decoding`, `delivery`, `shelf` (the way out); `space`, `trials`,
`quarantine`, `recovery` (what goes wrong); `loop`, `stats`, `spool` (the whole).
"""

from collector.spool.settings import Durability, SpoolSettings
from collector.spool.spool import Spool
from collector.spool.stats import Counters, SpoolStats

__all__ = ["Counters", "Durability", "Spool", "SpoolSettings", "SpoolStats"]
