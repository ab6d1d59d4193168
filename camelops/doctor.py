"""What stands in the way of starting, or is wrong while it runs: looked at one by one, said in words, each with the way
out.

Looking changes nothing: no file is written, no store is created. A check that cannot be made says so, it does not pass.
"""

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx
from pydantic import ValidationError

from camelops.addresses import Address, listen, why_not
from camelops.data_folder import DataFolder
from camelops.errors import StartError
from camelops.listening import parsed
from camelops.serving import ServeSettings
from camelops.stores import opened, require_up_to_date, store_settings
from camelops.variables import unknown_variables
from collector.clock import SystemClock
from collector.credentials import BadCredentialsFile
from collector.doors.front import UnsafeListen, credentials_for
from collector.settings import DoorSettings
from collector.spool.lifecycle import QUARANTINE, SegmentName, State
from controlplane.health import Health as Readiness
from query.address import EmbeddedAddress
from query.settings import StoreSettings

GIB = 1024**3
ANSWER_S_MAX = 5.0
# A segment waits a second, ten while the store lags. Longer than this, nobody is storing.
WAITING_S_USUAL = 60.0
# The spool keeps a reserve of its own; below this there is no room for even an hour of modest traffic.
DISK_FREE_BYTES_MIN = 1 * GIB
# ClickHouse merges need room beside what they merge.
DISK_FREE_BYTES_LOW = 10 * GIB
PARTS = ("camelops", "clickhouse-connect", "chdb", "polars", "grpcio", "fastapi", "uvicorn")


class Health(StrEnum):
    """How bad it is."""

    FINE = "ok"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `way_out` is empty when all is well."""

    what: str
    health: Health
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
            Health.LOOK,
            f"not installed: {', '.join(missing)}",
            "install `camelops[all]`, or only the rooms you run",
        )
    return Finding("versions", Health.FINE, ", ".join(found))


def disk(folder: Path) -> Finding:
    """Room where the folder is, or would be made."""
    existing = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(existing).free
    says = f"{free / GIB:,.1f} GiB free at {existing}"
    if free < DISK_FREE_BYTES_MIN:
        return Finding("disk", Health.BROKEN, says, "free some space, or choose another folder with --data-dir")
    if free < DISK_FREE_BYTES_LOW:
        return Finding(
            "disk", Health.LOOK, says, "it starts, but will push back when the spool and the store have filled it"
        )
    return Finding("disk", Health.FINE, says)


def data_folder(folder: Path) -> Finding:
    """Whether it can be written to, or made."""
    path = folder.absolute()
    existing = next(each for each in (path, *path.parents) if each.exists())
    if not existing.is_dir():
        return Finding("data folder", Health.BROKEN, f"{existing} is not a folder", "choose another with --data-dir")
    if not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "data folder",
            Health.BROKEN,
            f"this user may not write to {existing}",
            "give it the right, or choose another with --data-dir",
        )
    return Finding("data folder", Health.FINE, f"{path}" if existing == path else f"{path} will be made")


def same_folder(folder: DataFolder) -> Finding:
    """Whether the camelops that runs keeps its data here."""
    if folder.is_held():
        return Finding("its data", Health.FINE, f"it keeps its data in {folder.path}")
    return Finding(
        "its data",
        Health.LOOK,
        f"a camelops runs here, but keeps its data elsewhere than in {folder.path}",
        "name its folder with --data-dir, or other ports for one of them",
    )


def port(option: str, address: Address, *, running: bool) -> Finding:
    """Whether it is free; when camelops runs (`running`), whether it listens there."""
    if running:
        try:
            socket.create_connection((address.host, address.port), timeout=1).close()
        except OSError as error:
            return Finding(
                f"port {option}",
                Health.LOOK,
                f"camelops runs, but not on {address}: {error}",
                f"it was started with another {option}",
            )
        return Finding(f"port {option}", Health.FINE, f"{address} answers")
    try:
        listen(address).close()
    except OSError as error:
        return Finding(
            f"port {option}",
            Health.BROKEN,
            f"cannot listen on {address}: {why_not(error)}",
            f"free it, or choose another with {option}",
        )
    return Finding(f"port {option}", Health.FINE, f"{address} is free")


def spool(folder: Path) -> Finding:
    """What waits in it, told by its files: also while a process works on them."""
    waiting: list[SegmentName] = []
    quarantined = 0
    for path in folder.rglob("*") if folder.is_dir() else ():
        name = SegmentName.parse(path.name)
        if name is not None and path.parent.name == QUARANTINE:
            quarantined += 1
        elif name is not None and name.state is not State.STORED:
            waiting.append(name)
    says = f"{len(waiting)} segments wait to be stored"
    if quarantined:
        return Finding(
            "spool",
            Health.LOOK,
            f"{says}, {quarantined} are in quarantine",
            f"they could not be stored and are kept in {folder / QUARANTINE}, each with its reason in a .json file",
        )
    age_s = time.time() - min((each.created_unix_ms for each in waiting), default=time.time() * 1_000) / 1_000
    if age_s > WAITING_S_USUAL:
        return Finding(
            "spool",
            Health.LOOK,
            f"{says}, the oldest for {age_s / 60:,.0f} minutes",
            "they are stored once camelops runs and its store answers",
        )
    return Finding("spool", Health.FINE, says)


def credentials(doors: DoorSettings) -> Finding:
    """Whether those that are needed are there and can be read."""
    try:
        credentials_for(doors, SystemClock())
    except (UnsafeListen, BadCredentialsFile) as error:
        return Finding("credentials", Health.BROKEN, str(error), "`camelops token new` makes an entry for the file")
    if doors.credentials_file is None:
        return Finding("credentials", Health.FINE, "none are asked for")
    return Finding("credentials", Health.FINE, f"{doors.credentials_file} can be read")


def store(settings: StoreSettings) -> Finding:
    """Whether it answers, and has the tables of this version. An embedded one that is not there yet will be made."""
    address = settings.address()
    if isinstance(address, EmbeddedAddress) and not address.path.exists():
        return Finding("store", Health.FINE, f"{address} will be made")
    try:
        with opened(settings) as found:
            require_up_to_date(found)
    except StartError as error:
        return Finding("store", Health.BROKEN, str(error), error.way_out)
    return Finding("store", Health.FINE, f"{address} answers and is up to date")


def readiness(url: str) -> Finding | None:
    """What a camelops at this address says of itself; None when there is none."""
    try:
        answer = httpx.get(f"{url}/readyz", timeout=ANSWER_S_MAX, trust_env=False)
        said = Readiness.model_validate_json(answer.content)
    except (httpx.TransportError, ValidationError):
        return None
    if said.reasons:
        return Finding(
            "camelops", Health.BROKEN, f"runs, but is not ready: {'; '.join(said.reasons)}", "its log says more"
        )
    return Finding("camelops", Health.FINE, f"version {said.version} runs and is ready")


def worst(findings: Iterable[Finding]) -> Health:
    """The state of the whole."""
    found = {each.health for each in findings}
    return next((health for health in (Health.BROKEN, Health.LOOK) if health in found), Health.FINE)


def variables(environment: Mapping[str, str]) -> Finding:
    """Settings that are none: as if they were not set."""
    unknown = list(unknown_variables(environment))
    if not unknown:
        return Finding("settings", Health.FINE, "all in the environment are known")
    return Finding("settings", Health.BROKEN, "; ".join(unknown), "docs/settings.md lists every setting")


def examine(settings: ServeSettings) -> Iterator[Finding]:
    """All checks, one after the other, for `camelops up` with these settings."""
    process, doors = settings.process, settings.ingest.doors
    folder = DataFolder(process.data_dir)
    yield versions()
    yield variables(os.environ)
    yield data_folder(folder.path)
    yield disk(folder.path)
    running = readiness(f"http://{process.http}")
    if running is not None:
        yield running
        yield same_folder(folder)
    commands = settings.commands.listen
    addresses = {"--otlp-grpc": doors.grpc, "--otlp-http": doors.http, "--http": process.http, "--commands": commands}
    for option, address in ((option, address) for option, address in addresses.items() if address):
        yield port(option, parsed(address, option), running=running is not None)
    if running is None:
        # A camelops that runs has its embedded store for itself, and has just said how it is.
        yield store(store_settings(embedded_in=folder.store))
    yield spool(folder.spool)
    yield credentials(doors)
