"""docs/fault-tests.md names tests and runs that exist, and leaves none out."""

import re
from pathlib import Path

from benchmarks.faults import RUNS
from tests.faults.oracle import REPOSITORY

PAGE = (REPOSITORY / "docs/fault-tests.md").read_text()
HERE = Path(__file__).parent
# Tests of the means, not of the product.
OF_THE_MEANS = {"test_oracle.py", "test_docs.py"}


def test_every_test_file_is_on_the_page_and_every_file_on_the_page_is_there():
    named = {Path(path).name for path in re.findall(r"`([\w/]*test_\w+\.py)`", PAGE)}
    ours = {file.name for file in HERE.rglob("test_*.py")}
    assert ours - OF_THE_MEANS <= named
    elsewhere = {
        file.name
        for folder in ("e2e", "camel_bridge", "collector", "query", "controlplane")
        for file in (HERE.parent / folder).rglob("test_*.py")
    }
    assert named <= ours | elsewhere


def test_every_browser_test_on_the_page_is_there():
    named = re.findall(r"`(tests/console/\w+\.test\.ts)`", PAGE)
    assert named
    assert all((REPOSITORY / path).is_file() for path in named)


def test_every_long_run_is_on_the_page():
    assert all(f"`{name}`" in PAGE for name in RUNS)
