"""The page of settings, and the settings themselves."""

from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from camelops.errors import StartError
from camelops.settings import ProcessSettings, read_settings
from camelops.settings_page import PAGE, all_settings, page, settings_of
from camelops.variables import unknown_variables
from collector.spool.settings import SpoolSettings

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_settings_say():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(all_settings()), "run: python -m camelops.settings_page"


@pytest.mark.parametrize("settings", all_settings())
def test_every_setting_says_what_it_means_and_why(settings: type[BaseSettings]):
    assert [each.variable for each in settings_of(settings) if not each.description.endswith(".")] == []


def test_every_variable_has_one_home():
    variables = [each.variable for settings in all_settings() for each in settings_of(settings)]
    assert len(variables) == len(set(variables))
    assert all(variable.startswith("CAMELOPS_") for variable in variables)


def test_no_room_has_settings_that_the_page_leaves_out():
    rooms = ("camelops", "controlplane", "runner", "camel_bridge", "collector", "query", "native")
    declared = {
        line.split("class ")[1].split("(")[0]
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("class ") and "(BaseSettings)" in line
    }
    assert declared == {settings.__name__ for settings in all_settings()}


def test_a_wrong_value_is_said_with_its_variable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAMELOPS_HTTP", "nowhere")
    with pytest.raises(StartError, match="CAMELOPS_HTTP: 'nowhere' is not an address"):
        read_settings(ProcessSettings)


def test_a_wrong_option_is_said_as_it_was_typed():
    with pytest.raises(StartError, match="--http: 'nowhere' is not an address"):
        read_settings(ProcessSettings, http="nowhere")


def test_what_is_no_number_is_shown_and_what_may_be_secret_is_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAMELOPS_SPOOL_WRITERS_MAX", "abc")
    with pytest.raises(StartError, match="CAMELOPS_SPOOL_WRITERS_MAX: Input should be a valid integer, not 'abc'"):
        read_settings(SpoolSettings)


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAMELOPS_HTTP", "127.0.0.1:1")
    assert read_settings(ProcessSettings, http="127.0.0.1:2", data_dir=None).http == "127.0.0.1:2"
    assert read_settings(ProcessSettings, http=None).http == "127.0.0.1:1"


def test_a_name_that_is_no_setting_is_said_with_the_one_that_was_meant():
    environment = {
        "CAMELOPS_OTLP_TLS_CERTIFICAT": "/cert.pem",
        "CAMELOPS_OTLP_TLS_CERTIFICATE": "/cert.pem",
        "CAMELOPS_URL": "http://there",
        "CAMELOPS_AGENT_RING_DIR": "/rings",
        "CAMELOPS_X": "",
        "PATH": "",
    }
    assert list(unknown_variables(environment)) == [
        "there is no setting CAMELOPS_OTLP_TLS_CERTIFICAT: did you mean CAMELOPS_OTLP_TLS_CERTIFICATE?",
        "there is no setting CAMELOPS_X",
    ]
