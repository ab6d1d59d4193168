"""Segments to the store: each block of a segment under the segment's token, then the name that says it is stored.

What goes wrong has four kinds. The store is away: everything waits. A block is refused: the others of the segment are
stored, and after some tries the segment goes into quarantine. The segment cannot be decoded at all: quarantine. A
defect of ours: tried again, then quarantine, and seen by whoever looks after the thread.
"""

import errno
import threading

from collector.codec import Block
from collector.errors import BlockRefused, StoreUnavailable
from collector.sinks import BlockSink
from collector.spool.decoding import decode
from collector.spool.format import NewerVersion, UnreadableHeader, unpack_description
from collector.spool.lifecycle import Event, State
from collector.spool.quarantine import Gap, gap_of_unknown, gaps_of
from collector.spool.scan import scan
from collector.spool.segment import WaitingSegment
from collector.spool.shared import Shared
from collector.spool.shelf import Shelf
from collector.spool.space import NO_ROOM
from collector.spool.trials import STARTS_FAILED_MAX

# A refusal may be a migration that runs at this moment: three tries take about a second.
REFUSALS_MAX = 3
# Failures that are neither the store's nor the disk's.
DEFECTS_MAX = 3
# Of a segment's file, for a reason that is the file's own: with the pauses in between, some four minutes.
READS_FAILED_MAX = 30
_FILE_IS_BROKEN = frozenset({errno.EIO, errno.ENOENT, errno.EBADMSG, errno.EUCLEAN})
# Between two tries to report gaps while nothing else is to be delivered.
_GAPS_AGAIN_S = 10.0


class Delivery:
    """`turn` from any number of threads: each delivers one segment at a time."""

    def __init__(self, shared: Shared, shelf: Shelf, sink: BlockSink) -> None:
        self._shared = shared
        self._shelf = shelf
        self._sink = sink
        self._opened_s = shared.clock.monotonic_s()
        # A file and its columns are in memory while it is decoded again: one at a time.
        self._decoding = threading.Lock()
        self.segments_foreign = 0
        """Segments that a later version of this program wrote."""
        self.store_trouble: str | None = None
        """What the store said when it last failed; None once it took something."""

    def turn(self) -> float | None:
        """Delivers one segment. Returns the seconds until there may be another (None = until one is handed on)."""
        now_s = self._shared.clock.monotonic_s()
        segment, wait_s = self._shared.backlog.take(now_s, now_s - self._opened_s)
        if segment is None:
            if self._report_gaps():
                return wait_s
            return _GAPS_AGAIN_S if wait_s is None else min(wait_s, _GAPS_AGAIN_S)
        try:
            self._deliver(segment)
        except StoreUnavailable as error:
            self.store_trouble = str(error)
            self._shared.tally.add(inserts_postponed=1)
            self._put_back(segment, store_away=True)
        except OSError as error:
            self._put_back(segment, store_away=False)
            if error.errno in NO_ROOM:
                self._shared.space.no_room()
            raise
        except BaseException:
            segment.defects += 1
            segment.forget_columns()
            self._put_back(segment, store_away=False)
            raise
        self._report_gaps()
        return 0.0

    def _put_back(self, segment: WaitingSegment, *, store_away: bool) -> None:
        if segment.leftover:
            self._shared.trials.interrupted(segment.name.segment_id)
        self._shared.backlog.put_back(segment, self._shared.clock.monotonic_s(), store_away=store_away)

    def _deliver(self, segment: WaitingSegment) -> None:
        segment_id = segment.name.segment_id
        if segment.starts_failed > STARTS_FAILED_MAX:
            self._give_up(segment, "start_failed", f"{segment.starts_failed} starts died on it")
            return
        if segment.defects >= DEFECTS_MAX:
            self._give_up(segment, "defect", f"failed {segment.defects} times for an unknown reason")
            return
        if segment.reads_failed >= READS_FAILED_MAX:
            self._give_up(segment, "unreadable", f"its file could not be read {segment.reads_failed} times")
            return
        if segment.leftover:
            self._shared.trials.begin(segment_id)
        try:
            blocks = self._blocks(segment)
        except NewerVersion:
            # It waits, under its name, for a start of the version that wrote it.
            self.segments_foreign += 1
            self._finish(segment)
            return
        except UnreadableHeader as error:
            self._give_up(segment, "unreadable", str(error))
            return
        refused = self._insert(segment, blocks)
        self.store_trouble = None
        if refused:
            self._shared.tally.add(blocks_refused=1)
            segment.refusals += 1
            if segment.refusals >= REFUSALS_MAX:
                self._give_up(segment, "refused", "; ".join(refused))
            else:
                self._put_back(segment, store_away=False)
            return
        stored = segment.name.after(Event.STORE)
        self._shared.files.rename(str(segment.name), str(stored))
        self._shared.tally.add(segments_stored=1)
        self._shelf.put(stored, segment.file_bytes, self._shared.clock.monotonic_s())
        self._finish(segment)

    def _insert(self, segment: WaitingSegment, blocks: list[Block]) -> list[str]:
        """Stores what is not stored yet; one table's refusal does not keep the others from their rows."""
        refused = []
        for block in blocks:
            if block.table in segment.stored_tables:
                continue
            try:
                self._sink.insert(block, segment.name.segment_id)
            except BlockRefused as error:
                refused.append(str(error))
            else:
                segment.stored_tables.add(block.table)
        return refused

    def _blocks(self, segment: WaitingSegment) -> list[Block]:
        if segment.blocks is not None:
            return segment.blocks
        if segment.batch is not None:
            batch, segment.batch = segment.batch, None
            blocks = batch.finish()
        else:
            with self._decoding:
                blocks = self._decode(segment)
        segment.keep(blocks)
        return blocks

    def _decode(self, segment: WaitingSegment) -> list[Block]:
        try:
            data = self._shared.files.read(str(segment.name))
        except OSError as error:
            segment.reads_failed += error.errno in _FILE_IS_BROKEN
            raise
        decoded = decode(data, sealed=segment.name.state is State.SEALED)
        if decoded.damage and not segment.damage_reported:
            self._shared.quarantine.set_aside(
                segment.name, decoded.description.partition_group, segment.created_unix_ns, data, decoded.damage
            )
            segment.damage_reported = True
        self._shared.tally.add(segments_decoded_again=1)
        return decoded.blocks

    def _give_up(self, segment: WaitingSegment, reason: str, detail: str) -> None:
        partition_group, gaps = self._gaps(segment, f"segment_{reason}", f"{segment.name.segment_id}: {detail}")
        self._shared.quarantine.give_up(segment.name, segment.file_bytes, partition_group, reason, gaps)
        self._finish(segment)

    def _gaps(self, segment: WaitingSegment, reason: str, detail: str) -> tuple[str, tuple[Gap, ...]]:
        """What is in the segment by what its record headers say: nothing is decoded."""
        try:
            data = self._shared.files.read(str(segment.name))
            description, start = unpack_description(data)
        except (OSError, UnreadableHeader) as error:
            if isinstance(error, OSError) and error.errno not in _FILE_IS_BROKEN:
                raise
            return "", (gap_of_unknown(segment.created_unix_ns, reason, 1, f"{detail}, in segments"),)
        found = scan(data, start, description.salt, sealed=False)
        return description.partition_group, gaps_of([record.header for record in found.records], reason, detail)

    def _finish(self, segment: WaitingSegment) -> None:
        if segment.leftover:
            self._shared.trials.survived(segment.name.segment_id)
        self._shared.backlog.done(segment)

    def _report_gaps(self) -> bool:
        """Whether all are reported."""
        try:
            self._shared.quarantine.report(self._sink)
        except StoreUnavailable as error:
            self.store_trouble = str(error)
            return False
        return True
