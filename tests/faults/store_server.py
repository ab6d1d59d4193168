"""A ClickHouse server beside the collector, that can be stopped, killed and started again on its data."""

import subprocess
import sys
from pathlib import Path

import httpx

from tests.faults.line import Line
from tests.faults.oracle import DATABASE, REPOSITORY

STOP_S_MAX = 30.0
ANSWER_S_MAX = 60.0


class StoreServer:
    """`tests.query.clickhouse_server` on `folder`, behind `line`."""

    def __init__(self, folder: Path, line: Line) -> None:
        self._folder = folder
        self._line = line
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """Through the line: it stays the same when the server is another."""
        return f"http://127.0.0.1:{self._line.port}/{DATABASE}"

    def start(self) -> None:
        """Returns once it answers, and the line leads to it."""
        command = [sys.executable, "-m", "tests.query.clickhouse_server", "--path", str(self._folder)]
        self._process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        # The first line is its port, written when it listens; nothing at all means that it ended.
        port = self._process.stdout.readline()
        assert port, f"the store's server ended with {self._process.wait()}"
        self._line.server_port = int(port)

    def stop(self) -> None:
        """In order. Does nothing when it has ended already."""
        if self._process is not None:
            self._line.server_port = None
            self._process.communicate(timeout=STOP_S_MAX)
            self._process = None

    def kill(self) -> None:
        """Without goodbye. Does nothing when it has ended already."""
        if self._process is not None:
            self._line.server_port = None
            self._process.kill()
            self._process.communicate()
            self._process = None

    def fail_next_insert(self, code: int) -> None:
        """The next insert is answered with this error of the engine's."""
        httpx.post(f"http://127.0.0.1:{self._line.server_port}/fault", params={"mode": str(code)}).raise_for_status()

    def count(self, condition: str) -> int:
        """Rows of otel_traces, asked past the line."""
        answer = httpx.post(
            f"http://127.0.0.1:{self._line.server_port}/",
            params={"database": DATABASE},
            content=f"SELECT count() FROM otel_traces WHERE {condition}",
            timeout=ANSWER_S_MAX,
        )
        answer.raise_for_status()
        return int(answer.text)
