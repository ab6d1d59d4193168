"""What the spool needs of a file system, and no more. Tests bring one that loses, tears and refuses."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

# The most buffers one writev takes on Linux (IOV_MAX).
_BUFFERS_PER_WRITE = 1024


class Files(Protocol):
    """Files of one folder, by name ("a" or "folder/a"). Every call may raise OSError."""

    def make_folder(self, folder: str) -> None:
        """Makes the folder ("" = the one all names are in) and its parents; nothing if it is there."""

    def lock(self, name: str) -> int:
        """A handle that keeps every other process from locking the same name. Raises BlockingIOError if one did."""

    def list(self, folder: str) -> dict[str, int]:
        """Sizes in bytes of the files in a folder ("" = the one all names are in), by their names without folder."""

    def create(self, name: str) -> int:
        """A new, empty file, open for writing at its end. The name is lasting only after `sync_folder`."""

    def reopen(self, name: str) -> int:
        """A file that is there, open for writing at its end."""

    def append(self, handle: int, buffers: Sequence[bytes]) -> None:
        """Writes all bytes of all buffers at the end. After an error any part of them may have been written."""

    def truncate(self, handle: int, size: int) -> None:
        """Cuts the file to `size` bytes; the next append goes there."""

    def sync(self, handle: int) -> None:
        """Returns once the file's bytes are on the disk."""

    def close(self, handle: int) -> None:
        """Lets go of the handle, and of the lock if it is one."""

    def read(self, name: str, offset: int = 0, length: int = -1) -> bytes:
        """`length` bytes from `offset` on, fewer at the end of the file; -1: all that follow."""

    def rename(self, name: str, new_name: str) -> None:
        """At once or not at all, without needing space. What had the new name before is gone."""

    def remove(self, name: str) -> None:
        """Unlinks the file, without needing space; nothing if it is gone already."""

    def sync_folder(self, folder: str) -> None:
        """Returns once the names in the folder are on the disk."""

    def allocate(self, name: str, size: int) -> None:
        """A file whose `size` bytes are taken on the disk."""

    def free_bytes(self) -> int:
        """What this process may still write to the disk."""


class OsFiles:
    """The real ones, below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_folder(self, folder: str) -> None:
        """See Files. The data may be personal: nobody else may enter."""
        (self._folder / folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def lock(self, name: str) -> int:
        """See Files."""
        handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle

    def list(self, folder: str) -> dict[str, int]:
        """See Files."""
        with os.scandir(self._folder / folder) as entries:
            return {entry.name: entry.stat().st_size for entry in entries if entry.is_file(follow_symlinks=False)}

    def create(self, name: str) -> int:
        """See Files."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        return os.open(self._folder / name, flags, 0o600)

    def reopen(self, name: str) -> int:
        """See Files."""
        return os.open(self._folder / name, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)

    def append(self, handle: int, buffers: Sequence[bytes]) -> None:
        """See Files."""
        for first in range(0, len(buffers), _BUFFERS_PER_WRITE):
            chunk = buffers[first : first + _BUFFERS_PER_WRITE]
            written = os.writev(handle, chunk)
            wanted = sum(map(len, chunk))
            if written < wanted:
                # Rare: the disk is nearly full, or over 2 GiB at once. A copy of the rest is the simplest way on.
                rest = memoryview(b"".join(chunk))[written:]
                while rest:
                    rest = rest[os.write(handle, rest) :]

    def truncate(self, handle: int, size: int) -> None:
        """See Files."""
        os.ftruncate(handle, size)

    def sync(self, handle: int) -> None:
        """See Files. The size is written too when it changed; times are not, and nobody waits for them."""
        os.fdatasync(handle)

    def close(self, handle: int) -> None:
        """See Files."""
        os.close(handle)

    def read(self, name: str, offset: int = 0, length: int = -1) -> bytes:
        """See Files. Never mapped: a disk error while reading mapped memory kills the process."""
        with (self._folder / name).open("rb", buffering=0) as file:
            file.seek(offset)
            if length < 0:
                return file.readall()
            return file.read(length) or b""

    def rename(self, name: str, new_name: str) -> None:
        """See Files."""
        (self._folder / name).replace(self._folder / new_name)

    def remove(self, name: str) -> None:
        """See Files."""
        (self._folder / name).unlink(missing_ok=True)

    def sync_folder(self, folder: str) -> None:
        """See Files."""
        handle = os.open(self._folder / folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def allocate(self, name: str, size: int) -> None:
        """See Files."""
        handle = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, size)
        finally:
            os.close(handle)

    def free_bytes(self) -> int:
        """See Files."""
        found = os.statvfs(self._folder)
        return found.f_bavail * found.f_frsize


def replace_file(files: Files, name: str, data: bytes, *, sync: bool) -> None:
    """The name has these bytes afterwards, or what it had before if the call raises OSError. `sync`: lastingly."""
    fresh = f"{name}.new"
    files.remove(fresh)
    handle = files.create(fresh)
    try:
        files.append(handle, [data])
        if sync:
            files.sync(handle)
    except OSError:
        files.remove(fresh)
        raise
    finally:
        files.close(handle)
    files.rename(fresh, name)
    if sync:
        files.sync_folder(name.rpartition("/")[0])
