"""Builds and installs the clients that are not Python: once per machine, outside the repository, keyed by what they are
made of.

A machine without Go or Node skips, and the skip names what is missing. A build that fails is a failure, not a skip.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COLLECTOR_VERSION = "v0.165.0"
BUILDER = f"go.opentelemetry.io/collector/cmd/builder@{COLLECTOR_VERSION}"
# The newest there is of it.
TELEMETRYGEN = "github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen@v0.161.0"
# Cold, with every module to fetch and compile, on two cores that others use as well.
BUILD_S_MAX = 900.0


def require(program: str, why: str) -> str:
    """The path of `program`, or a skip that says what is missing and for what."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"`{program}` is not installed: {why}")
    return found


def cache_root() -> Path:
    """`CAMELOPS_TEST_CACHE`, else `camelops-test-clients` in the user's cache folder."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("CAMELOPS_TEST_CACHE") or base / "camelops-test-clients")


def made_once(name: str, ingredients: Sequence[bytes], make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled for these ingredients. It is made in a folder of its own and moved into place
    whole, under a lock: a build that was broken off leaves nothing that looks finished, and two sessions build once."""
    root = cache_root()
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(b"\0".join(ingredients)).hexdigest()[:16]
    finished = root / f"{name}-{digest}"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            unfinished = root / f"{name}-{digest}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(finished)
    return finished


def run_build(command: Sequence[str], cwd: Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True, timeout=BUILD_S_MAX, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}"


def go_build(command: Sequence[str], folder: Path) -> None:
    """Without cgo (no C compiler is asked for) and without version control stamps (the folder is in no repository)."""
    run_build(command, folder, {"CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false", "GOBIN": str(folder)})


def telemetrygen() -> Path:
    """The OpenTelemetry Collector's own load generator."""
    go = require("go", "telemetrygen is built with it")

    def make(folder: Path) -> None:
        go_build([go, "install", TELEMETRYGEN], folder)

    return made_once("telemetrygen", [TELEMETRYGEN.encode()], make) / "telemetrygen"


def otelcol_relay() -> Path:
    """An OpenTelemetry Collector of the components that `relay/builder.yaml` names."""
    go = require("go", "an OpenTelemetry Collector is built with it")
    recipe = (HERE / "relay/builder.yaml").read_bytes()

    def make(folder: Path) -> None:
        (folder / "builder.yaml").write_bytes(recipe)
        go_build([go, "run", BUILDER, "--config", "builder.yaml"], folder)

    return made_once("otelcol-relay", [BUILDER.encode(), recipe], make) / "dist/otelcol-relay"


def node_client() -> list[str]:
    """The command that runs `node/send.mjs` with its packages installed from the lock."""
    node = require("node", "the OpenTelemetry SDK for Node runs in it")
    npm = require("npm", "the OpenTelemetry SDK for Node is installed with it")
    files = [HERE / "node" / name for name in (".npmrc", "package.json", "package-lock.json", "send.mjs")]

    def make(folder: Path) -> None:
        for file in files:
            shutil.copy(file, folder)
        run_build([npm, "ci", "--no-progress"], folder)

    return [node, str(made_once("node", [file.read_bytes() for file in files], make) / "send.mjs")]
