"""TLS of both doors, from files that are looked at again: a renewed certificate needs no restart.

A set of files that does not fit together, as when a renewal is half written, is logged and the one before stays.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

from collector.clock import Clock
from collector.settings import DoorSettings
from collector.watched import Unusable, Watched


class TlsUnusable(Unusable):
    """The files give no TLS."""


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
        self._paths = [path for path in (chain, key, authorities) if path is not None]
        self._material = Watched(self._paths, self._read, clock)

    @classmethod
    def named_in(cls, settings: DoorSettings, clock: Clock) -> "TlsFiles | None":
        """None where the settings want no TLS. Raises TlsUnusable."""
        if settings.tls_certificate is None or settings.tls_key is None:
            return None
        return cls(settings.tls_certificate, settings.tls_key, settings.tls_client_ca, clock)

    def context(self) -> ssl.SSLContext:
        """For servers on sockets. Each handshake takes what the files hold then."""
        context = self._material.current().context
        context.sni_callback = self._renew
        return context

    def credentials(self) -> grpc.ServerCredentials:
        """For gRPC's server. Each handshake takes what the files hold then."""
        served = self._material.current()

        def renewed() -> grpc.ServerCertificateConfiguration | None:
            nonlocal served
            current = self._material.current()
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
        handshake.context = self._material.current().context

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
            raise TlsUnusable(f"{', '.join(map(str, self._paths))}: {error.strerror or error}") from error
