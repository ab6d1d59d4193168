"""What the composition itself is told: where it listens for people, and where it keeps its data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from camelops.addresses import Address
from camelops.errors import StartError


class ProcessSettings(BaseSettings):
    """The process as a whole. Options of the command line win over the environment."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        Path("camelops-data"),
        description="Folder for the spool and the embedded ClickHouse; made if missing, used by one process at a time.",
    )
    http: str = Field(
        "127.0.0.1:8000",
        description="Address of the API, /readyz and /metrics. Beyond loopback it asks for credentials.",
    )
    http_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Host names, comma-separated, that the API is reached by, for example behind a proxy. IP addresses "
        "and localhost need not be named; other names are refused: any web page can make a name point here.",
    )

    http_insecure: bool = Field(
        default=False,
        description="Listen beyond loopback without credentials: anyone who reaches the port reads all telemetry.",
    )

    sink: Literal["store", "discard"] = Field(
        "store",
        description="Where segments go. `discard` counts and drops them: to measure what taking telemetry costs.",
    )

    @field_validator("http")
    @classmethod
    def _is_address(cls, text: str) -> str:
        return str(Address.parse(text))

    @field_validator("http_hosts", mode="before")
    @classmethod
    def _names(cls, text: object) -> object:
        return tuple(name.strip() for name in text.split(",") if name.strip()) if isinstance(text, str) else text


SettingsT = TypeVar("SettingsT", bound=BaseSettings)


def read_settings(settings: type[SettingsT], **options: Any) -> SettingsT:  # noqa: ANN401  # each setting checks its own
    """Settings from the environment; options that are None were not given. StartError names variable or option, and
    value.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return settings(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{_said_as(settings, each['loc'], given)}: {_words_of(each)}" for each in error.errors())
        raise StartError(wrong, way_out="docs/settings.md lists every setting with its default") from error


def _said_as(settings: type[BaseSettings], where: tuple[int | str, ...], given: Mapping[str, object]) -> str:
    """The option it was typed as, else the variable."""
    variable = f"{settings.model_config.get('env_prefix', '')}{'__'.join(str(part) for part in where)}".upper()
    return f"--{variable.removeprefix('CAMELOPS_').lower().replace('_', '-')}" if where[0] in given else variable


def _words_of(error: ErrorDetails) -> str:
    # Only of numbers and switches is the value shown: any other may be a secret.
    value = f", not {error['input']!r}" if error["type"].endswith("_parsing") else ""
    return error["msg"].removeprefix("Value error, ").split(", unable to parse")[0] + value
