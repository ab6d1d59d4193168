"""settings: limits are native's own, and every field says why."""

import pytest

from collector.codec import Limits
from collector.spool import Durability, SpoolSettings
from collector.spool.settings import RecordLimits


def test_the_limits_are_those_of_the_decoder_with_its_defaults():
    assert repr(Limits(**RecordLimits().model_dump())) == repr(Limits())


def test_every_setting_says_what_it_is_for():
    for model in (SpoolSettings, RecordLimits):
        assert all(field.description for field in model.model_fields.values())


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAMELOPS_SPOOL_DURABILITY", "os")
    monkeypatch.setenv("CAMELOPS_SPOOL_LIMITS__ATTRIBUTES_MAX", "5")
    settings = SpoolSettings()
    assert settings.durability is Durability.OS
    assert settings.limits.attributes_max == 5
