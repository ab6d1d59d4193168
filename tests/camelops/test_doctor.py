"""What doctor says, and when it ends with 1."""

import socket
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.process import free_ports, run


def doctor(folder: Path, grpc: int, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    otlp_http, http, commands = free_ports(3)
    done = run(
        "doctor", "--data-dir", str(folder / "data"), "--otlp-grpc", f"127.0.0.1:{grpc}",
        "--otlp-http", f"127.0.0.1:{otlp_http}", "--http", f"127.0.0.1:{http}",
        "--commands", f"127.0.0.1:{commands}", env=env,
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


def test_a_store_that_is_away_is_said_in_plain_words(tmp_path: Path):
    dsn = f"http://somebody:s3cret@127.0.0.1:{free_ports(1)[0]}/otel"
    code, said = doctor(tmp_path, free_ports(1)[0], {"CAMELOPS_STORE_DSN": dsn})
    assert code == 1
    assert "cannot be reached: connection refused" in said
    assert "s3cret" not in said


def test_the_version_is_an_option_too():
    assert run("--version").stdout == run("version").stdout
