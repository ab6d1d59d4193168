"""Where the store is: `chdb:///var/lib/camelops/store` or `https://user:password@host:8443/otel?cluster=main`."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

DATABASE = "otel"
_PORTS = {"http": 8123, "https": 8443}


@dataclass(frozen=True, slots=True)
class EmbeddedAddress:
    """A directory of this machine, opened by one process at a time."""

    path: Path
    database: str

    def __str__(self) -> str:
        return f"embedded ClickHouse in {self.path}"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A ClickHouse server, or any server of a cluster. str() leaves out the credential."""

    secure: bool
    host: str
    port: int
    user: str
    password: str
    database: str
    cluster: str

    def __str__(self) -> str:
        return f"ClickHouse at {'https' if self.secure else 'http'}://{self.host}:{self.port}/{self.database}"

    def __repr__(self) -> str:
        return f"<{self}>"


Address = EmbeddedAddress | ServerAddress


def parse_address(dsn: str) -> Address:
    """Raises ValueError saying what is understood; the message does not repeat the credential."""
    parts = urlsplit(dsn)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    unknown = options.keys() - {"cluster", "database"}
    if unknown:
        raise ValueError(f"store address: unknown option {', '.join(sorted(unknown))}; there are cluster and database")
    if parts.scheme == "chdb":
        path = unquote(parts.netloc + parts.path)
        if not path:
            raise ValueError("store address: chdb:// needs a directory, as in chdb:///var/lib/camelops/store")
        if "cluster" in options:
            raise ValueError("store address: the embedded store is one process, it has no cluster")
        return EmbeddedAddress(Path(path).absolute(), options.get("database", DATABASE))
    if parts.scheme in _PORTS:
        if not parts.hostname:
            raise ValueError("store address: there is no host, as in http://localhost:8123/otel")
        return ServerAddress(
            secure=parts.scheme == "https",
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username or "default"),
            password=unquote(parts.password or ""),
            database=parts.path.strip("/") or options.get("database", DATABASE),
            cluster=options.get("cluster", ""),
        )
    raise ValueError(f"store address: {parts.scheme or dsn!r} is not known; use chdb:///directory or https://host/otel")
