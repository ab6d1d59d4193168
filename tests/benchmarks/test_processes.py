import os
import sys

import pytest

from benchmarks.processes import Server, ServerFailedError, free_port, listens

# Listens on the port it is given, after 0.2 s of work in a child that it waits for.
BUSY_CHILD = """
import os, socket, sys, time
if os.fork() == 0:
    while time.process_time() < 0.2: pass
    os._exit(0)
os.wait()
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True: listener.accept()
"""


def test_the_time_of_a_child_that_is_gone_is_counted(tmp_path):
    port = free_port()
    with Server("busy", [sys.executable, "-c", BUSY_CHILD, str(port)], tmp_path / "log") as server:
        server.wait_until(lambda: listens(port), 20.0)
        assert server.cpu_seconds() >= 0.19
        assert 0 < server.memory().now <= server.memory().peak


def test_leaving_ends_the_server(tmp_path):
    port = free_port()
    with Server("busy", [sys.executable, "-c", BUSY_CHILD, str(port)], tmp_path / "log") as server:
        server.wait_until(lambda: listens(port), 20.0)
        pid = server.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_server_that_ends_is_reported_with_what_it_wrote(tmp_path):
    command = [sys.executable, "-c", "import sys; print('no such folder'); sys.exit(3)"]
    with (
        Server("short", command, tmp_path / "log") as server,
        pytest.raises(ServerFailedError, match=r"(?s)short ended with 3:.*no such folder"),
    ):
        server.wait_until(lambda: False, 20.0)
