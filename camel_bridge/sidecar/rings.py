"""Which rings there are in the shared folder: new ones appear, spent ones go."""

import logging
import stat
from pathlib import Path

from camel_bridge.sidecar.codec import MalformedRing, Ring, RingBusy

log = logging.getLogger(__name__)

# A JVM makes one for each of its starts; more than this in one pod is something that starts again and again.
RINGS_MAX = 256


class Rings:
    """For one thread. Nothing in the folder but spent rings is ever deleted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Path, Ring] = {}
        self._said: dict[Path, str] = {}

    def look(self) -> list[tuple[Path, Ring]]:
        """All rings that can be read, the oldest name first."""
        found = self._paths()
        for path in [path for path in self._said if path not in found and path != self._folder]:
            del self._said[path]
        for path in [path for path in self._open if path not in found]:
            log.warning("%s is gone while it was read: what was in it is lost", path.name)
            self._open.pop(path).close()
        for path in found:
            if path not in self._open and len(self._open) < RINGS_MAX:
                self._try(path)
        return list(self._open.items())

    def remove_if_spent(self, path: Path) -> None:
        """Call it when a ring had nothing more: that of a process that has ended goes."""
        ring = self._open.get(path)
        if ring is None or not ring.is_spent or any(map(any, ring.dropped())):
            return
        path.unlink(missing_ok=True)
        # What a JVM that was killed could not take along: the way into it.
        path.with_suffix(".gateway").unlink(missing_ok=True)
        del self._open[path]
        ring.close()
        log.info("%s: its process has ended and all was sent, it is removed", path.name)

    def __len__(self) -> int:
        return len(self._open)

    def pending_bytes(self) -> int:
        """Written and not delivered yet, of all rings."""
        return sum(ring.pending for ring in list(self._open.values()))

    def close(self) -> None:
        """Another process may read them now."""
        for ring in self._open.values():
            ring.close()
        self._open.clear()

    def _paths(self) -> list[Path]:
        try:
            paths = sorted(self._folder.glob("*.ring"))
            self._folder.stat()
        except OSError as error:
            self._say(self._folder, f"{self._folder} cannot be read ({error.strerror}): waiting for it")
            return []
        self._said.pop(self._folder, None)
        return [path for path in paths if _is_file(path)]

    def _try(self, path: Path) -> None:
        try:
            ring = Ring(path)
        except RingBusy:
            self._say(path, f"{path.name} is read by another process: it is left to that one")
        except MalformedRing as error:
            self._say(path, f"{path.name} is left alone: {error}")
        except FileNotFoundError:
            return
        except OSError as error:
            self._say(path, f"{path.name} cannot be opened ({error.strerror}): it is tried again")
        else:
            self._open[path] = ring
            self._said.pop(path, None)
            log.info("%s: of process %d, %d bytes to send", path.name, ring.pid, ring.pending)

    def _say(self, path: Path, sentence: str) -> None:
        if self._said.get(path) != sentence:
            self._said[path] = sentence
            log.warning("%s", sentence)


def _is_file(path: Path) -> bool:
    """Not a link: who writes into the folder does not choose what the sidecar opens."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
