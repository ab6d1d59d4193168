"""What the control plane is told by its environment."""

import pytest
from pydantic import ValidationError

from controlplane.settings import ConsoleSettings, TailSettings
from controlplane.v1.tail import TailLimits


def test_defaults_have_one_home():
    assert TailSettings().limits() == TailLimits()


def test_bounds_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAMELOPS_TAIL_STREAMS_MAX", "7")
    monkeypatch.setenv("CAMELOPS_TAIL_LAG_S", "0.5")
    limits = TailSettings().limits()
    assert (limits.streams_max, limits.lag_s) == (7, 0.5)


@pytest.mark.parametrize(("name", "value"), [("STREAMS_MAX", "0"), ("POLL_S", "0.01"), ("HEARTBEAT_S", "soon")])
def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"CAMELOPS_TAIL_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        TailSettings()


@pytest.mark.parametrize(
    ("given", "path"), [("/", "/"), ("", "/"), ("camelops", "/camelops/"), ("/ops/camel-ops/", "/ops/camel-ops/")]
)
def test_a_base_path_begins_and_ends_with_a_slash(given: str, path: str):
    assert ConsoleSettings(base_path=given).base_path == path


@pytest.mark.parametrize("given", ['/a"b/', "/a b/", "/a//b/", "/../", "/ä?x"])
def test_what_is_no_path_is_refused(given: str):
    with pytest.raises(ValidationError, match="is not a path"):
        ConsoleSettings(base_path=given)
