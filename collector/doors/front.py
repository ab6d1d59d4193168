"""Both doors together: who may listen where, and their common start and end."""

import socket
from ipaddress import ip_address

from collector.clock import Clock
from collector.credentials import Credentials, CredentialsFile, NoCredentials
from collector.doors.grpc import GrpcDoor
from collector.doors.http import HttpDoor
from collector.doors.http_server import HttpDoorServer
from collector.doors.tls import TlsFiles
from collector.gauges import IntakeGauges
from collector.intake import Intake
from collector.meters import Meters
from collector.settings import DoorSettings


class UnsafeListen(ValueError):
    """An address beyond loopback without credentials; the message names it and the way out."""


def credentials_for(settings: DoorSettings, clock: Clock) -> Credentials:
    """What the settings say. Raises UnsafeListen, or BadCredentialsFile."""
    if settings.credentials_file is not None:
        return CredentialsFile(settings.credentials_file, settings.retention_days, clock)
    for address in (settings.grpc, settings.http):
        if not is_loopback(address) and not settings.insecure_listen:
            raise UnsafeListen(
                f"{address} can be reached from other machines, and there are no credentials: name a file of tokens in "
                "CAMELOPS_OTLP_CREDENTIALS_FILE (`camelops token new` makes an entry), or listen on 127.0.0.1, or set "
                "CAMELOPS_OTLP_INSECURE_LISTEN=true and let anyone who reaches the port write and fill the disk"
            )
    return NoCredentials(settings.retention_days)


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach `host:port`."""
    host = address.rpartition(":")[0].removeprefix("[").removesuffix("]")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class FrontDoors:
    """OTLP/gRPC and OTLP/HTTP over one intake. It cannot be started again."""

    def __init__(
        self,
        settings: DoorSettings,
        intake: Intake,
        credentials: Credentials,
        meters: Meters,
        clock: Clock,
        http_listening: socket.socket,
    ) -> None:
        """Binds the gRPC address; `http_listening` is bound by the caller and owned from here on. Raises PortTaken,
        TlsUnusable."""
        meters.add(IntakeGauges(intake))
        self._intake = intake
        tls = TlsFiles.named_in(settings, clock)
        self._http = HttpDoorServer(HttpDoor(settings, intake, credentials, meters, clock), http_listening, tls)
        self._grpc = GrpcDoor(settings, intake, credentials, meters, clock, tls)
        self._listening = False

    @property
    def listening(self) -> bool:
        """Whether both doors answer now."""
        return self._listening and self._http.listening

    @property
    def grpc_port(self) -> int:
        """The port of OTLP/gRPC; of use when the settings ask for any free one."""
        return self._grpc.port

    @property
    def http_port(self) -> int:
        """The port of OTLP/HTTP."""
        return self._http.port

    def start(self) -> None:
        """Returns once both doors answer."""
        self._http.start()
        self._grpc.start()
        self._listening = True

    def drain(self, grace_s: float) -> None:
        """New requests are told to come back; returns once those under way are answered, or after `grace_s`."""
        self._listening = False
        self._intake.drain()
        # Side by side: both wait for the same disk, and the promise is about their sum.
        self._http.begin_drain(grace_s)
        self._grpc.drain(grace_s)
        self._http.drain()
