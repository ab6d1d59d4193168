"""The attach matrix: the agent in applications that know nothing of it, on each runtime that Camel runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.camel_bridge.columns import *  # noqa: F403  # the tests of each row
from tests.camel_bridge.columns import COLUMNS
from tests.camel_bridge.shops import RUNTIMES, TRACED, Row, Shop, opened

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "agent.md"


@pytest.fixture(scope="module", params=RUNTIMES, ids=str)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(request.param, tmp_path_factory.mktemp("shop")) as running:
        yield running


def test_the_documentation_has_the_same_table() -> None:
    lines = [line.strip("| ").split(" | ") for line in DOCUMENTATION.read_text().splitlines() if line.startswith("|")]
    begun = lines.index(["runtime", "Camel", *COLUMNS])
    rows = lines[begun + 2 : begun + 2 + len(RUNTIMES) + len(TRACED)]
    assert [Row(row[0], row[1]) for row in rows] == [*RUNTIMES, *TRACED]
