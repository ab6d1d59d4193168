"""Everything between a client and the store: doors, intake, spool, sink.

Opened from the store outwards, so that nothing is taken before it can be kept, and drained the other way round.
"""

import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from camelops.data_folder import CHOOSE_ANOTHER, way_out_of
from camelops.errors import StartError
from camelops.listening import listening_on
from collector.admission import Admission
from collector.clock import Clock, SystemClock
from collector.credentials import Credentials, NoCredentials
from collector.doors.front import FrontDoors
from collector.doors.grpc import PortTaken
from collector.doors.tls import TlsUnusable
from collector.duplicates import Duplicates
from collector.errors import SpoolInUse, TransientError
from collector.gauges import SpoolGauges
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Tenant
from collector.selftelemetry import SelfTelemetry
from collector.settings import DoorSettings, SelfTelemetrySettings
from collector.sinks import BlockSink
from collector.sinks.clickhouse import ClickHouseSink
from collector.sinks.discard import DiscardSink
from collector.spool import Spool
from collector.spool.settings import SpoolSettings
from query.store import Store

log = logging.getLogger(__name__)

# Shares of the 30 s that SIGTERM promises. Requests under way wait for a group commit, milliseconds; a segment is a
# second old at most, so that few are left to store, unless the store is slow: then they stay.
DOORS_GRACE_S = 5.0
SPOOL_DRAIN_S = 8.0


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """What the parts are told."""

    doors: DoorSettings
    spool: SpoolSettings
    of_itself: SelfTelemetrySettings
    discards: bool = False
    """Segments are counted and dropped: for measurements."""

    @property
    def own_tenant(self) -> Tenant:
        """Whose telemetry it is what the collector says of itself: the operator's, not a customer's."""
        return NoCredentials(self.doors.retention_days).tenant(None, None)


class Ingest:
    """Made by `opened_ingest`."""

    def __init__(self, spool: Spool, doors: FrontDoors, of_itself: SelfTelemetry) -> None:
        self._spool = spool
        self._doors = doors
        self._of_itself = of_itself

    def start(self) -> None:
        """Begins to store what an earlier process left, then opens the doors."""
        self._spool.start()
        self._of_itself.start()
        self._doors.start()

    def unready_reasons(self) -> tuple[str, ...]:
        """What keeps telemetry from being taken; empty when all is well."""
        reasons = self._spool.stats().unready
        return reasons if self._doors.listening else (*reasons, "the OTLP doors are closed")

    def drain(self) -> None:
        """No new requests; those under way are answered; what they left is stored, or stays in the spool."""
        # Its last words go through the intake, which the doors close.
        self._of_itself.close()
        self._doors.drain(DOORS_GRACE_S)
        if not self._spool.drain(SPOOL_DRAIN_S):
            log.warning("some segments are not stored yet: they stay in the spool, the next start goes on with them")


@contextmanager
def opened_ingest(
    store: Store, folder: Path, settings: IngestSettings, credentials: Credentials, meters: Meters
) -> Iterator[Ingest]:
    """Ports bound and spool recovered, nothing started yet; the spool is closed at the end. Raises StartError.

    `folder` is the spool's own.
    """
    clock, doors = SystemClock(), settings.doors
    with ExitStack() as stack:
        listening = stack.enter_context(listening_on(doors.http, "OTLP/HTTP", "--otlp-http", "CAMELOPS_OTLP_HTTP"))
        spool = _open_spool(
            folder, settings.spool, DiscardSink() if settings.discards else ClickHouseSink(store), clock
        )
        stack.callback(spool.close)
        meters.add(SpoolGauges(spool.stats))
        duplicates = Duplicates(doors.duplicate_s, doors.duplicates_max, clock)
        intake = Intake(spool, Admission(doors.in_flight_bytes_max, clock), duplicates)
        opened = _open_doors(doors, intake, credentials, meters, clock, listening)
        of_itself = SelfTelemetry(settings.of_itself, intake, settings.own_tenant, meters, clock)
        yield Ingest(spool, opened, of_itself)


def _open_spool(folder: Path, settings: SpoolSettings, sink: BlockSink, clock: Clock) -> Spool:
    try:
        return Spool.open(folder, settings, sink, clock)
    except (SpoolInUse, TransientError) as error:
        raise StartError(str(error), way_out=CHOOSE_ANOTHER) from error
    except OSError as error:
        raise StartError(f"cannot open the spool in {folder}: {error.strerror}", way_out=way_out_of(error)) from error


def _open_doors(
    settings: DoorSettings,
    intake: Intake,
    credentials: Credentials,
    meters: Meters,
    clock: Clock,
    http_listening: socket.socket,
) -> FrontDoors:
    try:
        return FrontDoors(settings, intake, credentials, meters, clock, http_listening)
    except PortTaken as error:
        if settings.grpc == settings.http:
            raise StartError(
                f"--otlp-grpc and --otlp-http are both {settings.grpc}", way_out="give each a port of its own"
            ) from error
        raise StartError(
            f"cannot listen on {settings.grpc} for OTLP/gRPC: another process may listen there",
            way_out="stop that one, or choose another address with --otlp-grpc or CAMELOPS_OTLP_GRPC",
        ) from error
    except TlsUnusable as error:
        raise StartError(
            f"no TLS with {error}",
            way_out="CAMELOPS_OTLP_TLS_CERTIFICATE, …_KEY and …_CLIENT_CA name PEM files that belong together",
        ) from error
