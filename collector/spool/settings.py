"""Settings of the spool: `CAMELOPS_SPOOL_…` in the environment. Each says its unit and why it is what it is."""

from enum import StrEnum

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1 << 20


class Durability(StrEnum):
    """What an acknowledgement waits for, from the slowest to the fastest.

    FSYNC: for the disk. Nothing acknowledged is lost when the power fails.
    OS: for the kernel's page cache; each segment is synced once, when it is sealed. A killed process loses nothing; a
        power cut may lose what was acknowledged since the open segment began: `segment_age_s_max`, or
        `segment_age_lagging_s_max` while the store lags.
    MEMORY: for decoding alone. The same bytes go to the same files a moment later and are never synced. A killed
        process may lose what was not written yet, `pending_bytes_max` at most; a failed write is counted, and reported
        as a gap, because nobody waits for it any more.
    """

    FSYNC = "fsync"
    OS = "os"
    MEMORY = "memory"


class RecordLimits(BaseModel, frozen=True):
    """What one span, log record or data point may be; over it, it is rejected by the rules of OTLP partial success.

    A segment keeps the limits it began with in its header: decoding it again after a change gives the same blocks.
    """

    value_depth_max: int = Field(
        default=32, gt=0, le=128, description="Arrays and key-value lists nested in one value."
    )
    attributes_max: int = Field(
        default=1024, gt=0, description="Attributes of one record. SDKs stop at 128 by default."
    )
    value_bytes_max: int = Field(default=MIB, gt=0, description="Bytes of one value: a column's cell, read as a whole.")
    future_ns_max: int = Field(
        default=600_000_000_000, gt=0, description="Nanoseconds a record's time may lie ahead; clocks of hosts differ."
    )
    events_max: int = Field(default=1024, gt=0, description="Events of one span. SDKs stop at 128 by default.")
    links_max: int = Field(default=1024, gt=0, description="Links of one span. SDKs stop at 128 by default.")
    rollup_series_max: int = Field(
        default=2000, gt=0, description="RED series per tenant and segment; the rest is counted as '(other)'."
    )
    suggestion_values_max: int = Field(
        default=100,
        gt=0,
        description="Values per attribute and segment that are suggested; with more, only the key is.",
    )
    suggestion_value_bytes_max: int = Field(
        default=128, gt=0, description="Bytes of a value that is suggested: longer ones are not chosen from a list."
    )
    message_days_max: int = Field(
        default=30,
        gt=0,
        le=3_660,
        description="Days to keep messages of Camel, where logs are kept longer: they are large, and of people.",
    )
    original_days_max: int = Field(
        default=7,
        gt=0,
        le=3_660,
        description="Days to keep sealed originals, where logs are kept longer: a replay is soon or never.",
    )


class SpoolSettings(BaseSettings):
    """The durable queue between the front doors and the store."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_SPOOL_", env_nested_delimiter="__", frozen=True)

    durability: Durability = Field(
        Durability.FSYNC,
        description="What an acknowledgement waits for: fsync (the disk), os (the kernel), memory (decoding alone).",
    )
    segment_bytes_max: int = Field(
        64 * MIB,
        ge=4096,
        description="Bytes of one segment, in its file or in its columns. Bounds what is decoded again at one time.",
    )
    segment_rows_max: int = Field(
        100_000,
        gt=0,
        description="Rows of one segment, which is one insert. From 50,000 to 100,000 an insert costs least per row.",
    )
    segment_age_s_max: float = Field(
        1.0, gt=0, description="Seconds the oldest record waits. ClickHouse prefers one insert a second."
    )
    segment_age_lagging_s_max: float = Field(
        10.0,
        gt=0,
        description="The same while sealed segments wait for a slow store: fewer and larger inserts are easier on it.",
    )
    memory_bytes_max: int = Field(
        128 * MIB,
        ge=0,
        description="Bytes of decoded columns kept for segments that wait. Others are decoded again in their turn.",
    )
    pending_bytes_max: int = Field(
        64 * MIB, gt=0, description="Bytes accepted and not written yet. Over it requests are turned away."
    )
    bytes_max: int = Field(
        16 * 1024 * MIB,
        gt=0,
        description="Bytes of all the spool's files. 5,000 spans a second are about 10 GiB an hour.",
    )
    reserve_bytes: int = Field(
        64 * MIB,
        ge=4096,
        description="Bytes of a file that is given up when the disk is full, so that what is on disk can be finished.",
    )
    safety_lag_s: float = Field(
        600.0,
        ge=0,
        description="Seconds a stored segment is kept, in case the store's machine loses what it had not synced.",
    )
    stored_bytes_max: int = Field(
        4 * 1024 * MIB,
        ge=0,
        description="Bytes of stored segments kept for the safety lag; over it the oldest go early, counted.",
    )
    writers_max: int = Field(
        2, gt=0, description="Segments inserted at one time. Each holds a block; merges need cores too."
    )
    limits: RecordLimits = Field(RecordLimits(), description="Bounds of one record.")
