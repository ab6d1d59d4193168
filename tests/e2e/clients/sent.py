"""What a client says it sent, as one line of JSON on its standard output: the ledger a test compares with what was
stored.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The SDKs give up an export after 10 s; a client that retries it for longer than this is stuck.
CLIENT_S_MAX = 60.0


@dataclass(frozen=True, slots=True)
class Sent:
    """`traces` maps trace id to span ids (hex, the root first), `logs` are bodies, `metrics` map a name to what its one
    point says. Root spans and log records carry `attributes`."""

    service: str
    attributes: Mapping[str, Any]
    traces: Mapping[str, Sequence[str]]
    logs: Sequence[str]
    metrics: Mapping[str, Mapping[str, Any]]

    @property
    def spans(self) -> int:
        return sum(len(ids) for ids in self.traces.values())


def run_client(command: Sequence[str], *, cwd: Path | None = None) -> Sent:
    """Runs the client to its end. Fails with what it wrote when it does not end with 0 or complains: exporters report
    a refused or partly refused export on standard error only."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=CLIENT_S_MAX, check=False)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}:\n{done.stderr}{done.stdout}"
    assert done.stderr == "", f"{command[0]} complained:\n{done.stderr}"
    return Sent(**json.loads(done.stdout))
