"""Memory and CPU of a process, from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Footprint:
    """Of a running process of ours."""

    pid: int

    def resident_bytes(self) -> int:
        """What it holds in memory now."""
        return self._status("VmRSS")

    def peak_bytes(self) -> int:
        """The most it held since `forget_peak`, or since its start."""
        return self._status("VmHWM")

    def forget_peak(self) -> None:
        """The peak counts from here on."""
        # 5: see proc_pid_clear_refs(5).
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def cpu_s(self) -> float:
        """Seconds of CPU since its start, user and system."""
        # The name of the process is in parentheses and may hold anything: fields are counted after it.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, name: str) -> int:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"process {self.pid} has no {name}: it has ended")
