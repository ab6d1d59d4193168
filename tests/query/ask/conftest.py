"""The random world, made once for each module of tests that only ask."""

import pytest

from tests.query.ask.world import World, make


@pytest.fixture(scope="module")
def world(module_store, encoder) -> World:
    return make(module_store, encoder)
