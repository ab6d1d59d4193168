"""`query.address`: addresses of a store, and what is said about one that is not."""

from pathlib import Path

import pytest

from query.address import EmbeddedAddress, ServerAddress, parse_address
from query.settings import StoreSettings


@pytest.mark.parametrize(
    ("dsn", "address"),
    [
        ("chdb:///var/lib/camelops", EmbeddedAddress(Path("/var/lib/camelops"), "otel")),
        ("chdb:///with%20blank?database=other", EmbeddedAddress(Path("/with blank"), "other")),
        ("chdb://relative/store", EmbeddedAddress(Path("relative/store").absolute(), "otel")),
        ("http://host", ServerAddress(False, "host", 8123, "default", "", "otel", "")),
        ("https://u:p%40w@host/tele", ServerAddress(True, "host", 8443, "u", "p@w", "tele", "")),
        ("http://h:1/otel?cluster=main", ServerAddress(False, "h", 1, "default", "", "otel", "main")),
        ("http://[::1]:9/otel", ServerAddress(False, "::1", 9, "default", "", "otel", "")),
    ],
)
def test_an_address_is_read(dsn, address):
    assert parse_address(dsn) == address


@pytest.mark.parametrize(
    ("dsn", "problem"),
    [
        ("", "not known"),
        ("ftp://host", "'ftp' is not known"),
        ("chdb://", "needs a directory"),
        ("chdb:///x?cluster=a", "has no cluster"),
        ("http:///otel", "there is no host"),
        ("http://host/otel?clutser=a", "unknown option clutser"),
    ],
)
def test_what_is_not_an_address_is_said(dsn, problem):
    with pytest.raises(ValueError, match=problem):
        parse_address(dsn)


def test_a_credential_is_never_shown():
    address = parse_address("https://user:sesame@host/otel")
    settings = StoreSettings(dsn="https://user:sesame@host/otel")
    assert "sesame" not in f"{address} {address!r} {settings} {settings!r}"


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("CAMELOPS_STORE_DSN", "http://host/otel")
    monkeypatch.setenv("CAMELOPS_STORE_QUERY_SECONDS", "2.5")
    monkeypatch.setenv("CAMELOPS_STORE_ENGINE__BACKGROUND_THREADS", "1")
    settings = StoreSettings()
    assert settings.dsn.get_secret_value() == "http://host/otel"
    assert settings.limits().settings()["max_execution_time"] == "2.5"
    assert settings.engine.background_threads == 1


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in StoreSettings.model_fields.values())
