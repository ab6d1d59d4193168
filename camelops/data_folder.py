"""The folder a camelops keeps all it knows in, owned by one process at a time."""

import errno
import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from camelops.errors import StartError

CHOOSE_ANOTHER = "choose another with --data-dir or CAMELOPS_DATA_DIR"


class DataFolder:
    """Made if missing, and locked while it is entered. The lock ends with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock_fd: int | None = None

    @property
    def spool(self) -> Path:
        """Acknowledged, not surely stored."""
        return self.path / "spool"

    @property
    def store(self) -> Path:
        """The embedded ClickHouse."""
        return self.path / "store"

    def is_held(self) -> bool:
        """Whether a process has it now."""
        try:
            lock_fd = os.open(self.path / "lock", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(lock_fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(lock_fd)
        return False

    def __enter__(self) -> Self:
        """Raises StartError: not a folder, not writable, full, or in use."""
        if self.path.exists() and not self.path.is_dir():
            raise StartError(f"data folder {self.path} is a file, and no folder", way_out=CHOOSE_ANOTHER)
        try:
            # Telemetry may hold what nobody else on the machine should read.
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock_fd = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(
                f"cannot use data folder {self.path}: {error.strerror}", way_out=way_out_of(error)
            ) from error
        try:
            fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(lock_fd, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(lock_fd)
            raise StartError(
                f"data folder {self.path} is in use by another camelops (process {owner})",
                way_out=f"stop that one, or {CHOOSE_ANOTHER}",
            ) from error
        try:
            os.ftruncate(lock_fd, 0)
            os.pwrite(lock_fd, f"{os.getpid()}\n".encode(), 0)
        except OSError as error:
            os.close(lock_fd)
            raise StartError(
                f"cannot write to data folder {self.path}: {error.strerror}", way_out=way_out_of(error)
            ) from error
        self._lock_fd = lock_fd
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock_fd is not None:
            os.close(self._lock_fd)
            self._lock_fd = None


def way_out_of(error: OSError) -> str:
    """What a person can do about a file that could not be opened or written."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"free some space there, or {CHOOSE_ANOTHER}"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"give this user the right to write there, or {CHOOSE_ANOTHER}"
        case _:
            return CHOOSE_ANOTHER
