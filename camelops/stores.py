"""The store as the composition opens it: where the settings say, with its errors in words that name the way out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from pydantic import SecretStr

from camelops.errors import StartError
from camelops.process_log import silence_clickhouse
from camelops.settings import read_settings
from query.address import EmbeddedAddress, parse_address
from query.errors import StoreError, StoreInUse
from query.migrations import check, migrate, statements
from query.schema.ddl import Target
from query.settings import StoreSettings
from query.store import Store

LOOK_CLOSER = "`camelops doctor` looks closer"


def store_settings(*, cluster: str = "", embedded_in: Path | None = None) -> StoreSettings:
    """Settings of the store. `embedded_in` is where it is if CAMELOPS_STORE_DSN names none; `cluster` is added to the
    DSN.
    """
    settings = read_settings(StoreSettings)
    dsn = settings.dsn.get_secret_value()
    if embedded_in is not None and "dsn" not in settings.model_fields_set:
        dsn = f"chdb://{embedded_in.absolute()}"
    if cluster:
        parts = urlsplit(dsn)
        dsn = urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode({"cluster": cluster}))))))
    try:
        parse_address(dsn)
    except ValueError as error:
        raise StartError(f"CAMELOPS_STORE_DSN: {error}", way_out="docs/settings.md has examples") from error
    return settings.model_copy(update={"dsn": SecretStr(dsn)})


@contextmanager
def opened(settings: StoreSettings) -> Iterator[Store]:
    """The store, open; closed at the end. Raises StartError."""
    silence_clickhouse()
    with _in_words():
        store = Store.open(settings)
    try:
        yield store
    finally:
        store.close()


def bring_up_to_date(store: Store) -> list[str]:
    """Applies what is missing and gives its names. Raises StartError."""
    with _in_words():
        return [f"{step.number} {step.name}" for step in migrate(store)]


def require_up_to_date(store: Store) -> None:
    """Raises StartError when the tables are of another version, or the store does not answer."""
    with _in_words():
        check(store)


def ddl(settings: StoreSettings) -> Iterator[str]:
    """All statements for an empty store, without asking the store."""
    address = parse_address(settings.dsn.get_secret_value())
    cluster = "" if isinstance(address, EmbeddedAddress) else address.cluster
    return statements(Target(address.database, cluster))


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except StoreInUse as error:
        raise StartError(str(error)) from error
    except StoreError as error:
        raise StartError(str(error), way_out=LOOK_CLOSER) from error
