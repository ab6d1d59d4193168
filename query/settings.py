"""Settings of the store: `CAMELOPS_STORE_…` in the environment. Each says its unit and why it is what it is."""

from enum import StrEnum

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from query.address import Address, parse_address
from query.limits import Limits

_LIMITS = Limits()


class Compression(StrEnum):
    """How blocks travel to a server."""

    NONE = "none"
    LZ4 = "lz4"
    ZSTD = "zstd"


class EngineSettings(BaseModel, frozen=True):
    """The embedded engine shares its process with the collector: its own defaults assume a server of its own."""

    mark_cache_bytes: int = Field(
        default=256 * 1024**2, gt=0, description="Cache of marks, bytes. The engine's default of 5 GiB is a server's."
    )
    index_mark_cache_bytes: int = Field(
        default=64 * 1024**2,
        gt=0,
        description="Cache of marks of skipping indexes, bytes. The engine's default is 5 GiB.",
    )
    memory_ratio: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Share of the machine's memory that the engine may use; over it, inserts wait and questions fail. "
        "The default of 0.9 leaves nothing for the collector and for the applications beside it.",
    )
    background_threads: int = Field(
        default=2, gt=0, description="Threads that merge. More than cores take time from ingest without merging faster."
    )


class StoreSettings(BaseSettings):
    """Where the store is and how it is used."""

    model_config = SettingsConfigDict(env_prefix="CAMELOPS_STORE_", env_nested_delimiter="__", frozen=True)

    dsn: SecretStr | None = Field(
        default=None,
        description="chdb:///directory for the embedded store, or http(s)://user:password@host:port/database, with "
        "?cluster=name where tables are replicated and distributed. None: embedded, in the data folder. Secret, as "
        "it may hold a password.",
    )
    insert_compression: Compression = Field(
        default=Compression.LZ4, description="Of blocks sent to a server. lz4 costs least CPU; zstd for a slow line."
    )
    insert_partitions_max: int = Field(
        default=512,
        gt=0,
        description="Partitions one block may touch. The engine's default of 100 refuses a block that holds late rows "
        "of long retention: ten years are 122 months, and a shared group holds several retentions.",
    )
    writers_max: int = Field(
        default=2, gt=0, description="Inserts at one time. Each holds a block in memory; merges need cores too."
    )
    readers_max: int = Field(default=4, gt=0, description="Questions at one time. Each may use `query_memory_bytes`.")
    reader_wait_s: float = Field(
        default=5.0, gt=0, description="Seconds a question waits for its turn before it is turned away."
    )
    connect_timeout_s: int = Field(default=5, gt=0, description="Seconds to reach a server.")
    insert_timeout_s: int = Field(
        default=120,
        gt=0,
        description="Seconds for one insert. It is repeated with the same token: longer only hides a hang.",
    )
    query_seconds: float = Field(default=_LIMITS.seconds, gt=0, description="Seconds one question may run.")
    query_rows_read: int = Field(default=_LIMITS.rows_read, gt=0, description="Rows one question may read.")
    query_memory_bytes: int = Field(
        default=_LIMITS.memory_bytes, gt=0, description="Bytes of memory one question may use in the engine."
    )
    query_result_rows: int = Field(
        default=_LIMITS.result_rows, gt=0, description="Rows of one answer: it is held in memory as a whole."
    )
    query_result_bytes: int = Field(default=_LIMITS.result_bytes, gt=0, description="Bytes of one answer.")
    engine: EngineSettings = Field(default=EngineSettings(), description="The embedded engine alone.")

    def address(self) -> Address:
        """Raises ValueError where `dsn` is none, or no address."""
        if self.dsn is None:
            raise ValueError("the settings name no store")
        return parse_address(self.dsn.get_secret_value())

    def limits(self) -> Limits:
        """Bounds of a question that brings none of its own."""
        return Limits(
            seconds=self.query_seconds,
            rows_read=self.query_rows_read,
            memory_bytes=self.query_memory_bytes,
            result_rows=self.query_result_rows,
            result_bytes=self.query_result_bytes,
        )
