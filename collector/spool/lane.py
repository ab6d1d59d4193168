"""One lane: the requests of one signal and partition group, in one order, in one open segment.

    append (any thread)      decode into the segment's batch, queue the bytes             under the order lock
    turn (one thread)        write what is queued in one call, sync once, answer          without any lock
                             seal what is full or old enough, hand it to the backlog

The order lock makes the order of rows and of records one. Disk and decoding never wait for each other. When a write
fails, the file goes back to its last commit, its requests are refused, and the columns, which hold rows that are in no
file now, are forgotten: the file is the truth, and is decoded again when its turn comes.
"""

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from collector.codec import Batch, BatchFull, ExportTooLarge, MalformedBytes, Receipt
from collector.errors import Draining, MalformedExport, SpoolFailed, SpoolFull, TooLarge, TransientError
from collector.model import Acknowledgement, Export, Signal
from collector.spool.decoding import limits_of
from collector.spool.format import TENANT_BYTES_MAX, Description, pack_record, unpack_record
from collector.spool.lifecycle import SegmentIds
from collector.spool.quarantine import Report, gaps_of
from collector.spool.segment import OpenSegment, SegmentFile, Ticket, WaitingSegment
from collector.spool.settings import Durability
from collector.spool.shared import Shared
from collector.spool.space import FULL_RETRY_AFTER_S, NO_ROOM

# Segments of a lane that wait for the store before its open one is let grow older: one is being inserted, one is next.
_LAGGING_SEGMENTS = 3
# How often a segment's columns are measured while it fills: they may pass its bound by a few hundredths.
_LOOKS_AT_COLUMNS = 64
# After the disk refused even to take a failed write back.
_REPAIR_PAUSE_S = 1.0


class Lane:
    """`append`, `retire` and `close` from any thread; `turn` from one at a time."""

    def __init__(self, signal: Signal, partition_group: str, shared: Shared, ids: SegmentIds) -> None:
        self.key = (signal.value, partition_group)
        self._signal = signal
        self._partition_group = partition_group
        self._shared = shared
        self._settings = shared.settings
        self._space = shared.space
        self._limits = shared.settings.limits.model_dump()
        self._ids = ids
        self._order = threading.Lock()
        self._open: OpenSegment | None = None
        self._retired: deque[OpenSegment] = deque()
        self._closed = False
        self.wake: Callable[[], None] = _nothing
        """Called when there is something for `turn` to do; set by whoever runs it in a thread."""
        self.handed_on: Callable[[], None] = _nothing
        """Called when a segment was handed to the backlog."""
        self.trouble: str | None = None
        """Why nothing is taken: a failed write could not be taken back from the file yet."""

    @property
    def open_segments(self) -> int:
        """Segments that are not sealed yet."""
        return len(self._retired) + (self._open is not None)

    @property
    def column_bytes(self) -> int:
        """Held in memory for segments that are not sealed yet."""
        with self._order:
            segments = [*self._retired, *([self._open] if self._open else [])]
        return sum(batch.bytes for segment in segments if (batch := segment.batch) is not None)

    def append(self, export: Export) -> Future[Acknowledgement]:
        """See `Spool.append`."""
        length = len(export.body)
        self._space.admit(length)
        try:
            with self._order:
                answer = self._append(export)
        except BaseException:
            self._space.release(length)
            raise
        self.wake()
        return answer

    def turn(self) -> float | None:
        """Writes and answers what is queued, seals what is due. Returns the seconds until something is due again."""
        while True:
            while self._retired:
                if not self._finish(self._retired[0]):
                    return _REPAIR_PAUSE_S
                self._retired.popleft()
            segment = self._open
            if segment is None:
                return None
            due_s = segment.began_s + self._age_s_max() - self._shared.clock.monotonic_s()
            if due_s <= 0:
                self.retire()
                continue
            if segment.pending:
                self._write(segment, last=False)
            if not segment.failed:
                # What is queued meanwhile wakes the thread again.
                return due_s

    def retire(self) -> None:
        """The open segment takes no more; the next turn seals it."""
        with self._order:
            self._retire()

    def close(self) -> None:
        """Takes no more from now on. What was queued is written by the turns that follow."""
        with self._order:
            self._closed = True
            self._retire()

    def _append(self, export: Export) -> Future[Acknowledgement]:
        if self._closed:
            raise Draining("the spool is closed: another process, or the next one here, takes it")
        if self.trouble is not None:
            # What happened, names and all, is for the operator: see `trouble`.
            raise SpoolFailed("the spool's disk is in trouble: a failed write is being taken back")
        tenant = export.tenant.organization.encode()
        if len(tenant) > TENANT_BYTES_MAX:
            raise TooLarge(f"the organization's name has {len(tenant)} bytes, at most {TENANT_BYTES_MAX} fit a record")
        segment, receipt = self._push(export)
        answer: Future[Acknowledgement] = Future()
        # It cannot be cancelled from here on: the request is going to be stored.
        answer.set_running_or_notify_cancel()
        acknowledgement = Acknowledgement.of(receipt)
        if not receipt.accepted and not receipt.rejected:
            # Nothing to keep: an empty request is a valid one.
            self._space.release(len(export.body))
            answer.set_result(acknowledgement)
            return answer
        header = pack_record(
            segment.description.salt,
            body_crc=export.body_crc,
            body_bytes=len(export.body),
            seq=segment.seq,
            items=receipt.accepted,
            received_unix_ns=export.received_unix_ns,
            fingerprint=export.identity,
            retention_days=export.tenant.retention_days[self._signal],
            untimed=receipt.untimed,
            tenant=tenant,
        )
        segment.seq += 1
        segment.queued_bytes += len(header) + len(export.body)
        segment.rows += receipt.accepted
        segment.pending.append(Ticket(header, export.body, receipt.accepted, answer, acknowledgement))
        if self._settings.durability is Durability.MEMORY:
            answer.set_result(acknowledgement)
        if self._is_full(segment):
            self._retire()
        return answer

    def _push(self, export: Export) -> tuple[OpenSegment, Receipt]:
        """Decodes into the open segment, or into a new one when that is full."""
        segment = self._open or self._begin()
        try:
            return segment, _decode(segment, export, self._signal)
        except BatchFull as full:
            if not segment.seq:
                raise TooLarge(f"the request alone has too many rows for one segment: {full}") from full
        except MalformedBytes as error:
            raise MalformedExport(str(error)) from error
        except ExportTooLarge as error:
            raise TooLarge(str(error)) from error
        except BaseException:
            # A defect of the decoder: its columns cannot be trusted any more, the file can.
            segment.batch = None
            self._retire()
            raise
        self._retire()
        return self._push(export)

    def _begin(self) -> OpenSegment:
        description = Description(
            segment_id=self._ids.new(),
            signal=self._signal,
            partition_group=self._partition_group,
            created_unix_ns=self._shared.clock.unix_ns(),
            boot_id=self._shared.boot_id,
            salt=self._shared.chance.getrandbits(32),
            limits=self._limits,
        )
        self._open = OpenSegment(
            file=SegmentFile(self._shared.files, description),
            description=description,
            began_s=self._shared.clock.monotonic_s(),
            batch=Batch(self._signal.value, self._partition_group, limits_of(self._limits)),
        )
        return self._open

    def _retire(self) -> None:
        if self._open is not None:
            self._retired.append(self._open)
            self._open = None

    def _is_full(self, segment: OpenSegment) -> bool:
        bytes_max = self._settings.segment_bytes_max
        if segment.rows >= self._settings.segment_rows_max or segment.queued_bytes >= bytes_max:
            return True
        if segment.queued_bytes < segment.look_at_columns_from_bytes:
            return False
        # Looking at the columns lets go of the GIL, which is dear for a small request and not needed for each.
        segment.look_at_columns_from_bytes = segment.queued_bytes + bytes_max // _LOOKS_AT_COLUMNS
        return segment.batch is not None and segment.batch.bytes >= bytes_max

    def _age_s_max(self) -> float:
        lagging = self._shared.backlog.waiting_in(self.key) >= _LAGGING_SEGMENTS
        return self._settings.segment_age_lagging_s_max if lagging else self._settings.segment_age_s_max

    def _write(self, segment: OpenSegment, *, last: bool) -> None:
        """One commit: all that is queued, then the answers."""
        tickets: list[Ticket] = []
        while segment.pending:
            tickets.append(segment.pending.popleft())
        durability = self._settings.durability
        sync = durability is Durability.FSYNC or (durability is Durability.OS and last)
        try:
            added = segment.file.commit(tickets, last=last, sync=sync)
        except OSError as error:
            self._fail(segment, tickets, error)
            return
        except BaseException as defect:
            self._fail(segment, tickets, OSError(f"{type(defect).__name__}: {defect}"))
            raise
        self._space.took(added)
        self._space.release(sum(len(ticket.body) for ticket in tickets))
        if durability is not Durability.MEMORY:
            for ticket in tickets:
                ticket.answer.set_result(ticket.acknowledgement)
        self._shared.tally.add(
            commits=1,
            bytes_written=added,
            requests_acknowledged=len(tickets),
            items_accepted=sum(ticket.items for ticket in tickets),
            items_rejected=sum(ticket.acknowledgement.rejected for ticket in tickets),
        )

    def _fail(self, segment: OpenSegment, tickets: list[Ticket], error: OSError) -> None:
        """Refuses what is queued. Nothing is taken until the failed write is out of the file: else a client that sends
        it again would have it stored twice."""
        with self._order:
            self.trouble = f"{segment.file.name} was not written: {error}"
            self._retire()
            # Columns of what is refused now are in the batches of all segments that are not sealed yet.
            for each in self._retired:
                each.failed, each.batch = True, None
                while each.pending:
                    tickets.append(each.pending.popleft())
        self._space.release(sum(len(ticket.body) for ticket in tickets))
        self._shared.tally.add(commits_failed=1, requests_failed=len(tickets))
        if self._settings.durability is Durability.MEMORY:
            self._report_lost(segment, tickets, str(error))
        else:
            for ticket in tickets:
                ticket.answer.set_exception(_refusal(error))
        if error.errno in NO_ROOM:
            self._space.no_room()

    def _report_lost(self, segment: OpenSegment, tickets: list[Ticket], why: str) -> None:
        headers = [unpack_record(ticket.header, 0, segment.description.salt) for ticket in tickets]
        gaps = gaps_of([header for header in headers if header is not None], "write_failed", why)
        name = f"{self._ids.new()}.write_failed"
        report = Report(name, str(segment.file.name), self._signal, self._partition_group, gaps)
        self._shared.quarantine.report_unwritten(report)
        self._shared.tally.add(requests_lost_in_memory=len(tickets))

    def _finish(self, segment: OpenSegment) -> bool:
        """Seals a retired segment and hands it on. False: the disk does not let us; try again."""
        file = segment.file
        if not segment.handed_on:
            if not segment.failed and (segment.pending or file.records):
                self._write(segment, last=True)
            if segment.failed and not self._mend(file):
                return False
            if file.records:
                if file.footer_bytes:
                    # Under its old name it is read the same, footer and all.
                    with contextlib.suppress(OSError):
                        file.seal()
                self._hand_on(segment)
        file.close()
        self.trouble = None
        return True

    def _mend(self, file: SegmentFile) -> bool:
        """Takes a failed write back, and writes the footer into the room that the reserve gave up."""
        try:
            file.cut_back()
            if file.records:
                try:
                    self._space.took(file.commit([], last=True, sync=True))
                except OSError:
                    # The segment is delivered as it lies: the footer only tells an end from damage.
                    file.cut_back()
        except OSError as error:
            self.trouble = f"a failed write cannot be taken back from {file.name}: {error}"
            return False
        return True

    def _hand_on(self, segment: OpenSegment) -> None:
        segment.handed_on = True
        batch, segment.batch = segment.batch, None
        self._shared.tally.add(segments_sealed=1)
        self._shared.backlog.add(
            WaitingSegment(
                name=segment.file.name,
                lane=self.key,
                created_unix_ns=segment.description.created_unix_ns,
                file_bytes=segment.file.size,
                batch=batch,
                column_bytes=batch.bytes if batch is not None else 0,
            )
        )
        self.handed_on()


def _decode(segment: OpenSegment, export: Export, signal: Signal) -> Receipt:
    if segment.batch is None:
        raise RuntimeError(f"{segment.file.name} lost its columns and takes no more requests")
    return segment.batch.push(
        export.body,
        tenant=export.tenant.organization,
        retention_days=export.tenant.retention_days[signal],
        received_unix_ns=export.received_unix_ns,
    )


def _refusal(error: OSError) -> TransientError:
    if error.errno in NO_ROOM:
        return SpoolFull("the spool's disk has no room left", retry_after_s=FULL_RETRY_AFTER_S)
    return SpoolFailed(f"the spool's disk did not take the request: {error.strerror or error}")


def _nothing() -> None:
    """Nobody is to be woken."""
