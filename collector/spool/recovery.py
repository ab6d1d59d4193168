"""What an earlier process left: every segment it had acknowledged something in goes to the backlog again.

Nothing here keeps the spool from opening. Sealed segments are not even read before their turn comes; open ones are read
once, to cut off what a crash left of a last write. What cannot be read now stays under its name and is tried in turn.
"""

from pathlib import Path

from collector.spool.files import replace_file
from collector.spool.format import (
    Footer,
    NewerVersion,
    TornHeader,
    UnreadableHeader,
    pack_footer,
    unpack_description,
)
from collector.spool.lifecycle import Event, SegmentName, State
from collector.spool.quarantine import gap_of_unknown
from collector.spool.scan import Scan, scan
from collector.spool.segment import Trust, WaitingSegment
from collector.spool.shared import Shared
from collector.spool.shelf import Shelf

BOOT = "boot"
# Linux gives every boot a random id; the containers of a machine see the machine's.
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def machine_boot_id() -> str:
    """The id of this machine's boot; '' where there is none, which then counts as a new boot every time."""
    return _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else ""


def recover(shared: Shared, shelf: Shelf) -> None:
    """Finds all segments. Raises OSError only when the folder itself cannot be read."""
    names = {parsed: size for name, size in shared.files.list("").items() if (parsed := SegmentName.parse(name))}
    rebooted = _rebooted(shared)
    now_s = shared.clock.monotonic_s()
    for name, size in sorted(names.items(), key=lambda each: each[0].segment_id):
        if name.state is State.STORED and not rebooted:
            shelf.put(name, size, now_s)
        elif name.state is State.STORED:
            _wait(shared, _renamed(shared, name, Event.DOUBT), size)
            shared.tally.add(segments_redelivered=1)
        elif name.state is State.OPEN:
            _recover_open(shared, name, size)
        else:
            _wait(shared, name, size)
    if rebooted:
        _note_boot(shared)


def _recover_open(shared: Shared, name: SegmentName, size: int) -> None:
    trust = Trust.NONE
    try:
        data = shared.files.read(str(name))
        try:
            description, start = unpack_description(data)
        except TornHeader:
            # Header and first records are one write: nothing in this file was acknowledged.
            _remove(shared, name, size)
            return
        except NewerVersion:
            _wait(shared, name, size)
            return
        except UnreadableHeader as error:
            gap = gap_of_unknown(name.created_unix_ms * 1_000_000, "segment_unreadable", 1, f"{error}, in segments")
            shared.quarantine.give_up(name, size, "", "unreadable", (gap,))
            return
        found = scan(data, start, description.salt, sealed=False)
        if not found.records and not found.damage:
            _remove(shared, name, size)
            return
        handle = shared.files.reopen(str(name))
        try:
            size = _make_lasting(shared, handle, found, size)
            trust = Trust.CHECKED
            if not found.footer:
                size += _write_footer(shared, handle, found, description.salt)
        finally:
            shared.files.close(handle)
        name = _renamed(shared, name, Event.SEAL)
    except OSError:
        # The disk has no room for a footer, or an error of its own: the segment is delivered as it lies, in its turn.
        pass
    _wait(shared, name, size, trust)


def _make_lasting(shared: Shared, handle: int, found: Scan, size: int) -> int:
    """Cuts the torn tail off and syncs what is left; its size. Raises OSError. Needs no room.

    A process that was killed between write and sync left its records in the page cache alone: before a client hears
    that one of them is stored, it has to be."""
    if found.torn_bytes:
        shared.files.truncate(handle, found.end)
        shared.space.took(found.end - size)
        shared.tally.add(bytes_torn=found.torn_bytes)
        size = found.end
    shared.files.sync(handle)
    shared.files.sync_folder("")
    return size


def _write_footer(shared: Shared, handle: int, found: Scan, salt: int) -> int:
    """The bytes it has. Raises OSError."""
    items = sum(record.header.items for record in found.records)
    footer = pack_footer(salt, Footer(found.next_seq, items, found.end))
    shared.files.append(handle, [footer])
    shared.files.sync(handle)
    shared.space.took(len(footer))
    return len(footer)


def _wait(shared: Shared, name: SegmentName, size: int, trust: Trust = Trust.WHOLE) -> None:
    shared.tally.add(segments_recovered=1)
    shared.backlog.add(
        WaitingSegment(
            name=name,
            # Its partition group is in the file, which is not read now; nothing is appended to it any more.
            lane=(name.signal.value, ""),
            created_unix_ns=name.created_unix_ms * 1_000_000,
            file_bytes=size,
            leftover=True,
            trust=trust,
            starts_failed=shared.trials.failed(name.segment_id),
        )
    )


def _renamed(shared: Shared, name: SegmentName, event: Event) -> SegmentName:
    renamed = name.after(event)
    shared.files.rename(str(name), str(renamed))
    return renamed


def _remove(shared: Shared, name: SegmentName, size: int) -> None:
    shared.files.remove(str(name))
    shared.space.took(-size)
    shared.tally.add(bytes_torn=size)


def _rebooted(shared: Shared) -> bool:
    """Whether the machine may have gone down since the spool was last open."""
    try:
        return not shared.boot_id or shared.files.read(BOOT) != shared.boot_id.encode()
    except OSError:
        # A new spool, or a disk in trouble: doubt costs a few inserts that the store answers from its memory of tokens.
        return True


def _note_boot(shared: Shared) -> None:
    """Only after the doubted segments have their new names, for good: else the doubt would be forgotten."""
    try:
        shared.files.sync_folder("")
        replace_file(shared.files, BOOT, shared.boot_id.encode(), sync=True)
    except OSError:
        # A full disk: the next start doubts again, and the tokens see to it that nothing is stored twice.
        return
