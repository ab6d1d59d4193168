"""The store as the composition opens it: where the settings say, with its errors in words that name the way out."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit, urlunsplit

from pydantic import SecretStr

from camelops.errors import StartError
from camelops.process_log import silence_clickhouse
from camelops.settings import read_settings
from query.address import EmbeddedAddress, parse_address
from query.errors import StoreError, StoreInUse, StoreUnavailable
from query.migrations import check, migrate, statements
from query.schema.ddl import Target
from query.settings import StoreSettings
from query.store import Store

log = logging.getLogger(__name__)

# A ClickHouse that restarts is back within a minute; asking costs nothing beside that.
RETRY_S = 5.0
LOOK_CLOSER = "`camelops doctor` looks closer"


def store_settings(*, embedded_in: Path | None, cluster: str = "") -> StoreSettings:
    """Settings of the store. `embedded_in` is where it is if CAMELOPS_STORE_DSN names none (None: then it must);
    `cluster` is added to the DSN. Raises StartError.
    """
    settings = read_settings(StoreSettings)
    if settings.dsn is not None:
        dsn = settings.dsn.get_secret_value()
    elif embedded_in is not None:
        dsn = f"chdb://{embedded_in.absolute()}"
    else:
        raise StartError(
            "a collector needs to know its store",
            way_out="set CAMELOPS_STORE_DSN, as in http://user:password@clickhouse:8123/otel; "
            "for everything in one process use `camelops up`",
        )
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


class Preparation:
    """Brings the store up to date (`migrating`), or looks whether it is, before it is used.

    Entering it does so at once. A server that is away is no reason not to start, because the spool keeps what comes:
    then it is tried again in a thread until it is done. Everything else that is wrong is a StartError.
    """

    def __init__(self, store: Store, *, migrating: bool) -> None:
        self._store = store
        self._prepare: Callable[[Store], object] = migrate if migrating else check
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_trying, name="store-preparation", daemon=True)
        self.trouble: str | None = None
        """What is in the way; None once the store can be used."""

    def __enter__(self) -> Self:
        try:
            self._prepare(self._store)
        except StoreUnavailable as error:
            if isinstance(self._store.address, EmbeddedAddress):
                raise StartError(str(error), way_out=LOOK_CLOSER) from error
            self.trouble = str(error)
            log.warning("%s; starting without it", error)
            self._thread.start()
        except StoreError as error:
            raise StartError(str(error)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _keep_trying(self) -> None:
        while not self._stop.wait(RETRY_S):
            try:
                self._prepare(self._store)
            except StoreError as error:
                if str(error) != self.trouble:
                    log.warning("%s", error)
                self.trouble = str(error)
            else:
                self.trouble = None
                log.info("%s answers and is up to date", self._store.address)
                return


def ddl(settings: StoreSettings) -> Iterator[str]:
    """All statements for an empty store, without asking the store."""
    address = settings.address()
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
