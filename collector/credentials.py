"""Who is asking: a credential to a tenant. Nothing else a client sends says which organization it is.

The file is TOML. A token is 256 random bits, so its SHA-256 needs no salt and tells nothing:

    [[token]]
    sha256 = "9f86d081…"
    organization = "acme"
    partition_group = "acme"                  # its own partitions; left out: shared
    retention_days = {traces = 90, logs = 30, metrics = 400}
    requests_concurrent_max = 64
    bytes_per_second_max = 50_000_000

    [[client_certificate]]
    common_name = "runner-7.acme"             # of a certificate that the TLS layer has verified
    organization = "acme"
"""

import hashlib
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from collector.clock import Clock
from collector.errors import Unauthenticated
from collector.model import Signal, Tenant
from collector.watched import Unusable, Watched

DEFAULT_ORGANIZATION = "default"
SHARED_GROUP = "shared"
_BEARER = "bearer "

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Days = Annotated[int, Field(gt=0, le=3_660)]


class BadCredentialsFile(Unusable):
    """The file cannot be used; the message names the file and the place."""


class Credentials(Protocol):
    """Where the doors ask."""

    def tenant(self, authorization: str | None, certificate_name: str | None) -> Tenant:
        """The tenant of an Authorization header or of a verified client certificate. Raises Unauthenticated."""

    def tenants(self) -> Iterable[Tenant]:
        """All that a credential stands for now."""


class NoCredentials:
    """Everybody is the one tenant: for loopback, where whoever asks is already on this machine."""

    def __init__(self, retention_days: Mapping[Signal, int]) -> None:
        self._tenant = Tenant(DEFAULT_ORGANIZATION, DEFAULT_ORGANIZATION, retention_days)

    def tenant(self, authorization: str | None, certificate_name: str | None) -> Tenant:  # noqa: ARG002  # the port's shape
        """The default tenant."""
        return self._tenant

    def tenants(self) -> Iterable[Tenant]:
        """The default tenant."""
        return (self._tenant,)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    organization: Name
    partition_group: Name = SHARED_GROUP
    retention_days: dict[Signal, Days] = {}
    requests_concurrent_max: Annotated[int, Field(gt=0)] | None = None
    bytes_per_second_max: Annotated[int, Field(gt=0)] | None = None

    def as_tenant(self, retention_days: Mapping[Signal, int]) -> Tenant:
        return Tenant(
            self.organization,
            self.partition_group,
            {**retention_days, **self.retention_days},
            self.requests_concurrent_max,
            self.bytes_per_second_max,
        )


class _Token(_Entry):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Certificate(_Entry):
    common_name: Annotated[str, Field(min_length=1, max_length=256)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    token: list[_Token] = []
    client_certificate: list[_Certificate] = []


@dataclass(frozen=True, slots=True)
class _Known:
    by_hash: Mapping[str, Tenant]
    by_name: Mapping[str, Tenant]


class CredentialsFile:
    """Tokens and certificates of a file, read again when it changes; a broken new version leaves the old in force."""

    def __init__(self, path: Path, retention_days: Mapping[Signal, int], clock: Clock) -> None:
        """Raises BadCredentialsFile."""
        self._path = path
        self._retention_days = dict(retention_days)
        self._known = Watched([path], self._read, clock)

    def tenant(self, authorization: str | None, certificate_name: str | None) -> Tenant:
        """A bearer token wins over a certificate: it is the one the client chose to send."""
        known = self._known.current()
        if authorization is not None:
            if authorization[: len(_BEARER)].lower() != _BEARER:
                raise Unauthenticated("the Authorization header is not `Bearer <token>`")
            # Looking a hash up leaks nothing of use by its timing: nobody can choose the hash of a token.
            found = known.by_hash.get(hashlib.sha256(authorization[len(_BEARER) :].strip().encode()).hexdigest())
            if found is None:
                raise Unauthenticated("this token is not known here: it was revoked, or is of another installation")
            return found
        if certificate_name is not None:
            found = known.by_name.get(certificate_name)
            if found is None:
                raise Unauthenticated(f"no organization has a client certificate named {certificate_name!r}")
            return found
        raise Unauthenticated("send `Authorization: Bearer <token>`; `camelops token new` makes one")

    def tenants(self) -> Iterable[Tenant]:
        """Of the file as it was read last."""
        known = self._known.current()
        return (*known.by_hash.values(), *known.by_name.values())

    def _read(self) -> _Known:
        try:
            entries = _File.model_validate(tomllib.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise BadCredentialsFile(
                f"there is no credentials file {self._path}: `camelops token new >> {self._path}` makes one"
            ) from error
        except OSError as error:
            raise BadCredentialsFile(f"credentials file {self._path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadCredentialsFile(f"credentials file {self._path} is not TOML: {error}") from error
        except ValidationError as error:
            # Pydantic's own text would quote the values, and a token may stand where its hash belongs.
            wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise BadCredentialsFile(f"credentials file {self._path}: {wrong}") from error
        days = self._retention_days
        return _Known(
            {entry.sha256: entry.as_tenant(days) for entry in entries.token},
            {entry.common_name: entry.as_tenant(days) for entry in entries.client_certificate},
        )


def new_token(organization: str, partition_group: str = SHARED_GROUP) -> tuple[str, str]:
    """A new secret for a client, and the entry for the file that lets it in. The secret is kept nowhere.

    Raises ValueError when a name is not one.
    """
    secret = secrets.token_urlsafe(32)
    entry = _Token(
        organization=organization,
        partition_group=partition_group,
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
    )
    lines = ["[[token]]", f'sha256 = "{entry.sha256}"', f'organization = "{entry.organization}"']
    if entry.partition_group != SHARED_GROUP:
        lines.append(f'partition_group = "{entry.partition_group}"')
    return secret, "\n".join(lines) + "\n"
