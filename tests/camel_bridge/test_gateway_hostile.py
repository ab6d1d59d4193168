"""Who may come in, and how far: everything that is not a call of the facade is refused, and the JVM runs on."""

import json
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from py4j.java_gateway import GatewayParameters, JavaGateway
from py4j.protocol import Py4JError, Py4JNetworkError

from tests.camel_bridge.asked import START_S_MAX, Asked, asked

REFUSED = b"!xs"
# Of Py4J, each with a way to use it that needs no object that is there already.
COMMANDS = {
    "reflection": "r\nu\njava.lang.Runtime\nrj\ne\n",
    "reflection, member": "r\nm\njava.lang.Runtime\ngetRuntime\ne\n",
    "constructor": "i\njava.io.File\ns/tmp\ne\n",
    "view of the JVM": "j\nc\nview\ne\n",
    "import": "j\ni\nrj\nsjava.util.*\ne\n",
    "memory": "m\nd\nt\ne\n",
    "field": "f\ng\nt\nsettings\ne\n",
    "field, set": "f\ns\nt\nsettings\nn\ne\n",
    "array": "a\nc\nsjava.lang.String\ni1000000000\ne\n",
    "list": "l\na\nt\ne\n",
    "directory": "d\nf\nt\nn\ne\n",
    "directory of statics": "d\ns\njava.lang.System\nn\ne\n",
    "stream": "S\nt\nroutes\ne\n",
    "help": "h\no\nt\nn\nbtrue\ne\n",
    "exceptions": "p\nrt\ne\n",
    "shutdown": "s\n",
    "cancel": "x\n1\n2\ne\n",
    "token again": "A\nx\n",
    "nothing": "\n",
    "unknown": "zz\n",
}
TARGETS = ("j", "GATEWAY_SERVER", "z:java.lang.Runtime", "z:java.lang.System", "o0", "T", "t ", "", "tt")
METHODS = ("getClass", "toString", "hashCode", "equals", "notify", "notifyAll", "wait", "clone", "finalize", "<init>")
METHODS_OF_ITS_CLASS = ("set", "operated", "each", "described", "within", "lambda$routes$0", "Routes", "")
ARGUMENTS = ("rt", "rj", "fp0;java.lang.Runnable", "jAAAA", "D1.5", "ix", "L", "d", "?", "", "l", "v", "it\u00e9")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with asked(tmp_path_factory.mktemp("app"), "4.22.0") as running:
        yield running
        assert "py4j" not in running.said.read_text()


@pytest.fixture(autouse=True)
def _the_application_runs_on(app: Asked) -> Iterator[None]:
    yield
    assert app.ask("send direct:orders a") == "sent"
    assert app.gateway.routes()[0].name == "camel-1"


@contextmanager
def connected(app: Asked) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", app.address()[0]), timeout=START_S_MAX) as connection:
        yield connection


@contextmanager
def inside(app: Asked) -> Iterator[socket.socket]:
    """Connected, with the token said."""
    with connected(app) as connection:
        connection.sendall(f"A\n{app.address()[1]}\n".encode())
        assert connection.recv(100) == b"!yv\n"
        yield connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side closes, or its first line."""
    said = b""
    try:
        while not said.endswith(b"\n") and (more := connection.recv(1 << 16)):
            said += more
    except ConnectionResetError:
        # What it had not read was still on its way.
        pass
    return said


def is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_has_not_the_token_is_told_nothing(app: Asked) -> None:
    _, token = app.address()
    other = secrets.token_hex(32)
    for said in (
        f"A\n{other}\n",
        f"A\n{token[:-1]}\n",
        f"A\n{token}0\n",
        f"A\n{token.upper()}x\n",
        "A\n\n",
        f"B\n{token}\n",
        f"c\n{token}\n",
        "c\nt\nroutes\ne\n",
        "r\nu\njava.lang.Runtime\nrj\ne\n",
        f"{token}\nA\n",
        "\n\n",
    ):
        with connected(app) as connection:
            connection.sendall(said.encode())
            got = answer(connection)
            assert got.startswith(REFUSED) or got == b"", said
            assert token.encode() not in got
            assert is_closed(connection), said


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_but_the_call_is_taken(app: Asked, name: str) -> None:
    with inside(app) as connection:
        connection.sendall(COMMANDS[name].encode())
        got = answer(connection)
        assert got.startswith(REFUSED), got
        assert b"is not taken" in got
        assert is_closed(connection)


@pytest.mark.parametrize("target", TARGETS)
def test_no_object_but_the_entry_point_is_called(app: Asked, target: str) -> None:
    with inside(app) as connection:
        connection.sendall(f"c\n{target}\nroutes\ne\n".encode())
        assert answer(connection).startswith(REFUSED)
        assert is_closed(connection)


@pytest.mark.parametrize("method", [*METHODS, *METHODS_OF_ITS_CLASS])
def test_no_method_but_the_facades_is_called(app: Asked, method: str) -> None:
    with inside(app) as connection:
        connection.sendall(f"c\nt\n{method}\ne\n".encode())
        error = json.loads(answer(connection).removeprefix(b"!ys"))["error"]
        assert error["kind"] == "bad_value"
        assert error["detail"].startswith(f"there is no method {method}: there are describe, ")


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_arguments_are_values_and_nothing_else(app: Asked, argument: str) -> None:
    with inside(app) as connection:
        connection.sendall(f"c\nt\nsetCapture\ns*\ns*\n{argument}\ne\n".encode())
        assert answer(connection).startswith(REFUSED)
        assert is_closed(connection)


def test_arguments_are_of_the_methods_types(app: Asked) -> None:
    with inside(app) as connection:
        for arguments, takes in (
            ("s*\ns*\ni1\n", b"setCapture was called with (String, String, Long): it takes (String, String, String)"),
            ("s*\n", b"setCapture was called with (String): it takes"),
            ("", b"setCapture was called with (): it takes"),
            ("s*\ns*\nn\nn\n", b"setCapture was called with (String, String, null, null): it takes"),
            ("n\nn\nn\n", b"context is null"),
        ):
            connection.sendall(f"c\nt\nsetCapture\n{arguments}e\n".encode())
            got = answer(connection)
            assert got.startswith(b'!ys{"error":'), got
            assert takes in got
        connection.sendall(("c\nt\nsetCapture\n" + "n\n" * 9 + "e\n").encode())
        assert answer(connection).startswith(REFUSED)


def test_py4js_own_client_comes_no_further(app: Asked, tmp_path: Path) -> None:
    port, token = app.address()
    gateway = JavaGateway(gateway_parameters=GatewayParameters(port=port, auth_token=token))
    try:
        assert json.loads(gateway.entry_point.describe())["pid"] == app.jvm.pid
        mark = tmp_path / "mark"
        for hostile in (
            lambda: gateway.jvm.java.lang.Runtime.getRuntime().exec(f"touch {mark}"),
            lambda: gateway.jvm.java.lang.System.exit(1),
            lambda: gateway.jvm.java.lang.System.setProperty("a", "b"),
            lambda: gateway.new_array(gateway.jvm.java.lang.String, 3),
            lambda: gateway.help(gateway.entry_point, display=False),
            lambda: dir(gateway.entry_point),
            lambda: gateway.entry_point.routes(gateway.entry_point),
        ):
            with pytest.raises((Py4JError, Py4JNetworkError, TypeError)):
                hostile()
        assert "there is no method getClass" in gateway.entry_point.getClass()
        assert not mark.exists()
    finally:
        gateway.close()


@pytest.mark.parametrize("is_known", [False, True])
def test_garbage_and_lines_without_end_are_cut_off(app: Asked, is_known: bool) -> None:
    garbage = [bytes(range(256)) * 400, b"\xff\xfe\n" * 10_000, b"c" * 10_000_000, b"c\nt\n" + b"s" * 10_000_000]
    for sent in garbage:
        with (inside if is_known else connected)(app) as connection:
            try:
                connection.sendall(sent)
            except (ConnectionResetError, BrokenPipeError):
                continue
            got = answer(connection)
            assert got.startswith(REFUSED) or got == b""
            assert is_closed(connection)


def test_connections_that_say_nothing_make_room(app: Asked) -> None:
    held = [socket.create_connection(("127.0.0.1", app.address()[0]), timeout=START_S_MAX) for _ in range(100)]
    try:
        app.gateway.close()
        assert app.gateway.describe().pid == app.jvm.pid
        # Half of a request is none either; and none of them stays.
        held[-1].sendall(b"A\nabc")
        for each in held:
            answer(each)
            assert is_closed(each)
    finally:
        for each in held:
            each.close()


def test_who_has_the_token_is_not_put_out_by_who_has_not(app: Asked) -> None:
    with inside(app) as connection:
        strangers = [socket.create_connection(("127.0.0.1", app.address()[0]), timeout=START_S_MAX) for _ in range(50)]
        for each in strangers:
            each.close()
        connection.sendall(b"c\nt\ndescribe\ne\n")
        assert answer(connection).startswith(b'!ys{"protocol":1')


def test_it_listens_on_this_machine_alone(app: Asked) -> None:
    port = f":{app.address()[0]:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()
        if line.split()[1].endswith(port) and line.split()[3] == "0A"
    ]
    # 127.0.0.1, as IPv4 and as IPv6 write it.
    (address,) = (each.removesuffix(port) for each in listening)
    assert address in {"0100007F", "0000000000000000FFFF00000100007F"}
