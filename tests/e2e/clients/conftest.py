"""One running platform for all clients: they use names and ids of their own, so they do not see each other."""

from collections.abc import Iterator

import pytest

from tests.e2e.process import CamelopsProcess


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CamelopsProcess]:
    process = CamelopsProcess.on_free_ports(tmp_path_factory.mktemp("clients")).start()
    try:
        yield process
        process.stop()
    finally:
        process.kill()
