"""docs/otlp-conformance.md names a test in every row, and every one of them is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "otlp-conformance.md").read_text()
HERE = Path(__file__).parent
FILES = {
    "grpc": HERE / "test_grpc.py",
    "http": HERE / "test_http.py",
    "connections": HERE / "test_http_connections.py",
    "exporters": HERE / "test_exporters.py",
    "inflate": HERE / "test_inflate.py",
    "tls": HERE / "test_tls.py",
}


def functions_of(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}


def rows() -> list[str]:
    """Lines of tables without their heads."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    return [line for line in lines if not line.startswith(("|---", "| |"))]


def test_every_row_names_a_test_and_every_named_test_is_there():
    known = {name: functions_of(file) for name, file in FILES.items()}
    assert len(rows()) > 50
    for row in rows():
        named = re.findall(r"`(\w+)::(test_\w+)`", row)
        assert named, f"no test: {row}"
        assert [each for each in named if each[1] not in known.get(each[0], set())] == []
