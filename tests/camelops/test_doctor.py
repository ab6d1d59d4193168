"""What doctor says, and when it ends with 1."""

import socket
from pathlib import Path

from tests.e2e.process import free_ports, run


def doctor(folder: Path, grpc: int, *arguments: str) -> tuple[int, str]:
    otlp_http, http = free_ports(2)
    done = run(
        "doctor", "--data-dir", str(folder / "data"), "--otlp-grpc", f"127.0.0.1:{grpc}",
        "--otlp-http", f"127.0.0.1:{otlp_http}", "--http", f"127.0.0.1:{http}", *arguments,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_before_the_first_start_all_is_well_and_nothing_is_made(tmp_path: Path):
    code, said = doctor(tmp_path, free_ports(1)[0])
    assert code == 0, said
    assert "is free" in said
    assert "will be made" in said
    assert "camelops 0." in said
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_broken_and_has_a_way_out(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, said = doctor(tmp_path, taken.getsockname()[1])
    assert code == 1
    assert "another process listens there" in said
    assert "→ free it, or choose another with --otlp-grpc" in said


def test_a_folder_that_cannot_be_one_is_broken(tmp_path: Path):
    (tmp_path / "data").write_text("a file")
    code, said = doctor(tmp_path, free_ports(1)[0])
    assert code == 1
    assert "is not a folder" in said
