"""Beside an OpenTelemetry that the application has already: one trace, and every span once."""

import re
from collections.abc import Iterator

import pytest

from tests.camel_bridge.columns import *  # noqa: F403  # the tests of each row
from tests.camel_bridge.shops import KEPT_S_MAX, TRACED, Shop, opened
from tests.eventually import eventually


@pytest.fixture(scope="module", params=TRACED, ids=str)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(request.param, tmp_path_factory.mktemp("shop")) as running:
        yield running


def test_a_trace_that_begins_in_the_application_is_one(shop: Shop) -> None:
    assert shop.order("begins")
    whole, *parts = shop.kept("begins")
    (sent,) = shop.teller.told["begins"]
    spans = eventually(lambda: theirs(shop, whole.trace, 2), within_s=KEPT_S_MAX)
    assert sent.split("-")[1] == whole.trace
    assert {whole.parent, sent.split("-")[2]} <= set(spans)
    ours = [each.span for each in (whole, *parts)] + [step.span for each in (whole, *parts) for step in each.steps]
    assert len({*ours, *spans}) == len(ours) + len(spans)


def theirs(shop: Shop, trace: str, least: int) -> list[str]:
    """Ids of the spans that OpenTelemetry itself told of a trace."""
    spans = re.findall(rf" {trace} ([0-9a-f]{{16}})", shop.said.read_text())
    assert len(spans) >= least, spans
    return spans
