"""A disk in memory that does to files what a disk may do.

Two layers: what the kernel shows, and what is on the platter. `sync` and `sync_folder` bring the first to the second.
A power cut keeps of everything else, for each file by itself, any beginning: writes may be missing, cut anywhere, or
have left only zeros; names may be old. A kill keeps what the kernel shows. Both may strike within any operation.
"""

import errno
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field


class Cut(BaseException):
    """The process is no more. Nothing of it may catch this and go on."""


@dataclass
class Inode:
    shown: bytearray = field(default_factory=bytearray)
    kept: bytes = b""
    # Since the last sync: appended bytes, or the size it was cut to.
    log: list[bytes | int] = field(default_factory=list)


@dataclass
class Naming:
    """One change of a folder. `old` or `new` is None where a file came or went."""

    inode: Inode
    old: str | None
    new: str | None


class ModelFiles:
    """See Files. `capacity_bytes` bounds all files together; `failing` gives operations an errno to fail with."""

    def __init__(self, capacity_bytes: int = 1 << 40) -> None:
        self.capacity_bytes = capacity_bytes
        self.failing: dict[str, int] = {}
        self.cut_in: int | None = None
        """The number of operations until the process ends; None: it goes on."""
        self.operations: list[str] = []
        self._shown: dict[str, Inode] = {}
        self._kept: dict[str, Inode] = {}
        self._namings: list[Naming] = []
        self._handles: dict[int, Inode] = {}
        self._locks: dict[int, str] = {}
        self._next_handle = 100

    # What happens to it.

    def after_kill(self) -> "ModelFiles":
        """The disk that the next process finds when this one was killed."""
        disk = ModelFiles(self.capacity_bytes)
        disk.failing = self.failing
        disk._shown, disk._kept, disk._namings = self._shown, self._kept, self._namings
        return disk

    def after_power_cut(self, chance: random.Random) -> "ModelFiles":
        """The disk that the next boot finds."""
        disk = ModelFiles(self.capacity_bytes)
        names = dict(self._kept)
        by_inode: dict[int, list[Naming]] = {}
        for naming in self._namings:
            by_inode.setdefault(id(naming.inode), []).append(naming)
        # A beginning of the changes of each file by itself; across files in the order they were made.
        kept = {key: chance.randint(0, len(changes)) for key, changes in by_inode.items()}
        for naming in self._namings:
            if kept[id(naming.inode)] > 0:
                kept[id(naming.inode)] -= 1
                _rename(names, naming)
        for name, inode in names.items():
            content = _surviving(inode, chance)
            survivor = Inode(bytearray(content), content)
            disk._shown[name] = disk._kept[name] = survivor
        return disk

    def names(self, ending: str = "") -> list[str]:
        return sorted(name for name in self._shown if name.endswith(ending))

    def content(self, name: str) -> bytes:
        return bytes(self._shown[name].shown)

    def replace(self, name: str, content: bytes) -> None:
        """As if it had always been there."""
        self._shown[name] = self._kept[name] = Inode(bytearray(content), content)

    def used_bytes(self) -> int:
        return sum(len(inode.shown) for inode in self._shown.values())

    # What it does.

    def make_folder(self, folder: str) -> None:
        self._begin("make_folder", folder)

    def lock(self, name: str) -> int:
        self._begin("lock", name)
        if name in self._locks.values():
            raise BlockingIOError(errno.EWOULDBLOCK, "locked")
        self._next_handle += 1
        self._locks[self._next_handle] = name
        return self._next_handle

    def list(self, folder: str) -> dict[str, int]:
        self._begin("list", folder)
        prefix = f"{folder}/" if folder else ""
        return {
            name[len(prefix) :]: len(inode.shown)
            for name, inode in self._shown.items()
            if name.startswith(prefix) and "/" not in name[len(prefix) :]
        }

    def create(self, name: str) -> int:
        self._begin("create", name)
        if name in self._shown:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
        self._change(Naming(Inode(), None, name))
        return self.reopen(name)

    def reopen(self, name: str) -> int:
        self._begin("reopen", name)
        self._next_handle += 1
        self._handles[self._next_handle] = self._find(name)
        return self._next_handle

    def append(self, handle: int, buffers: Sequence[bytes]) -> None:
        inode = self._handles[handle]
        data = b"".join(buffers)
        room = self.capacity_bytes - self.used_bytes()
        try:
            self._begin("append", "")
        except BaseException:
            # It strikes in the middle.
            self._append(inode, data[: min(room, len(data) // 2)])
            raise
        self._append(inode, data[: max(room, 0)])
        if room < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def truncate(self, handle: int, size: int) -> None:
        self._begin("truncate", "")
        inode = self._handles[handle]
        if size != len(inode.shown):
            del inode.shown[size:]
            inode.log.append(size)

    def sync(self, handle: int) -> None:
        self._begin("sync", "")
        inode = self._handles[handle]
        inode.kept, inode.log = bytes(inode.shown), []

    def close(self, handle: int) -> None:
        self._handles.pop(handle, None)
        self._locks.pop(handle, None)

    def read(self, name: str, offset: int = 0, length: int = -1) -> bytes:
        self._begin("read", name)
        content = bytes(self._find(name).shown)
        return content[offset:] if length < 0 else content[offset : offset + length]

    def rename(self, name: str, new_name: str) -> None:
        self._begin("rename", name)
        self._change(Naming(self._find(name), name, new_name))

    def remove(self, name: str) -> None:
        self._begin("remove", name)
        if name in self._shown:
            self._change(Naming(self._shown[name], name, None))

    def sync_folder(self, folder: str) -> None:
        self._begin("sync_folder", folder)
        lasting = [naming for naming in self._namings if _folder(naming.new or naming.old) == folder]
        # What was done to a file before is lasting with it, in whichever folder it was.
        inodes = {id(naming.inode) for naming in lasting}
        for naming in self._namings:
            if id(naming.inode) in inodes:
                _rename(self._kept, naming)
        self._namings = [naming for naming in self._namings if id(naming.inode) not in inodes]

    def allocate(self, name: str, size: int) -> None:
        self._begin("allocate", name)
        if name not in self._shown:
            self._change(Naming(Inode(), None, name))
        inode = self._shown[name]
        if self.used_bytes() - len(inode.shown) + size > self.capacity_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        inode.shown = bytearray(size)

    def free_bytes(self) -> int:
        self._begin("free_bytes", "")
        return max(0, self.capacity_bytes - self.used_bytes())

    def _begin(self, operation: str, name: str) -> None:
        self.operations.append(f"{operation} {name}".rstrip())
        if self.cut_in is not None:
            if self.cut_in <= 0:
                raise Cut
            self.cut_in -= 1
        if operation in self.failing:
            number = self.failing[operation]
            raise OSError(number, os.strerror(number), name)

    def _find(self, name: str) -> Inode:
        if name not in self._shown:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self._shown[name]

    def _append(self, inode: Inode, data: bytes) -> None:
        inode.shown += data
        inode.log.append(data)

    def _change(self, naming: Naming) -> None:
        self._namings.append(naming)
        _rename(self._shown, naming)


def _rename(names: dict[str, Inode], naming: Naming) -> None:
    if naming.old is not None and names.get(naming.old) is naming.inode:
        del names[naming.old]
    if naming.new is not None:
        names[naming.new] = naming.inode


def _folder(name: str | None) -> str:
    return (name or "").rpartition("/")[0]


def _surviving(inode: Inode, chance: random.Random) -> bytes:
    content = bytearray(inode.kept)
    whole = chance.randint(0, len(inode.log))
    for change in inode.log[:whole]:
        _apply(content, change)
    if whole < len(inode.log) and isinstance(torn := inode.log[whole], bytes):
        cut = chance.randint(0, len(torn))
        # The size may have been written before the bytes were.
        content += torn[:cut] + (bytes(len(torn) - cut) if chance.random() < 0.3 else b"")
    return bytes(content)


def _apply(content: bytearray, change: bytes | int) -> None:
    if isinstance(change, int):
        del content[change:]
    else:
        content += change
