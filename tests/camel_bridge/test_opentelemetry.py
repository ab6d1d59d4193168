"""Beside an OpenTelemetry that the application has already: one trace, and every span once."""

from collections.abc import Iterator

import pytest

from tests.camel_bridge.columns import *  # noqa: F403  # the tests of each row
from tests.camel_bridge.shops import TRACED, Shop, opened


@pytest.fixture(scope="module", params=TRACED, ids=str)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(request.param, tmp_path_factory.mktemp("shop")) as running:
        yield running
