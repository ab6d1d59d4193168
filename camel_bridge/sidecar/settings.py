"""Settings of the sidecar. Read once, passed down."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KIB = 1024
MIB = 1024 * KIB


class SidecarSettings(BaseSettings):
    """`camelops sidecar`: from the rings of a pod's applications to a collector."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_SIDECAR_", frozen=True, extra="ignore")

    rings: Path = Field(
        Path("/camelops/rings"),
        description="Folder that the applications' containers share with this one; each agent makes a file in it.",
    )
    endpoint: str = Field(
        "http://127.0.0.1:4318",
        description="Where OTLP goes, without `/v1/…`. 4318 is the port of OTLP over HTTP.",
    )
    commands: str = Field(
        "",
        description="Where commands for the applications come from, called over gRPC: `http://camelops:4319`, or "
        "https. None: none come.",
    )
    token: SecretStr | None = Field(
        None,
        description="Bearer token, where the collector has a credentials file. It says whose telemetry it is, and "
        "whose commands are taken.",
    )
    ca_file: Path | None = Field(
        None,
        description="PEM file with the authorities that the endpoint's certificate is checked with. None: the usual.",
    )
    rules: Path | None = Field(
        None,
        description="TOML file of redaction rules. None: the built-in ones. One that cannot be read lets no body, "
        "header or exception message leave.",
    )
    interval_s: float = Field(
        1.0,
        gt=0,
        le=60,
        description="Seconds between two looks at rings that had nothing. A second is soon enough to see.",
    )
    batch_bytes_max: int = Field(
        MIB,
        ge=4 * KIB,
        le=64 * MIB,
        description="Bytes of records taken from a ring at once, one record more at most; as OTLP about as much.",
    )
    senders: int = Field(
        2, gt=0, le=32, description="Batches under way at once, of as many rings; memory grows with it, a batch each."
    )
    request_bytes_max: int = Field(
        4 * MIB,
        ge=64 * KIB,
        le=64 * MIB,
        description="Bytes of one request before compression. Every receiver takes 4 MiB.",
    )
    body_bytes_max: int = Field(
        64 * KIB,
        ge=0,
        le=MIB,
        description="Bytes of a message's body that are sent; the rest is cut off, after it was redacted as a whole.",
    )
    value_bytes_max: int = Field(
        8 * KIB, ge=64, le=MIB, description="Bytes of one header, exception message, name or URI; the rest is cut off."
    )
    stack_bytes_max: int = Field(
        32 * KIB, ge=0, le=MIB, description="Bytes of a stack trace; what is deepest in it is cut off."
    )
    headers_max: int = Field(
        128, ge=0, le=1_000, description="Headers of one message that are sent; of the rest the number. Usual are 20."
    )
    answer_s_max: float = Field(
        30.0,
        gt=0,
        description="Seconds to wait for an answer before a request is sent again. Collectors answer within 10.",
    )
    drain_s: float = Field(
        10.0,
        ge=0,
        description="Seconds that SIGTERM leaves to send what is there. Kubernetes kills after 30; the rest stays in "
        "the ring for whoever comes next.",
    )
    report_s: float = Field(60.0, gt=0, description="Seconds between two log lines that say what was sent.")
    metrics: str = Field(
        "", description="Address for Prometheus metrics (`0.0.0.0:9464`). None: log lines alone tell how it goes."
    )

    @field_validator("endpoint", "commands")
    @classmethod
    def _is_url(cls, text: str, field: ValidationInfo) -> str:
        if not text and field.field_name == "commands":
            return text
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{text!r} is no address: write it like http://collector:4318")
        if parts.username or parts.password:
            raise ValueError("a password in an address is seen in logs: give a token with CAMELOPS_SIDECAR_TOKEN")
        if parts.path.rstrip("/").endswith(("/v1/traces", "/v1/logs", "/v1/metrics")):
            raise ValueError(f"{text!r} is of one signal: leave out {parts.path}")
        return text.rstrip("/")
