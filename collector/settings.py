"""Settings of the front doors and of what stands between them and the spool, whose own are in `spool.settings`."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from collector.model import Signal

MIB = 1024 * 1024


class DoorSettings(BaseSettings):
    """Where and how OTLP is received."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_OTLP_", frozen=True, extra="ignore")

    grpc: str = Field("127.0.0.1:4317", description="Address for OTLP/gRPC. 4317 is the port every SDK tries.")
    http: str = Field("127.0.0.1:4318", description="Address for OTLP/HTTP. 4318 is the port every SDK tries.")
    request_bytes_max: int = Field(
        64 * MIB,
        gt=0,
        description="Bytes of one request, as sent and again after decompression. The specification names 64 MiB.",
    )
    expansion_max: int = Field(
        200,
        gt=0,
        description="How many times larger than sent a body may become, beyond its first MiB. Telemetry compresses 5 "
        "to 20 times; more is a bomb.",
    )
    grpc_threads: int = Field(
        32,
        gt=0,
        description="Requests handled at once over gRPC. Most wait for the disk, so more than cores; each may hold one "
        "request in memory.",
    )
    grpc_calls_max: int = Field(
        256,
        gt=0,
        description="Calls taken on at once over gRPC, those that wait for a thread included; one more is told to come "
        "back. Eight times the threads is what a disk confirms within a second.",
    )
    http_threads: int = Field(
        4, gt=0, description="Threads that inflate and decode for HTTP. More than cores gains nothing: they compute."
    )
    http_connections_max: int = Field(
        1_000, gt=0, description="Open HTTP connections; one more is answered 503. Each may hold a request in memory."
    )
    header_s_max: float = Field(
        10, gt=0, description="Seconds a client may take to send a request's headers. Slower ones hold a connection."
    )
    body_s_max: float = Field(60, gt=0, description="Seconds a client may take to send a request's body.")
    header_bytes_max: int = Field(
        64 * 1024, gt=0, description="Bytes of a request's headers; usual ones are below 1 KiB."
    )
    answer_s_max: float = Field(
        30, gt=0, description="Seconds to wait for the disk before the client is told to come back. Exporters wait 10."
    )
    retry_after_s: float = Field(
        1.0,
        gt=0,
        description="Seconds a client is asked to stay away when overloaded; doubled at random, to spread them.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins, comma-separated, whose web pages may send (`https://shop.example`, or `*`). "
        "None: no page may.",
    )
    in_flight_bytes_max: int = Field(
        256 * MIB,
        gt=0,
        description="Bytes of all requests being handled. Over it clients are told to come back, before memory ends.",
    )
    duplicate_s: float = Field(
        600,
        ge=0,
        description="Seconds in which the same bytes of the same organization are stored once: a client that lost an "
        "answer sends again. 0 turns it off.",
    )
    duplicates_max: int = Field(
        200_000, gt=0, description="Requests remembered for that; about 400 bytes each. Older ones are forgotten first."
    )
    credentials_file: Path | None = Field(
        None, description="TOML file with the hashes of bearer tokens and whom they stand for. None: loopback only."
    )
    tls_certificate: Path | None = Field(
        None, description="PEM file with the server's certificate chain. None: no TLS."
    )
    tls_key: Path | None = Field(None, description="PEM file with the private key of `tls_certificate`.")
    tls_client_ca: Path | None = Field(
        None, description="PEM file with the authorities of client certificates; with it every client must show one."
    )
    insecure_listen: bool = Field(
        default=False,
        description="Listen beyond loopback without credentials: anyone who reaches the port can write telemetry and "
        "fill the disk.",
    )
    retention_days_traces: int = Field(
        30, gt=0, le=3_660, description="Days to keep spans where no credential says more."
    )
    retention_days_logs: int = Field(30, gt=0, le=3_660, description="Days to keep logs where no credential says more.")
    retention_days_metrics: int = Field(
        90, gt=0, le=3_660, description="Days to keep metrics where no credential says more."
    )

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        """Half of it would mean that the doors are open while someone believes them locked."""
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate and tls_key belong together: set both, or none")
        if self.tls_client_ca is not None and self.tls_certificate is None:
            raise ValueError("tls_client_ca needs tls_certificate and tls_key: without them there is no TLS")
        return self

    @property
    def retention_days(self) -> dict[Signal, int]:
        """Of each signal, where no credential says more."""
        return {
            Signal.TRACES: self.retention_days_traces,
            Signal.LOGS: self.retention_days_logs,
            Signal.METRICS: self.retention_days_metrics,
        }

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _origins(cls, text: object) -> object:
        return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


class SelfTelemetrySettings(BaseSettings):
    """What the collector says of itself, into itself."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_SELF_", frozen=True, extra="ignore")

    telemetry: Literal["on", "off"] = Field(
        "on", description="Whether the collector's own metrics and spans are stored, as service camelops-collector."
    )
    interval_s: float = Field(15, ge=1, description="Seconds between two exports of its own metrics.")
    spans_ratio: float = Field(
        0.01, ge=0, le=1, description="Share of successful requests that become spans; refused ones all do."
    )
    spans_per_s_max: float = Field(
        5, gt=0, description="Spans of its own per second: a flood of refusals must not become a flood of spans."
    )
