"""`camelops up` as a child process, for every test that wants the real thing.

A test starts it, waits until `/readyz` answers 200, talks to the three doors, and stops it as an operator would. The
ports are free ones of loopback, so several can run side by side; the folder survives a stop, so a test can start again
on it.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

# The first start creates the store's tables; a busy two-core machine has taken 10 s for it.
READY_S_MAX = 60.0
# What the program promises: SIGTERM ends it with 0 within 30 s.
STOP_S_MAX = 30.0
# Linux hands out 32768 and up (net.ipv4.ip_local_port_range).
PORTS = (10_000, 32_000)
CHANCE = random.SystemRandom()
COMMAND = (str(Path(sys.executable).parent / "camelops"),)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listened on just now, all different. Below those that the system hands out by
    itself: an outgoing connection of anybody could take one of them between now and the start."""
    found: list[int] = []
    while len(found) < count:
        port = CHANCE.randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in found:
                found.append(port)
    return found


def run(
    *arguments: str, env: Mapping[str, str] | None = None, timeout_s: float = 60
) -> subprocess.CompletedProcess[str]:
    """One `camelops` command to its end, output captured: what a person sees with a pipe behind it."""
    return subprocess.run(
        [*COMMAND, *arguments], env=environment(env), capture_output=True, text=True, timeout=timeout_s, check=False
    )


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the tests without settings of the person who runs them, and without what camelops tells of
    itself: a test counts what it sent.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CAMELOPS_", "OTEL_"))}
    return {**own, "CAMELOPS_SELF_TELEMETRY": "off", **(extra or {})}


@dataclass
class CamelopsProcess:
    """`camelops up` (or another command that serves) on `data_dir`. `log` keeps what it wrote, of all its runs."""

    data_dir: Path
    log: Path
    grpc_port: int
    otlp_http_port: int
    http_port: int
    commands_port: int
    env: Mapping[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()
    serving: str = "up"
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def on_free_ports(
        cls,
        folder: Path,
        *,
        env: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        serving: str = "up",
    ) -> "CamelopsProcess":
        """Not started yet. Data in `folder`/data, output in `folder`/camelops.log."""
        ports = free_ports(4)
        return cls(folder / "data", folder / "camelops.log", *ports, env or {}, arguments, serving)

    @property
    def grpc_target(self) -> str:
        return f"127.0.0.1:{self.grpc_port}"

    @property
    def otlp_http_url(self) -> str:
        return f"http://127.0.0.1:{self.otlp_http_port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    def command(self) -> list[str]:
        # A collector of many has no applications.
        commands = ["--commands", f"127.0.0.1:{self.commands_port}"] if self.serving == "up" else []
        return [
            *COMMAND, self.serving, "--data-dir", str(self.data_dir), "--otlp-grpc", self.grpc_target,
            "--otlp-http", f"127.0.0.1:{self.otlp_http_port}", "--http", f"127.0.0.1:{self.http_port}",
            *commands, *self.arguments,
        ]  # fmt: skip

    def spawn(self) -> None:
        """Starts it and returns at once."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                env=environment(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def start(self, ready_s_max: float = READY_S_MAX) -> "CamelopsProcess":
        """Starts it and returns once `/readyz` answers 200. Fails with its output when it ends or the time is up."""
        self.spawn()
        self.wait_ready(ready_s_max)
        return self

    def wait_ready(self, ready_s_max: float = READY_S_MAX) -> None:
        assert self.process is not None, "not started"
        deadline = time.monotonic() + ready_s_max
        answer = "nothing listened"
        while time.monotonic() < deadline:
            try:
                # The child's end is the event waited for; a live child makes this the pause between two looks.
                self.process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                pass
            else:
                raise AssertionError(
                    f"camelops ended with {self.process.returncode} before it was ready:\n{self.output()}"
                )
            try:
                response = httpx.get(f"{self.url}/readyz", timeout=5)
            except httpx.TransportError:
                continue
            if response.status_code == httpx.codes.OK:
                return
            answer = f"{response.status_code} {response.text}"
        self.kill()
        raise AssertionError(f"camelops was not ready within {ready_s_max} s ({answer}):\n{self.output()}")

    def stop(self) -> None:
        """SIGTERM, as an operator or a container runtime does. The promise is part of every test: 0, within 30 s."""
        assert self.process is not None, "not started"
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"camelops did not end within {STOP_S_MAX} s of SIGTERM:\n{self.output()}") from None
        self.process = None
        assert code == 0, f"camelops ended with {code} on SIGTERM:\n{self.output()}"

    def kill(self) -> None:
        """SIGKILL: no goodbye, as a power cut of the process. Does nothing when it has ended already."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""
