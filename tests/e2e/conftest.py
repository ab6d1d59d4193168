"""The running program as fixtures."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.process import CamelopsProcess


@pytest.fixture
def new_camelops(tmp_path: Path) -> Iterator[Callable[..., CamelopsProcess]]:
    """Makes processes that are not started yet; whatever still runs at the end of the test is killed."""
    made: list[CamelopsProcess] = []

    def make(folder: Path = tmp_path, **options: object) -> CamelopsProcess:
        made.append(CamelopsProcess.on_free_ports(folder, **options))  # type: ignore[arg-type]  # passed through
        return made[-1]

    yield make
    for each in made:
        each.kill()


@pytest.fixture
def camelops(new_camelops: Callable[..., CamelopsProcess]) -> Iterator[CamelopsProcess]:
    """`camelops up`, ready. It is stopped at the end, and must end with 0 within 30 s."""
    process = new_camelops().start()
    yield process
    if process.process is not None:
        process.stop()
