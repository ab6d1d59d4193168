"""Who receives: camelops as its command line starts it, and the Collector that the peer's build leaves.

Each lives in a folder of its own, listens on free loopback ports, and ends with its context. `kept` says what
becomes of what it received: "nothing" (the peer's nop exporter), "discarded" (rows are encoded, the insert is thrown
away), "stored".
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from benchmarks.load import Address
from benchmarks.load.blast import PEER
from benchmarks.processes import Server, free_port, http_get, listens

OTELCOL = PEER / "bin" / "otelcol-peer"
READY_S_MAX = 60.0
# The settings that a measurement needs; everything else stays as it is delivered.
DISCARD = {"CAMELOPS_SINK": "discard"}
DURABILITY = "CAMELOPS_SPOOL_DURABILITY"


class Subject(Protocol):
    """A system under measurement."""

    name: str
    address: Address
    servers: list[Server]
    store: Path | None
    must_stay_empty: Path | None
    """The folder of a store that nothing may reach, because inserts are said to be discarded."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Camelops:
    """`camelops` in the interpreter that runs the benchmarks: `up` with its embedded store, or `collector` without."""

    def __init__(
        self,
        folder: Path,
        *,
        kept: str = "stored",
        durability: str = "fsync",
        environment: Mapping[str, str] | None = None,
        cores: frozenset[int] | None = None,
        command: str = "up",
    ) -> None:
        self.name = "camelops"
        grpc_port, http_port, self.api_port = free_port(), free_port(), free_port()
        self.address = Address(f"127.0.0.1:{grpc_port}", f"127.0.0.1:{http_port}")
        self.data = folder / "data"
        self.store = self.data if kept == "stored" else None
        self.must_stay_empty = self.data if kept == "discarded" else None
        line = [
            str(Path(sys.executable).parent / "camelops"), command, "--data-dir", str(self.data),
            "--otlp-grpc", self.address.grpc, "--otlp-http", self.address.http, "--http", f"127.0.0.1:{self.api_port}",
        ]  # fmt: skip
        settings = {
            **(DISCARD if kept == "discarded" else {}),
            DURABILITY: durability,
            "CAMELOPS_SELF_TELEMETRY": "off",
            "CAMELOPS_COMMANDS_LISTEN": "",
            **(environment or {}),
        }
        self.servers = [Server(self.name, line, folder / "camelops.log", settings, cores)]

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    def __enter__(self) -> Self:
        server = self.servers[0].__enter__()
        try:
            server.wait_until(lambda: http_get(f"{self.api}/readyz") is not None, READY_S_MAX)
        except BaseException:
            server.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.servers[0].stop()


class Otelcol:
    """The peer's Collector, and for "discarded" and "stored" a ClickHouse over HTTP on the embedded engine beside it.

    `queue`: "memory", "file" (its file storage without fsync, as it is delivered) or "file+fsync".
    """

    def __init__(
        self, folder: Path, *, kept: str = "stored", queue: str = "memory", cores: frozenset[int] | None = None
    ) -> None:
        self.name = "otelcol, nop" if kept == "nothing" else f"otelcol, {queue} queue"
        grpc_port, http_port, store_port = free_port(), free_port(), free_port()
        self.address = Address(f"127.0.0.1:{grpc_port}", f"127.0.0.1:{http_port}")
        self.store = folder / "clickhouse" if kept == "stored" else None
        self.must_stay_empty = None
        self._ports = (grpc_port, http_port)
        self._store_port = store_port
        config = folder / "otelcol.json"
        config.write_text(json.dumps(_config(self.address, kept, queue, store_port, folder / "queue")))
        self._collector = Server(
            "otelcol", [str(OTELCOL), "--config", str(config)], folder / "otelcol.log", cores=cores
        )
        self.servers = [self._collector]
        self._shim: Server | None = None
        if kept != "nothing":
            command = [
                str(PEER / "venv" / "bin" / "python"), str(PEER / "chshim.py"), "--port", str(store_port),
                "--path", str(folder / "clickhouse"), *(["--discard"] if kept == "discarded" else []),
            ]  # fmt: skip
            self._shim = Server("clickhouse", command, folder / "clickhouse.log", cores=cores)
            if kept == "stored":  # a sink that throws away is the benchmark's, not the peer's: its time is not counted
                self.servers.append(self._shim)
        self._running = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            if self._shim is not None:
                ping = f"http://127.0.0.1:{self._store_port}/ping"
                starting.enter_context(self._shim).wait_until(lambda: http_get(ping) is not None, READY_S_MAX)
            collector = starting.enter_context(self._collector)
            collector.wait_until(lambda: all(listens(port) for port in self._ports), READY_S_MAX)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def take_store_away(self) -> None:
        """From now on nobody answers where the store was. (Without a store at first the exporter does not start.)"""
        if self._shim is not None:
            self._shim.stop()


def peer_is_built() -> bool:
    """Whether the peer's Collector is there (and not switched off by an empty $PEER)."""
    return OTELCOL.exists() and os.environ.get("PEER") != ""


def _config(address: Address, kept: str, queue: str, store_port: int, queue_folder: Path) -> dict[str, object]:
    """The Collector's configuration (JSON is YAML).

    One receiver, a memory limit, the exporter with its batching queue.
    """
    receivers = {"otlp": {"protocols": {"grpc": {"endpoint": address.grpc}, "http": {"endpoint": address.http}}}}
    telemetry = {"metrics": {"level": "none"}, "logs": {"level": "warn"}}
    if kept == "nothing":
        pipeline: dict[str, list[str]] = {"receivers": ["otlp"], "exporters": ["nop"]}
        pipelines = {"traces": pipeline, "logs": pipeline, "metrics": pipeline}
        service: dict[str, object] = {"telemetry": telemetry, "pipelines": pipelines}
        return {"receivers": receivers, "exporters": {"nop": {}}, "service": service}
    sending = {
        "enabled": True, "num_consumers": 4, "sizer": "items", "queue_size": 400_000, "block_on_overflow": True,
        "batch": {"flush_timeout": "200ms", "min_size": 20_000, "max_size": 40_000},
    }  # fmt: skip
    exporter = {
        "endpoint": f"http://127.0.0.1:{store_port}", "database": "otel", "create_schema": True, "compress": "lz4",
        "async_insert": False, "timeout": "60s", "sending_queue": sending,
    }  # fmt: skip
    pipeline = {"receivers": ["otlp"], "processors": ["memory_limiter"], "exporters": ["clickhouse"]}
    service = {"telemetry": telemetry, "pipelines": {"traces": pipeline, "logs": pipeline, "metrics": pipeline}}
    config: dict[str, object] = {
        "receivers": receivers,
        "processors": {"memory_limiter": {"check_interval": "1s", "limit_mib": 4000}},
        "exporters": {"clickhouse": exporter},
        "service": service,
    }
    if queue != "memory":
        sending["storage"] = "file_storage"
        storage = {"directory": str(queue_folder), "create_directory": True, "fsync": queue == "file+fsync"}
        config["extensions"] = {"file_storage": storage}
        service["extensions"] = ["file_storage"]
    return config
