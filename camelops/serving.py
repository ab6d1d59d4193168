"""`camelops up` and `camelops collector`: the rooms put together in one process, from the first lock to the last.

Closing is a drain with a deadline. Whatever it cannot finish is in the spool and goes on after the next start, so that
running into the deadline is no error: it is what keeps the promise to whoever sent the signal.
"""

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from camel_bridge.commands.settings import CommandSettings
from camelops.access import CredentialAccess
from camelops.commands import reachable_applications
from camelops.data_folder import DataFolder
from camelops.errors import StartError
from camelops.heap import settle_heap
from camelops.ingest import Ingest, IngestSettings, opened_ingest
from camelops.listening import listening_on
from camelops.open_files import raise_open_files
from camelops.settings import ProcessSettings, read_settings
from camelops.stopping import StopRequest
from camelops.stores import Preparation, opened, store_settings
from collector.clock import SystemClock
from collector.credentials import BadCredentialsFile, Credentials
from collector.doors.front import UnsafeListen, credentials_for, is_loopback
from collector.meters import Meters
from collector.model import Signal
from collector.settings import DoorSettings, SelfTelemetrySettings
from collector.spool.settings import SpoolSettings
from controlplane.app import create_app, create_health_app
from controlplane.server import HttpServer
from controlplane.settings import ConsoleSettings, TailSettings
from query.errors import TooManyPartitions
from query.schema.periods import check_partitions

log = logging.getLogger(__name__)

# SIGTERM promises an end within 30 s; the rest is for the interpreter's own end on a busy machine.
STOP_S_MAX = 27.0


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What one process is told. Read once, by `read`."""

    process: ProcessSettings
    ingest: IngestSettings
    console: ConsoleSettings
    tail: TailSettings
    commands: CommandSettings

    @classmethod
    def read(
        cls,
        data_dir: Path | None,
        otlp_grpc: str | None,
        otlp_http: str | None,
        http: str | None,
        commands: str | None = None,
    ) -> "ServeSettings":
        """Options that are None were not given: the environment or the default holds. Raises StartError."""
        process = read_settings(ProcessSettings, data_dir=data_dir, http=http)
        return cls(
            process=process,
            ingest=IngestSettings(
                doors=read_settings(DoorSettings, grpc=otlp_grpc, http=otlp_http),
                spool=read_settings(SpoolSettings),
                of_itself=read_settings(SelfTelemetrySettings),
                discards=process.sink == "discard",
            ),
            console=read_settings(ConsoleSettings),
            tail=read_settings(TailSettings),
            commands=read_settings(CommandSettings, listen=commands),
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person wants to know of a process that has started. Addresses as host:port; `reads` as `serve` has it."""

    data_dir: Path
    store: str
    otlp_grpc: str
    otlp_http: str
    http: str
    commands: str
    """Empty: no sidecar can call."""
    reads: bool


def serve(
    settings: ServeSettings,
    *,
    reads: bool,
    started: Callable[[Facts], None],
    beside: Callable[[Facts], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> None:
    """Runs until SIGTERM or SIGINT. Raises StartError.

    `started` is called once every door listens; what `beside` gives is entered then, and left before the doors close.
    With `reads` it is everything: the store is embedded unless its DSN says otherwise, and brought up to date. Without,
    it is a collector beside others: a store that others keep up to date, and health alone over HTTP.
    """
    settle_heap()
    raise_open_files()
    with StopRequest() as stop, _deadline(stop), _opened(settings, reads=reads) as running:
        # What is there now stays: the collector of garbage need not walk through it again with every request.
        gc.collect()
        gc.freeze()
        started(running.facts)
        with beside(running.facts):
            stop.wait()
        log.info("stopping: taking nothing new, finishing what is under way")
        running.drain()
    log.info("stopped")


@contextmanager
def _deadline(stop: StopRequest) -> Iterator[None]:
    """From the signal on the process has `STOP_S_MAX`, also when it came while something was being opened."""
    ended = threading.Event()

    def watch() -> None:
        stop.wait()
        if not ended.wait(STOP_S_MAX):
            _give_up()

    threading.Thread(target=watch, name="stop-deadline", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


@dataclass(slots=True)
class _Running:
    """The parts of a process that serves."""

    ingest: Ingest
    preparation: Preparation | None
    facts: Facts
    stage: str = "starting"

    def unready_reasons(self) -> list[str]:
        store = self.preparation.trouble if self.preparation is not None else None
        return [reason for reason in (self.stage, store, *self.ingest.unready_reasons()) if reason]

    def start(self) -> None:
        self.ingest.start()
        self.stage = ""

    def drain(self) -> None:
        self.stage = "stopping"
        self.ingest.drain()


@contextmanager
def _opened(settings: ServeSettings, *, reads: bool) -> Iterator[_Running]:
    """All parts, started; what was opened last is closed first. The doors are drained by the caller."""
    credentials = _credentials(settings)
    meters = Meters()
    with ExitStack() as stack:
        folder = stack.enter_context(DataFolder(settings.process.data_dir))
        listening = stack.enter_context(listening_on(settings.process.http, "HTTP", "--http", "CAMELOPS_HTTP"))
        stored = store_settings(embedded_in=folder.store if reads else None)
        store = stack.enter_context(opened(stored))
        preparation = stack.enter_context(Preparation(store, migrating=reads))
        ingest = stack.enter_context(opened_ingest(store, folder.spool, settings.ingest, credentials, meters))
        running = _Running(
            ingest,
            # What cannot be asked for can still be taken: only who reads needs the store to be ready.
            preparation if reads else None,
            Facts(
                data_dir=folder.path,
                store=str(store.address),
                otlp_grpc=settings.ingest.doors.grpc,
                otlp_http=settings.ingest.doors.http,
                http=settings.process.http,
                commands=settings.commands.listen if reads else "",
                reads=reads,
            ),
        )
        hosts, unready, metrics = settings.process.http_hosts, running.unready_reasons, meters.text
        if reads:
            applications = stack.enter_context(
                reachable_applications(settings.commands, settings.ingest.doors, credentials, SystemClock())
            )
            app = create_app(
                store,
                access=CredentialAccess(credentials),
                hosts=hosts,
                unready_reasons=unready,
                metrics_text=metrics,
                base_path=settings.console.base_path,
                tail=settings.tail.limits(),
                applications=applications,
            )
        else:
            app = create_health_app(hosts=hosts, unready_reasons=unready, metrics_text=metrics)
        stack.enter_context(HttpServer(app, listening))
        running.start()
        yield running


def _credentials(settings: ServeSettings) -> Credentials:
    process = settings.process
    try:
        credentials = credentials_for(settings.ingest.doors, SystemClock())
    except (UnsafeListen, BadCredentialsFile) as error:
        raise StartError(str(error)) from error
    _check_partitions(credentials)
    if settings.ingest.doors.credentials_file is None and not is_loopback(process.http) and not process.http_insecure:
        raise StartError(
            f"{process.http} can be reached from other machines, and there are no credentials",
            way_out="name a file of tokens in CAMELOPS_OTLP_CREDENTIALS_FILE (`camelops token new` makes an entry), or "
            "listen on 127.0.0.1, or set CAMELOPS_HTTP_INSECURE=true and let anyone who reaches the port read all",
        )
    return credentials


def _check_partitions(credentials: Credentials) -> None:
    for signal in Signal:
        retentions: dict[str, set[int]] = {}
        for tenant in credentials.tenants():
            retentions.setdefault(tenant.partition_group, set()).add(tenant.retention_days[signal])
        try:
            check_partitions(retentions)
        except TooManyPartitions as error:
            raise StartError(f"{signal}: {error}", way_out="the credentials file says who has which") from error


def _give_up() -> None:
    log.warning(
        "not everything could be finished in %g s: it stays in the spool, the next start goes on with it", STOP_S_MAX
    )
    logging.shutdown()
    # 0, because nothing is lost: what was acknowledged is in the spool, and the engine takes a kill at any time.
    os._exit(0)
