"""TLS of both doors, from files that are looked at again: a renewed certificate needs no restart.

A set of files that does not fit together, as when a renewal is half written, is logged and the one before stays.
"""

import logging
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path

import grpc

from collector.clock import Clock
from collector.settings import DoorSettings

log = logging.getLogger(__name__)

# Handshakes come in bursts; certificates are renewed every few weeks.
_LOOK_AGAIN_S = 1.0

# When, how large and which file each of them is; None for one that is not there.
_Stamps = list[tuple[int, int, int] | None]


class TlsUnusable(ValueError):
    """The files give no TLS. The message names them and says why."""


@dataclass(frozen=True, slots=True)
class _Material:
    """What one look at the files gave."""

    context: ssl.SSLContext
    chain: bytes
    key: bytes
    authorities: bytes | None

    def for_grpc(self) -> grpc.ServerCertificateConfiguration:
        return grpc.ssl_server_certificate_configuration([(self.key, self.chain)], self.authorities)


class TlsFiles:
    """Certificate chain, private key, and the authorities of client certificates, where these are asked for."""

    def __init__(self, chain: Path, key: Path, authorities: Path | None, clock: Clock) -> None:
        """Raises TlsUnusable."""
        self._chain, self._key, self._authorities = chain, key, authorities
        self._clock = clock
        self._lock = threading.Lock()
        self._stamps = self._look()
        self._looked_s = clock.monotonic_s()
        self._material = self._read()
        self._complaint = ""

    @classmethod
    def named_in(cls, settings: DoorSettings, clock: Clock) -> "TlsFiles | None":
        """None where the settings want no TLS. Raises TlsUnusable."""
        if settings.tls_certificate is None or settings.tls_key is None:
            return None
        return cls(settings.tls_certificate, settings.tls_key, settings.tls_client_ca, clock)

    def context(self) -> ssl.SSLContext:
        """For servers on sockets. Each handshake takes what the files hold then."""
        context = self._current().context
        context.sni_callback = self._renew
        return context

    def credentials(self) -> grpc.ServerCredentials:
        """For gRPC's server. Each handshake takes what the files hold then."""
        served = self._current()

        def renewed() -> grpc.ServerCertificateConfiguration | None:
            nonlocal served
            current = self._current()
            if current is served:
                return None
            served = current
            return current.for_grpc()

        return grpc.dynamic_ssl_server_credentials(
            served.for_grpc(),
            renewed,  # type: ignore[arg-type]  # the stubs forget that None means unchanged
            require_client_authentication=self._authorities is not None,
        )

    def _renew(self, handshake: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        handshake.context = self._current().context

    def _current(self) -> _Material:
        with self._lock:
            now_s = self._clock.monotonic_s()
            if now_s - self._looked_s >= _LOOK_AGAIN_S:
                self._looked_s = now_s
                stamps = self._look()
                if stamps != self._stamps:
                    self._take_anew(stamps)
            return self._material

    def _take_anew(self, stamps: _Stamps) -> None:
        try:
            self._material = self._read()
        except TlsUnusable as error:
            # Tried again at every look: a change of the files' rights does not change their stamps.
            if str(error) != self._complaint:
                log.warning("the TLS files have changed and are not taken: %s", error)
            self._complaint = str(error)
        else:
            log.info("the TLS files have changed: new connections get %s", self._chain)
            self._stamps, self._complaint = stamps, ""

    def _look(self) -> _Stamps:
        return [_stamp(path) for path in (self._chain, self._key, self._authorities) if path is not None]

    def _read(self) -> _Material:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self._chain, self._key)
            if self._authorities is not None:
                context.load_verify_locations(self._authorities)
                context.verify_mode = ssl.CERT_REQUIRED
            authorities = self._authorities.read_bytes() if self._authorities else None
            return _Material(context, self._chain.read_bytes(), self._key.read_bytes(), authorities)
        except OSError as error:  # ssl.SSLError is one
            files = ", ".join(str(path) for path in (self._chain, self._key, self._authorities) if path is not None)
            raise TlsUnusable(f"{files}: {error.strerror or error}") from error


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
