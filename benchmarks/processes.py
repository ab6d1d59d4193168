"""A server under measurement: started here, read through /proc, ended by its own process id.

CPU-seconds are user plus system time of the process and of everything it started, living or reaped, in the kernel's
ticks (10 ms). Memory is VmRSS (now) and VmHWM (the most it ever was), in bytes. Linux only.
"""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# SIGTERM lets a collector drain; it promises to be done within 30 s.
STOP_S_MAX = 35.0
POLL_S = 0.05
# Field numbers in /proc/PID/stat counted from 0 behind the closing bracket of the name: utime, stime, cutime, cstime
# (proc(5)).
STAT_TIMES = slice(11, 15)
PR_SET_PDEATHSIG = 1

# Loopback only: a proxy of the environment is not asked.
_open_url = build_opener(ProxyHandler({})).open


class ServerFailedError(RuntimeError):
    """A server ended, or did not become ready in time. The message ends with the last lines it wrote."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in bytes."""

    now: int
    peak: int


class Server:
    """One server process. Use it as a context manager; leaving ends it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        cores: frozenset[int] | None = None,
    ) -> None:
        self.name = name
        self._command = list(command)
        self._log = log
        self._environment = {**os.environ, **(environment or {})}
        self._cores = cores
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment,
                preexec_fn=self._before_exec,  # noqa: PLW1509  # before any thread of ours starts
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process id. Raises ServerFailedError when it was never started."""
        if self._process is None:
            raise ServerFailedError(f"{self.name} was not started")
        return self._process.pid

    def wait_until(self, ready: Callable[[], bool], seconds_max: float) -> None:
        """Returns once `ready()`. Raises ServerFailedError when the process ended or the time is over."""
        deadline = time.monotonic() + seconds_max
        while not ready():
            if self._process is not None and self._process.poll() is not None:
                raise ServerFailedError(f"{self.name} ended with {self._process.returncode}:\n{self.last_lines()}")
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{self.name} was not ready after {seconds_max:.0f} s:\n{self.last_lines()}")
            time.sleep(POLL_S)

    def stop(self) -> int:
        """Ends it, by SIGTERM and after `STOP_S_MAX` by SIGKILL. The exit code, negative for a signal."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_S_MAX)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        return self._process.returncode

    def cpu_seconds(self) -> float:
        """User and system time so far, of the process and all its children."""
        return sum(_cpu_ticks(pid) for pid in self._tree()) / TICKS_PER_S

    def memory(self) -> Memory:
        """Of the process and all its living children, added."""
        sizes = [_memory(pid) for pid in self._tree()]
        return Memory(sum(size.now for size in sizes), sum(size.peak for size in sizes))

    def cpu_seconds_by_thread(self) -> dict[str, float]:
        """Time so far by thread name (the living threads of all processes; same names added)."""
        seconds: dict[str, float] = {}
        for pid in self._tree():
            for task in Path(f"/proc/{pid}/task").glob("*"):
                try:
                    name = (task / "comm").read_text().strip()
                    ticks = sum(int(field) for field in _stat_fields(task / "stat")[11:13])
                except (FileNotFoundError, ProcessLookupError):
                    continue  # a thread may end while we look
                seconds[name] = seconds.get(name, 0.0) + ticks / TICKS_PER_S
        return seconds

    def last_lines(self, count: int = 20) -> str:
        """The end of what it wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-count:])

    def _before_exec(self) -> None:
        # A benchmark that is killed leaves no server behind.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if self._cores is not None:
            os.sched_setaffinity(0, self._cores)

    def _tree(self) -> list[int]:
        pids = [self.pid]
        for pid in pids:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    pids.extend(int(child) for child in children.read_text().split())
                except (FileNotFoundError, ProcessLookupError):
                    continue
        return pids


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def listens(port: int) -> bool:
    """Whether 127.0.0.1:`port` takes connections."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def http_get(url: str, seconds_max: float = 10.0) -> bytes | None:
    """The body of a 200, else None (refused, another status, too late)."""
    try:
        with _open_url(url, timeout=seconds_max) as response:
            body: bytes = response.read()
            return body if response.status == 200 else None
    except (URLError, OSError):
        return None


def _stat_fields(path: Path) -> list[str]:
    return path.read_text().rpartition(")")[2].split()


def _cpu_ticks(pid: int) -> int:
    try:
        return sum(int(field) for field in _stat_fields(Path(f"/proc/{pid}/stat"))[STAT_TIMES])
    except (FileNotFoundError, ProcessLookupError):
        return 0  # ended since the tree was listed: its time is now in its parent's cutime


def _memory(pid: int) -> Memory:
    sizes = {"VmRSS:": 0, "VmHWM:": 0}
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            words = line.split()
            if words and words[0] in sizes:
                sizes[words[0]] = int(words[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        return Memory(0, 0)
    return Memory(sizes["VmRSS:"], sizes["VmHWM:"])
