"""`camelops redact`, as a person or a pipe calls it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from camelops.cli import app
from camelops.errors import CommandError

RUNNER = CliRunner()


def test_the_document_goes_to_stdout_and_what_was_found_to_stderr(tmp_path: Path):
    file = tmp_path / "order.json"
    file.write_text('{"mail": "ada@example.com", "password": "x"}')
    result = RUNNER.invoke(app, ["redact", str(file)])
    assert result.stdout == '{"mail": "[redacted:email]", "password": "[redacted:password]"}'
    assert [line.split() for line in result.stderr.splitlines()] == [
        ["rule", "count", "offsets,", "bytes"], ["email", "1", "10"], ["password", "1", "41"],
    ]  # fmt: skip
    assert "ada@" not in result.stderr


def test_check_tells_by_its_exit_code():
    assert RUNNER.invoke(app, ["redact", "-", "--check"], input="ada@example.com").exit_code == 1
    assert RUNNER.invoke(app, ["redact", "-", "--check"], input="nothing").exit_code == 0
    assert RUNNER.invoke(app, ["redact", "-"], input="ada@example.com").exit_code == 0


def test_headers_and_lists():
    result = RUNNER.invoke(app, ["redact", "--headers"], input="Cookie: a=b\nAccept: x\n")
    assert result.stdout == "Cookie: [redacted:session]\nAccept: x\n"
    assert "codice fiscale" in RUNNER.invoke(app, ["redact", "--list"]).stdout
    assert RUNNER.invoke(app, ["redact", "--defaults"]).stdout.startswith("# What is redacted")


def test_rules_that_are_none_and_files_that_are_not_there_are_errors(tmp_path: Path):
    rules = tmp_path / "rules.toml"
    rules.write_text("version = 2")
    with pytest.raises(CommandError, match="line 1: the version of the format is missing or not 1"):
        RUNNER.invoke(app, ["redact", "-", "--rules", str(rules)], catch_exceptions=False)
    with pytest.raises(CommandError, match="none: No such file"):
        RUNNER.invoke(app, ["redact", str(tmp_path / "none")], catch_exceptions=False)
