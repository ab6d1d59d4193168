"""Settings of the side that sends commands. Read once, passed down."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommandSettings(BaseSettings):
    """Where sidecars call to be given commands."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_COMMANDS_", frozen=True, extra="ignore")

    listen: str = Field(
        "127.0.0.1:4319",
        description="Address that sidecars call over gRPC to be given commands for their applications. TLS and "
        "credentials are those of OTLP. Empty: no commands.",
    )
    sidecars_max: int = Field(
        4_096, gt=0, description="Sidecars connected at once; each is a connection and some 50 KiB of memory."
    )
    deadline_s: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds that a command has. Stopping a route waits for the exchanges in it, as Camel does.",
    )
