"""TLS at both doors, and client certificates as credentials."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grpc
import httpx
import pytest

from collector.clock import SystemClock
from collector.doors.tls import TlsFiles, TlsUnusable
from collector.model import Signal
from tests.collector.doors.conftest import Doors, open_doors, spans
from tests.collector.doors.test_grpc import EXPORT
from tests.eventually import eventually

PROTOBUF = {"content-type": "application/x-protobuf"}


@dataclass(frozen=True)
class Authority:
    """A certificate authority in a folder, made with openssl."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> "Authority":
        made = cls(folder)
        made._openssl("req", "-x509", "-subj", "/CN=tests", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")
        return made

    def issue(self, name: str, *extensions: str) -> tuple[Path, Path]:
        """Key and certificate of `name`."""
        issuer = ("-CA", "ca.pem", "-CAkey", "ca.key")
        files = ("-keyout", f"{name}.key", "-out", f"{name}.pem")
        added = [part for each in extensions for part in ("-addext", each)]
        self._openssl("req", "-x509", "-subj", f"/CN={name}", "-days", "2", *issuer, *files, *added)
        return self.folder / f"{name}.key", self.folder / f"{name}.pem"

    def _openssl(self, *arguments: str) -> None:
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        subprocess.run(["openssl", *arguments, *key], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    found = Authority.made_in(tmp_path_factory.mktemp("authority"))
    found.issue("localhost", "subjectAltName=DNS:localhost")
    found.issue("runner-7.acme")
    found.issue("stranger")
    return found


@pytest.fixture
def doors(authority: Authority, tmp_path: Path) -> Iterator[Doors]:
    credentials = tmp_path / "credentials.toml"
    credentials.write_text('[[client_certificate]]\ncommon_name = "runner-7.acme"\norganization = "acme"\n')
    with open_doors(
        credentials_file=credentials,
        tls_certificate=authority.folder / "localhost.pem",
        tls_key=authority.folder / "localhost.key",
        tls_client_ca=authority.folder / "ca.pem",
    ) as found:
        yield found


def post(doors: Doors, authority: Authority, name: str | None) -> httpx.Response:
    context = ssl.create_default_context(cafile=str(authority.folder / "ca.pem"))
    if name is not None:
        context.load_cert_chain(authority.folder / f"{name}.pem", authority.folder / f"{name}.key")
    return httpx.post(
        f"https://localhost:{doors.front.http_port}/v1/traces", content=spans(), headers=PROTOBUF, verify=context
    )


def export(doors: Doors, authority: Authority, name: str | None) -> bytes:
    key, chain = None, None
    if name is not None:
        key = (authority.folder / f"{name}.key").read_bytes()
        chain = (authority.folder / f"{name}.pem").read_bytes()
    trusted = grpc.ssl_channel_credentials((authority.folder / "ca.pem").read_bytes(), key, chain)
    with grpc.secure_channel(f"localhost:{doors.front.grpc_port}", trusted) as channel:
        return channel.unary_unary(EXPORT)(spans(names=["over grpc"]), timeout=5)


def test_a_client_certificate_is_a_credential_at_both_doors(doors, authority):
    assert post(doors, authority, "runner-7.acme").status_code == 200
    assert export(doors, authority, "runner-7.acme") == b""
    assert [(each.signal, each.tenant.organization) for each in doors.spool.exports] == [(Signal.TRACES, "acme")] * 2


def test_a_certificate_that_stands_for_nobody_is_not_let_in(doors, authority):
    assert post(doors, authority, "stranger").status_code == 401
    with pytest.raises(grpc.RpcError) as refused:
        export(doors, authority, "stranger")
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_without_a_certificate_of_our_authority_there_is_no_connection(doors, authority):
    with pytest.raises(httpx.TransportError):
        post(doors, authority, None)
    with pytest.raises(grpc.RpcError) as refused:
        export(doors, authority, None)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
    assert doors.spool.exports == []


@dataclass(frozen=True)
class Renewed:
    """Doors whose files are copies, so that a test can renew them."""

    doors: Doors
    folder: Path

    def copy(self, authority: Authority, ending: str) -> None:
        shutil.copy(authority.folder / f"localhost.{ending}", self.folder / f"localhost.{ending}")

    def served_over_http(self) -> str:
        return ssl.get_server_certificate(("localhost", self.doors.front.http_port))

    def export(self, authority: Authority) -> bytes:
        trusted = grpc.ssl_channel_credentials((authority.folder / "ca.pem").read_bytes())
        with grpc.secure_channel(f"localhost:{self.doors.front.grpc_port}", trusted) as channel:
            return channel.unary_unary(EXPORT)(spans(names=["over grpc"]), timeout=5)


@pytest.fixture
def other_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    found = Authority.made_in(tmp_path_factory.mktemp("other"))
    found.issue("localhost", "subjectAltName=DNS:localhost")
    return found


@pytest.fixture
def renewed(authority: Authority, tmp_path: Path) -> Iterator[Renewed]:
    for ending in ("pem", "key"):
        shutil.copy(authority.folder / f"localhost.{ending}", tmp_path / f"localhost.{ending}")
    with open_doors(tls_certificate=tmp_path / "localhost.pem", tls_key=tmp_path / "localhost.key") as doors:
        yield Renewed(doors, tmp_path)


def test_a_renewed_certificate_is_served_without_a_restart(renewed, authority, other_authority):
    assert renewed.served_over_http() == (authority.folder / "localhost.pem").read_text()
    assert renewed.export(authority) == b""
    renewed.copy(other_authority, "pem")
    renewed.copy(other_authority, "key")

    def both_doors_serve_the_new_one() -> bool:
        assert renewed.served_over_http() == (other_authority.folder / "localhost.pem").read_text()
        return True

    assert eventually(both_doors_serve_the_new_one, within_s=10)
    assert renewed.export(other_authority) == b""


def test_a_half_written_renewal_leaves_the_old_certificate(renewed, authority, other_authority, caplog):
    renewed.copy(other_authority, "pem")

    def it_was_noticed() -> bool:
        assert renewed.served_over_http() == (authority.folder / "localhost.pem").read_text()
        assert "stays in force" in caplog.text
        return True

    assert eventually(it_was_noticed, within_s=10)
    assert renewed.export(authority) == b""


def test_files_that_give_no_tls_are_named(authority, tmp_path):
    key = authority.folder / "localhost.key"
    with pytest.raises(TlsUnusable, match=r"missing\.pem.*: No such file"):
        TlsFiles(tmp_path / "missing.pem", key, None, SystemClock())
    with pytest.raises(TlsUnusable, match=r"stranger\.pem.*localhost\.key: .*mismatch"):
        TlsFiles(authority.folder / "stranger.pem", key, None, SystemClock())
