"""docs/sidecar.md names what the sidecar counts and how it answers."""

from pathlib import Path

from camel_bridge.sidecar.endpoint import NEVER
from camel_bridge.sidecar.meters import Meters

PAGE = (Path(__file__).parents[2] / "docs" / "sidecar.md").read_text()


def test_every_metric_is_named() -> None:
    meters = Meters()
    meters.watch(lambda: 0, lambda: 0)
    for family in meters.registry.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        assert f"`{name}`" in PAGE


def test_every_answer_that_is_final_is_named() -> None:
    assert f"| {', '.join(map(str, sorted(NEVER)))} |" in PAGE
