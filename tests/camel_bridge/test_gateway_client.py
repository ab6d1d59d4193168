"""The client against files that are not to be followed, and against others than an agent at the port."""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from camel_bridge.gateway import Gateway, GatewayFileRefused, GatewayUnavailable, wire

TOKEN = "5e" * 32
DESCRIBED = json.dumps(
    {
        "protocol": 1,
        "agent_version": None,
        "pid": 7,
        "service": "shop",
        "instance": "1",
        "java_version": "21",
        "sampling": {"share": 1, "per_second": 10, "slow_ms": None},
        "capture": "all",
        "contexts": [],
        "of a later version": {},
    }
)
# Longer than any pause of this machine would make a call's end come late.
CALL_S_MAX = 1.0


def written(path: Path, port: int = 1, **changes: object) -> Path:
    text = json.dumps({"protocol": 1, "port": port, "token": TOKEN, "pid": 7, **changes})
    path.touch(0o600)
    path.write_text(text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(GatewayFileRefused) as error, Gateway(path) as gateway:
        gateway.describe()
    assert TOKEN not in str(error.value)
    return str(error.value)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "a.gateway"
    link.symlink_to(written(tmp_path / "real"))
    assert "cannot be opened" in refused(link)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "a.gateway")
    path.chmod(mode)
    assert f"has mode {mode:04o}, others may use it" in refused(path)


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.gateway")
    if os.geteuid() == 0:
        os.chown(path, 4711, 4711)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert "belongs to user" in refused(path)


def test_a_pipe_or_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "a.gateway"
    os.mkfifo(pipe, 0o600)
    assert "is no file" in refused(pipe)
    folder = tmp_path / "b.gateway"
    folder.mkdir(0o700)
    assert "is no file" in refused(folder)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"protocol": 2}, "protocol: Input should be 1"),
        ({"port": 0}, "port: Input should be greater"),
        ({"port": 65_536}, "port: Input should be less"),
        ({"token": "short"}, "token: String should match"),
        ({"token": TOKEN + "\nc\nt\nstopRoute"}, "token: String should match"),
        ({"pad": "x" * 5_000}, "more than 4096 bytes"),
    ],
)
def test_what_no_agent_writes_is_refused(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    assert why in refused(written(tmp_path / "a.gateway", **changes))


def test_a_jvm_that_has_ended_is_said(tmp_path: Path) -> None:
    with pytest.raises(GatewayUnavailable, match="is not there: its JVM has ended"):
        Gateway(tmp_path / "a.gateway").describe()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(GatewayUnavailable, match=f"nobody listens on port {port}"):
        Gateway(written(tmp_path / "b.gateway", port)).describe()


@contextmanager
def serving(path: Path, serve: Callable[[socket.socket], None]) -> Iterator[Gateway]:
    """A gateway whose other side is `serve`, for each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        serve(connection)
                    except OSError:
                        # The client has gone.
                        continue

        thread = threading.Thread(target=run)
        thread.start()
        try:
            with Gateway(written(path, server.getsockname()[1]), call_s_max=CALL_S_MAX) as gateway:
                yield gateway
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def requested(connection: socket.socket, end: bytes) -> bytes:
    said = b""
    while not said.endswith(end) and (more := connection.recv(1 << 16)):
        said += more
    return said


def welcome(connection: socket.socket) -> None:
    assert requested(connection, b"\n") == f"A\n{TOKEN}\n".encode()
    connection.sendall(b"!yv\n")


def test_a_connection_that_was_closed_meanwhile_is_made_again(tmp_path: Path) -> None:
    calls: list[bytes] = []

    def one_call(connection: socket.socket) -> None:
        welcome(connection)
        calls.append(requested(connection, b"e\n"))
        connection.sendall(f"!ys{DESCRIBED}\n".encode())

    with serving(tmp_path / "a.gateway", one_call) as gateway:
        assert [gateway.describe().pid for _ in range(3)] == [7, 7, 7]
    assert calls == [b"c\nt\ndescribe\ne\n"] * 3


def test_one_that_closes_without_an_answer_is_asked_once(tmp_path: Path) -> None:
    calls: list[bytes] = []

    def none(connection: socket.socket) -> None:
        welcome(connection)
        calls.append(requested(connection, b"e\n"))

    with serving(tmp_path / "a.gateway", none) as gateway, pytest.raises(GatewayUnavailable, match="closed"):
        gateway.describe()
    assert len(calls) == 1


def test_a_call_has_an_end_also_when_something_comes_now_and_then(tmp_path: Path) -> None:
    stopped = threading.Event()

    def drip(connection: socket.socket) -> None:
        welcome(connection)
        while not stopped.wait(0.05):
            connection.sendall(b"!")

    with serving(tmp_path / "a.gateway", drip) as gateway:
        with pytest.raises(GatewayUnavailable, match="did not answer in time"):
            gateway.describe()
        stopped.set()


def test_an_answer_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "ANSWER_BYTES_MAX", 1_000)

    def much(connection: socket.socket) -> None:
        welcome(connection)
        connection.sendall(b"!ys" + b"x" * 2_000)
        connection.recv(1)

    tells = pytest.raises(GatewayUnavailable, match="more than 1000 bytes")
    with serving(tmp_path / "a.gateway", much) as gateway, tells:
        gateway.describe()


@pytest.mark.parametrize(
    "said", ["!yro0", "!yi7", "!xs", "!xro1", "", "!ys", "!ys{}", "!ysx", '!ys{"error":{"kind":1}}']
)
def test_whatever_is_answered_is_an_answer_or_a_known_error(tmp_path: Path, said: str) -> None:
    def answering(connection: socket.socket) -> None:
        welcome(connection)
        requested(connection, b"e\n")
        connection.sendall(f"{said}\n".encode())

    with serving(tmp_path / "a.gateway", answering) as gateway, pytest.raises(GatewayUnavailable):
        gateway.describe()


def test_another_token_is_said(tmp_path: Path) -> None:
    def refusing(connection: socket.socket) -> None:
        requested(connection, b"\n")
        connection.sendall(b"!xsnot the token\n")

    tells = pytest.raises(GatewayUnavailable, match="does not take the token of the file: not the token")
    with serving(tmp_path / "a.gateway", refusing) as gateway, tells:
        gateway.describe()
