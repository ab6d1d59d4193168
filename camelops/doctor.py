"""What stands in the way of starting, or is wrong while it runs: looked at one by one, said in words, each with the way
out.

Looking changes nothing: no file is written, no store is created. A check that cannot be made says so, it does not pass.
"""

import os
import shutil
import socket
import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from camelops.addresses import Address, listen, why_not

GIB = 1024**3
# The spool keeps a reserve of its own; below this there is no room for even an hour of modest traffic.
DISK_FREE_BYTES_MIN = 1 * GIB
# ClickHouse merges need room beside what they merge.
DISK_FREE_BYTES_LOW = 10 * GIB
PARTS = ("camelops", "clickhouse-connect", "chdb", "polars", "grpcio", "fastapi", "uvicorn")


class State(StrEnum):
    """How bad it is."""

    FINE = "ok"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `way_out` is empty when all is well."""

    what: str
    state: State
    says: str
    way_out: str = ""


def versions() -> Finding:
    """Which versions run here."""
    found, missing = [f"Python {sys.version.split()[0]}"], []
    for part in PARTS:
        try:
            found.append(f"{part} {version(part)}")
        except PackageNotFoundError:
            missing.append(part)
    if missing:
        return Finding(
            "versions",
            State.LOOK,
            f"not installed: {', '.join(missing)}",
            "install `camelops[all]`, or only the rooms you run",
        )
    return Finding("versions", State.FINE, ", ".join(found))


def disk(folder: Path) -> Finding:
    """Room where the folder is, or would be made."""
    existing = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(existing).free
    says = f"{free / GIB:,.1f} GiB free at {existing}"
    if free < DISK_FREE_BYTES_MIN:
        return Finding("disk", State.BROKEN, says, "free some space, or choose another folder with --data-dir")
    if free < DISK_FREE_BYTES_LOW:
        return Finding(
            "disk", State.LOOK, says, "it starts, but will push back when the spool and the store have filled it"
        )
    return Finding("disk", State.FINE, says)


def data_folder(folder: Path) -> Finding:
    """Whether it can be written to, or made."""
    path = folder.absolute()
    existing = next(each for each in (path, *path.parents) if each.exists())
    if not existing.is_dir():
        return Finding("data folder", State.BROKEN, f"{existing} is not a folder", "choose another with --data-dir")
    if not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "data folder",
            State.BROKEN,
            f"this user may not write to {existing}",
            "give it the right, or choose another with --data-dir",
        )
    return Finding("data folder", State.FINE, f"{path}" if existing == path else f"{path} will be made")


def port(option: str, address: Address, *, running: bool) -> Finding:
    """Whether it is free; when camelops runs (`running`), whether it listens there."""
    if running:
        try:
            socket.create_connection((address.host, address.port), timeout=1).close()
        except OSError as error:
            return Finding(
                f"port {option}",
                State.LOOK,
                f"camelops runs, but not on {address}: {error}",
                f"it was started with another {option}",
            )
        return Finding(f"port {option}", State.FINE, f"{address} answers")
    try:
        listen(address).close()
    except OSError as error:
        return Finding(
            f"port {option}",
            State.BROKEN,
            f"cannot listen on {address}: {why_not(error)}",
            f"free it, or choose another with {option}",
        )
    return Finding(f"port {option}", State.FINE, f"{address} is free")


def worst(findings: list[Finding]) -> State:
    """The state of the whole."""
    states = {each.state for each in findings}
    return next(state for state in (State.BROKEN, State.LOOK, State.FINE) if state in states)
