"""A segment in memory, while it is written and while it waits."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum

from collector.codec import Batch, Block
from collector.model import Acknowledgement
from collector.spool.files import Files
from collector.spool.format import FOOTER_BYTES, Description, Footer, pack_description, pack_footer
from collector.spool.lifecycle import Event, SegmentName, State


@dataclass(slots=True)
class Ticket:
    """A request that was decoded and is to be written; `answer` is given when it lies where the durability says."""

    header: bytes
    body: bytes
    items: int
    answer: Future[Acknowledgement]
    acknowledgement: Acknowledgement


class SegmentFile:
    """The file of an open segment: grows by whole commits, and goes back to the last one when a commit fails.

    `committed_bytes` of it are surely what was written. Every call may raise OSError; then `cut_back` comes next.
    """

    def __init__(self, files: Files, description: Description) -> None:
        self._files = files
        self._salt = description.salt
        self._beginning = pack_description(description)
        self._handle: int | None = None
        self._name_is_lasting = False
        self.name = SegmentName(description.segment_id, description.signal, State.OPEN)
        self.committed_bytes = 0
        self.footer_bytes = 0
        self.records = 0
        self.items = 0

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.committed_bytes + self.footer_bytes

    def commit(self, tickets: list[Ticket], *, last: bool, sync: bool) -> int:
        """Writes the tickets, and the footer after the last ones, in one call. Returns how many bytes were added."""
        buffers = [piece for ticket in tickets for piece in (ticket.header, ticket.body)]
        if self._handle is None:
            self._handle = self._files.create(str(self.name))
            buffers.insert(0, self._beginning)
        before = self.size
        records = self.records + len(tickets)
        items = self.items + sum(ticket.items for ticket in tickets)
        end = self.committed_bytes + sum(map(len, buffers))
        if last:
            buffers.append(pack_footer(self._salt, Footer(records, items, end)))
        self._files.append(self._handle, buffers)
        if sync:
            self._files.sync(self._handle)
            if not self._name_is_lasting:
                self._files.sync_folder("")
                self._name_is_lasting = True
        self.committed_bytes, self.records, self.items = end, records, items
        self.footer_bytes = FOOTER_BYTES if last else 0
        return self.size - before

    def cut_back(self) -> None:
        """Takes away, lastingly, what a failed commit may have left. A file without any commit goes wholly."""
        if self._handle is None:
            return
        self._files.truncate(self._handle, self.committed_bytes)
        self.footer_bytes = 0
        self._files.sync(self._handle)
        if not self.records:
            self.close()
            self._files.remove(str(self.name))
            self._files.sync_folder("")

    def seal(self) -> None:
        """Gives the file, footer and all, the name of a sealed one, and closes it."""
        sealed = self.name.after(Event.SEAL)
        self._files.rename(str(self.name), str(sealed))
        self.name = sealed
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            self._files.close(handle)


@dataclass(slots=True)
class OpenSegment:
    """What requests are appended to. `batch` is None once its rows are no longer those of the file."""

    file: SegmentFile
    description: Description
    began_s: float
    batch: Batch | None
    seq: int = 0
    rows: int = 0
    queued_bytes: int = 0
    look_at_columns_from_bytes: int = 0
    pending: deque[Ticket] = field(default_factory=deque)
    failed: bool = False
    # Its file is sealed and the backlog has it, or had its chance: neither is done twice.
    handed_on: bool = False


class Trust(Enum):
    """Whether what is in the file may be counted on when a client asks whether its request is stored."""

    WHOLE = "synced by who wrote it"
    CHECKED = "open when its process died, and synced since: a record whose body is right is there for good"
    NONE = "open when its process died, and could not be synced since"


@dataclass(slots=True, eq=False)
class WaitingSegment:
    """A segment that is to be stored. The file is the truth; `batch` or `blocks` only save decoding it again."""

    name: SegmentName
    lane: tuple[str, str]
    created_unix_ns: int
    file_bytes: int
    batch: Batch | None = None
    blocks: list[Block] | None = None
    # Of either, in memory. A number, because a batch must not be asked while another thread finishes it.
    column_bytes: int = 0
    # It was left over by an earlier process: whatever killed that one may be in it.
    leftover: bool = False
    trust: Trust = Trust.WHOLE
    starts_failed: int = 0
    # Tables that have this segment's block already.
    stored_tables: set[str] = field(default_factory=set)
    damage_reported: bool = False
    failures: int = 0
    refusals: int = 0
    defects: int = 0
    reads_failed: int = 0
    not_before_s: float = 0.0

    def keep(self, blocks: list[Block]) -> None:
        """Until the segment is stored, or until room is needed for others."""
        self.batch = None
        self.blocks = blocks
        self.column_bytes = sum(block.bytes for block in blocks)

    def forget_columns(self) -> None:
        """They are decoded again from the file when its turn comes."""
        self.batch = None
        self.blocks = None
        self.column_bytes = 0
