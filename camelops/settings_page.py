"""`docs/settings.md`, from the settings themselves: name, default, what it means. A test holds the file equal.

Write it again with `python -m camelops.settings_page`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

PAGE = Path("docs/settings.md")
INTRODUCTION = """# Settings

<!-- Written by `python -m camelops.settings_page` from the settings themselves. Change them there. -->

Every setting is an environment variable. Those that a command has an option for are better given as that option,
which wins. Each has one home and one default. Sizes are in bytes, durations in the unit that ends the name.
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the page."""

    variable: str
    default: str
    description: str


# What the commands that ask a running camelops take from the environment.
READING = (
    Setting("CAMELOPS_URL", "`http://127.0.0.1:8000`", "Address of the running camelops that is asked."),
    Setting("CAMELOPS_TOKEN", "none", "Bearer token, where camelops has a credentials file."),
)


def settings_of(model: type[BaseModel], prefix: str = "", delimiter: str = "__") -> Iterator[Setting]:
    """All settings of a class in the order they are written, groups in place."""
    if issubclass(model, BaseSettings):
        prefix = str(model.model_config.get("env_prefix", ""))
        delimiter = str(model.model_config.get("env_nested_delimiter") or delimiter)
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name}".upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from settings_of(field.annotation, f"{variable}{delimiter}", delimiter)
        else:
            yield Setting(variable, _default_text(field), " ".join((field.description or "").split()))


def page(rooms: Sequence[type[BaseSettings]]) -> str:
    """The whole page: a heading, the room's own words and a table per settings class."""
    parts = [INTRODUCTION]
    for settings in rooms:
        summary = (settings.__doc__ or "").strip().splitlines()[0]
        heading = " ".join(re.findall("[A-Z][a-z]*", settings.__name__.removesuffix("Settings"))).capitalize()
        parts.append(_section(heading, summary, settings_of(settings)))
    parts.append(_section("Questions", "`camelops traces`, `trace`, `logs` and `metrics`.", READING))
    return "\n".join(parts)


def _section(heading: str, summary: str, settings: Iterable[Setting]) -> str:
    rows = "".join(
        f"| `{each.variable}` | {each.default} | {each.description.replace('|', chr(92) + '|')} |\n"
        for each in settings
    )
    return f"## {heading}\n\n{summary}\n\n| variable | default | what it means, and why |\n|---|---|---|\n{rows}"


def _default_text(field: FieldInfo) -> str:
    return _value_text(field.get_default(call_default_factory=True, validated_data={}))


def _value_text(value: Any) -> str:  # noqa: ANN401  # a default is whatever its setting is
    match value:
        case None | "" | () | [] | SecretStr():
            return "none"
        case bool():
            return "yes" if value else "no"
        case int() if abs(value) >= 10_000:
            return f"{value:_}"
        case Enum():
            return f"`{value.value}`"
        case _:
            return f"`{value}`"


def all_settings() -> list[type[BaseSettings]]:
    """The settings classes of all rooms, in the order a reader meets them."""
    from camel_bridge.commands.settings import CommandSettings
    from camel_bridge.sidecar.settings import SidecarSettings
    from camelops.settings import ProcessSettings
    from collector.settings import DoorSettings, SelfTelemetrySettings
    from collector.spool.settings import SpoolSettings
    from controlplane.settings import ConsoleSettings, TailSettings
    from query.settings import StoreSettings

    return [
        ProcessSettings,
        DoorSettings,
        SelfTelemetrySettings,
        SpoolSettings,
        StoreSettings,
        ConsoleSettings,
        TailSettings,
        CommandSettings,
        SidecarSettings,
    ]


if __name__ == "__main__":
    PAGE.write_text(page(all_settings()), encoding="utf-8")
