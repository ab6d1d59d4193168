"""What could not be delivered is kept, with the reason, and reported as gaps that can be queried.

    quarantine/<id>.<signal>.<state>       a whole segment; put back into the folder above, it is delivered
    quarantine/<id>.<offset>.damaged       bytes of a segment that was delivered without them
    quarantine/<name>.unreported.json      why, and the gap rows that the store does not have yet
    quarantine/<name>.json                 the same, once it has them

The reason is written before anything is moved: after a crash in between the same happens again, under the same names
and the same tokens, and is stored once.
"""

import contextlib
import threading
from collections import deque
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from collector.codec import Batch
from collector.errors import BlockRefused
from collector.model import Signal
from collector.sinks import BlockSink
from collector.spool.decoding import limits_of
from collector.spool.files import Files, replace_file
from collector.spool.format import RecordHeader
from collector.spool.lifecycle import QUARANTINE, SegmentName
from collector.spool.scan import Damage
from collector.spool.space import Space
from collector.spool.stats import Tally

_UNREPORTED = ".unreported.json"
_REPORTED = ".json"
# Of a gap whose tenant is not known: long enough to be seen by whoever looks after the platform.
_RETENTION_DAYS_UNKNOWN = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A row of the table `gaps`: `count` spans, log records or data points, or requests where no more is known."""

    tenant: str
    retention_days: int
    time_unix_ns: int
    reason: str
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """The gaps of one incident. `name` is that of its file and the token of its insert, `segment` the file it was."""

    name: str
    segment: str
    signal: Signal
    partition_group: str
    gaps: tuple[Gap, ...]


_REPORT = TypeAdapter(Report)


def gaps_of(headers: list[RecordHeader], reason: str, detail: str) -> tuple[Gap, ...]:
    """One gap per tenant and retention, as old as its oldest request."""
    found: dict[tuple[str, int], Gap] = {}
    for header in headers:
        key = (header.tenant, header.retention_days)
        before = found.get(key)
        found[key] = Gap(
            header.tenant,
            header.retention_days,
            min(before.time_unix_ns, header.received_unix_ns) if before else header.received_unix_ns,
            reason,
            header.items + (before.count if before else 0),
            detail,
        )
    return tuple(found.values())


def gap_of_unknown(time_unix_ns: int, reason: str, requests: int, detail: str) -> Gap:
    """A gap of which only the number of requests is known, if that."""
    return Gap("", _RETENTION_DAYS_UNKNOWN, time_unix_ns, reason, requests, detail)


class Quarantine:
    """Thread-safe. Every call but `report` may raise OSError; then nothing was moved."""

    def __init__(self, files: Files, space: Space, tally: Tally) -> None:
        self._files = files
        self._space = space
        self._tally = tally
        self._unreported: deque[Report] = deque()
        self._reporting = threading.Lock()
        self.segments = 0
        self.bytes = 0

    def recover(self) -> None:
        """Learns what is there from before. A reason file that cannot be read stays, for a person."""
        for name, size in self._files.list(QUARANTINE).items():
            self.bytes += size
            if SegmentName.parse(name) is not None:
                self.segments += 1
            if name.endswith(_UNREPORTED):
                with contextlib.suppress(ValidationError, OSError):
                    self._unreported.append(_REPORT.validate_json(self._files.read(f"{QUARANTINE}/{name}")))

    def give_up(self, name: SegmentName, size: int, partition_group: str, reason: str, gaps: tuple[Gap, ...]) -> None:
        """Moves a whole segment here. One whose file has gone is reported alone."""
        self._note(Report(f"{name.segment_id}.{reason}", str(name), name.signal, partition_group, gaps))
        try:
            self._files.rename(str(name), f"{QUARANTINE}/{name}")
        except FileNotFoundError:
            self._space.took(-size)
            return
        # Twice: a name that is in no folder after a power cut would be a segment that is lost.
        self._files.sync_folder(QUARANTINE)
        self._files.sync_folder("")
        self.segments += 1
        self.bytes += size
        self._tally.add(segments_quarantined=1)

    def set_aside(
        self, name: SegmentName, partition_group: str, created_unix_ns: int, data: bytes, damage: tuple[Damage, ...]
    ) -> None:
        """Keeps a copy of what could not be read of a segment, and reports it."""
        gaps: list[Gap] = []
        for each in damage:
            detail = f"{name.segment_id}, {each.length} bytes at {each.at}"
            if each.length:
                copy = f"{QUARANTINE}/{name.segment_id}.{each.at}.damaged"
                replace_file(self._files, copy, data[each.at : each.at + each.length], sync=True)
                self._count(each.length)
            if each.header is not None:
                gaps += gaps_of([each.header], "record_damaged", detail)
            else:
                gaps.append(gap_of_unknown(created_unix_ns, "record_damaged", each.records, f"{detail}, in requests"))
        self._note(Report(f"{name.segment_id}.damaged", str(name), name.signal, partition_group, tuple(gaps)))
        self._tally.add(requests_damaged=sum(each.records for each in damage))

    def report_unwritten(self, report: Report) -> None:
        """Takes a gap that has nothing in quarantine: what it is about was never on the disk."""
        self._unreported.append(report)

    def report(self, sink: BlockSink) -> None:
        """Stores the gaps that are not stored yet. Raises StoreUnavailable."""
        if not self._unreported or not self._reporting.acquire(blocking=False):
            return
        try:
            while self._unreported:
                report = self._unreported[0]
                self._store(report, sink)
                self._unreported.popleft()
                unreported = f"{report.name}{_UNREPORTED}"
                if unreported in self._files.list(QUARANTINE):
                    self._files.rename(f"{QUARANTINE}/{unreported}", f"{QUARANTINE}/{report.name}{_REPORTED}")
        finally:
            self._reporting.release()

    def _store(self, report: Report, sink: BlockSink) -> None:
        batch = Batch(report.signal.value, report.partition_group, limits_of({}))
        for gap in report.gaps:
            batch.gap(**asdict(gap))
        for block in batch.finish():
            try:
                sink.insert(block, report.name)
            except BlockRefused:
                # There is no second table to tell it to. The reason stays in the folder, the counter says so.
                self._tally.add(blocks_refused=1)
            else:
                self._tally.add(gaps_reported=block.rows)

    def _note(self, report: Report) -> None:
        text = _REPORT.dump_json(report, indent=1)
        replace_file(self._files, f"{QUARANTINE}/{report.name}{_UNREPORTED}", text, sync=True)
        self._count(len(text))
        self._unreported.append(report)

    def _count(self, size: int) -> None:
        self.bytes += size
        self._space.took(size)
