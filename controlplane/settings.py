"""Settings of the control plane, in the environment. Each says its unit and why it is what it is."""

import re

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from controlplane.v1.tail import TailLimits

_LIMITS = TailLimits()
_PATH = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


class ConsoleSettings(BaseSettings):
    """How the console and the API are reached."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_CONSOLE_", frozen=True)

    base_path: str = Field(
        "/",
        description="Path that a proxy puts console and API under, as in /camelops/. The proxy may take it away or "
        "leave it in the path: both are understood.",
    )

    @field_validator("base_path")
    @classmethod
    def _is_path(cls, text: str) -> str:
        inner = text.strip("/")
        if inner and not _PATH.fullmatch(inner):
            raise ValueError(f"{text!r} is not a path: write it like /camelops/")
        return f"/{inner}/" if inner else "/"


class TailSettings(BaseSettings):
    """Live tails: streams of what comes in."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_TAIL_", frozen=True)

    streams_per_tenant_max: int = Field(
        _LIMITS.streams_per_tenant_max,
        gt=0,
        description="Open at one time, of one tenant. Each asks the store once in `poll_s`.",
    )
    streams_max: int = Field(
        _LIMITS.streams_max,
        gt=0,
        description="Open at one time, in all: together they may not keep searches from the store's readers.",
    )
    records_per_second_max: int = Field(
        _LIMITS.records_per_second_max,
        gt=0,
        le=10_000,
        description="Records a stream passes on; those beyond are counted. More than a person reads, and than a "
        "browser draws without stutter.",
    )
    poll_s: float = Field(
        _LIMITS.poll_s, ge=0.1, le=60, description="Seconds between two looks. A second is the age of a new segment."
    )
    lag_s: float = Field(
        _LIMITS.lag_s,
        ge=0,
        le=60,
        description="Seconds from the time a row carries until it is looked for: its insert takes some, and the clocks "
        "of a cluster differ. A row that shows up later is not in the tail; a search finds it.",
    )
    look_back_s: int = Field(
        _LIMITS.look_back_s,
        gt=0,
        description="Seconds. Records whose own time is older are not shown as they come in: it bounds what a look "
        "goes through, and how far back a stream that broke can go on.",
    )
    heartbeat_s: float = Field(
        _LIMITS.heartbeat_s, gt=0, description="Seconds without news until a heartbeat. Usual proxies give up after 30."
    )

    def limits(self) -> TailLimits:
        """As the app takes them."""
        return TailLimits(**self.model_dump())
