"""An OpenTelemetry Collector between a client and the platform: OTLP in, OTLP out, as one of its users sets it up."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e.process import free_ports

START_S_MAX = 20.0
# It gives its queue to the exporter before it ends.
STOP_S_MAX = 20.0


class Relay:
    """Use it as a context manager: inside, it listens on `grpc_target` and `http_url`; leaving it stops it, which must
    end with 0."""

    def __init__(self, program: Path, folder: Path, exporter: Mapping[str, Any]) -> None:
        """`exporter` is the Collector's `exporters`, for example `{"otlp_grpc": {"endpoint": …}}`: each gets all."""
        grpc_port, http_port = free_ports(2)
        self.grpc_target = f"127.0.0.1:{grpc_port}"
        self.http_url = f"http://127.0.0.1:{http_port}"
        self.log = folder / "otelcol-relay.log"
        self._config = folder / "otelcol-relay.yaml"
        pipeline = {"receivers": ["otlp"], "exporters": list(exporter)}
        doors = {"grpc": {"endpoint": self.grpc_target}, "http": {"endpoint": f"127.0.0.1:{http_port}"}}
        # JSON is YAML.
        self._config.write_text(
            json.dumps(
                {
                    "receivers": {"otlp": {"protocols": doors}},
                    "exporters": dict(exporter),
                    "service": {
                        "telemetry": {"metrics": {"level": "none"}, "logs": {"level": "warn"}},
                        "pipelines": dict.fromkeys(("traces", "logs", "metrics"), pipeline),
                    },
                }
            )
        )
        self._command = [str(program), "--config", f"file:{self._config}"]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        host, port = self.grpc_target.split(":")
        deadline = time.monotonic() + START_S_MAX
        while True:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
            except ConnectionRefusedError:
                assert time.monotonic() < deadline, f"the relay does not listen:\n{self.log.read_text()}"
            else:
                return self
            # The child's end is the event waited for; a live child makes this the pause between two looks.
            try:
                self._process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"the relay ended with {self._process.returncode}:\n{self.log.read_text()}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(timeout=STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        assert error is not None or code == 0, f"the relay ended with {code}:\n{self.log.read_text()}"

    def complaints(self) -> str:
        """What it wrote at warning or above: refused or retried exports appear here."""
        return self.log.read_text()
