"""Who is asking: tokens and certificates of a file that may change, or nobody but this machine."""

import hashlib
import os
from pathlib import Path

import pytest

from collector.credentials import BadCredentialsFile, CredentialsFile, NoCredentials, new_token
from collector.doors.front import UnsafeListen, credentials_for
from collector.errors import Unauthenticated
from collector.model import Signal
from collector.settings import DoorSettings
from tests.collector.clock import ManualClock

DAYS = {Signal.TRACES: 30, Signal.LOGS: 14, Signal.METRICS: 90}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "credentials.toml"


def read(file: Path, clock: ManualClock | None = None) -> CredentialsFile:
    return CredentialsFile(file, DAYS, clock or ManualClock())


def test_a_new_token_lets_its_organization_in(file):
    secret, entry = new_token("acme", "acme-own")
    file.write_text(entry)
    tenant = read(file).tenant(f"Bearer {secret}", None)
    assert (tenant.organization, tenant.partition_group, dict(tenant.retention_days)) == ("acme", "acme-own", DAYS)


def test_the_file_knows_the_hash_of_256_random_bits_and_nothing_of_the_secret(file):
    secret, entry = new_token("acme")
    assert len(secret) == 43
    assert secret not in entry
    assert hashlib.sha256(secret.encode()).hexdigest() in entry
    assert new_token("acme")[0] != secret


@pytest.mark.parametrize("name", ["", "a b", "../acme", "-acme", "a" * 129, 'acme"\nsha256 = "x'])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match=r"name|organization"):
        new_token(name)


def test_an_entry_says_retention_and_limits_where_they_differ(file):
    secret, entry = new_token("acme")
    file.write_text(
        entry + "retention_days = {logs = 400}\nrequests_concurrent_max = 4\nbytes_per_second_max = 1_000_000\n"
    )
    tenant = read(file).tenant(f"Bearer {secret}", None)
    assert dict(tenant.retention_days) == DAYS | {Signal.LOGS: 400}
    assert (tenant.requests_concurrent_max, tenant.bytes_per_second_max) == (4, 1_000_000)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_schemes_name_has_no_case_and_the_token_has(file, scheme):
    secret, entry = new_token("acme")
    file.write_text(entry)
    assert read(file).tenant(f"{scheme} {secret}", None).organization == "acme"
    with pytest.raises(Unauthenticated):
        read(file).tenant(f"{scheme} {secret.swapcase()}", None)


@pytest.mark.parametrize(
    ("authorization", "said"),
    [
        (None, "send `Authorization: Bearer"),
        ("Bearer nonsense", "not known here"),
        ("Bearer ", "not known here"),
        ("Bearer", "not `Bearer"),
        ("Basic YTpi", "not `Bearer"),
        ("", "not `Bearer"),
        ("Bearer é", "not known here"),
    ],
)
def test_whoever_is_not_known_is_told_what_to_send_and_nothing_else(file, authorization, said):
    secret, entry = new_token("acme")
    file.write_text(entry)
    with pytest.raises(Unauthenticated, match=said) as refused:
        read(file).tenant(authorization, None)
    assert "acme" not in str(refused.value)
    assert secret not in str(refused.value)


def test_the_hash_of_a_token_is_no_token(file):
    secret, entry = new_token("acme")
    file.write_text(entry)
    with pytest.raises(Unauthenticated):
        read(file).tenant(f"Bearer {hashlib.sha256(secret.encode()).hexdigest()}", None)


def test_a_client_certificate_stands_for_the_organization_of_its_entry(file):
    file.write_text('[[client_certificate]]\ncommon_name = "runner-7.acme"\norganization = "acme"\n')
    credentials = read(file)
    assert credentials.tenant(None, "runner-7.acme").organization == "acme"
    with pytest.raises(Unauthenticated, match=r"runner-8\.acme"):
        credentials.tenant(None, "runner-8.acme")


def test_a_changed_file_is_read_within_a_second_or_so(file):
    clock = ManualClock()
    (old, old_entry), (new, new_entry) = new_token("acme"), new_token("acme")
    file.write_text(old_entry)
    credentials = read(file, clock)
    file.write_text(new_entry + "\n")
    clock.advance(1)
    assert credentials.tenant(f"Bearer {new}", None).organization == "acme"
    with pytest.raises(Unauthenticated):
        credentials.tenant(f"Bearer {old}", None)


def test_a_file_moved_into_place_is_seen_even_with_the_size_and_time_of_the_old_one(file, tmp_path):
    clock = ManualClock()
    (_, old_entry), (new, new_entry) = new_token("acme"), new_token("acme")
    file.write_text(old_entry)
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    credentials = read(file, clock)
    other = tmp_path / "other"
    other.write_text(new_entry)
    os.utime(other, ns=times)
    other.rename(file)
    clock.advance(1)
    assert credentials.tenant(f"Bearer {new}", None).organization == "acme"


BROKEN = {
    "no TOML": "[[token",
    "no hash": '[[token]]\nsha256 = "short"\norganization = "acme"\n',
    "no organization": '[[token]]\nsha256 = "' + "0" * 64 + '"\n',
    "a misspelled field": '[[token]]\nsha256 = "' + "0" * 64 + '"\norganization = "acme"\nretention = 3\n',
    "a retention of 0 days": '[[token]]\nsha256 = "'
    + "0" * 64
    + '"\norganization = "a"\nretention_days = {logs = 0}\n',
    "an unknown signal": '[[token]]\nsha256 = "'
    + "0" * 64
    + '"\norganization = "a"\nretention_days = {profiles = 1}\n',
    "an unknown table": "[[tokens]]\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_at_the_start_and_named(file, name):
    file.write_text(BROKEN[name])
    with pytest.raises(BadCredentialsFile, match=r"credentials\.toml"):
        read(file)


def test_what_is_wrong_with_a_file_is_said_without_quoting_it(file):
    """Someone puts the secret where its hash belongs."""
    secret, _ = new_token("acme")
    file.write_text(f'[[token]]\nsha256 = "{secret}"\norganization = "acme"\n')
    with pytest.raises(BadCredentialsFile, match=r"token\.0\.sha256") as refused:
        read(file)
    assert secret not in str(refused.value)


def test_a_missing_file_is_refused(file):
    with pytest.raises(BadCredentialsFile, match="there is no credentials file"):
        read(file)


@pytest.mark.parametrize("change", ["broken", "removed"])
def test_a_file_that_breaks_later_leaves_the_old_one_in_force_and_that_is_said_once(file, change, caplog):
    clock = ManualClock()
    secret, entry = new_token("acme")
    file.write_text(entry)
    credentials = read(file, clock)
    if change == "broken":
        file.write_text("[[token")
    else:
        file.unlink()
    for _ in range(3):
        clock.advance(2)
        assert credentials.tenant(f"Bearer {secret}", None).organization == "acme"
    assert caplog.text.count("stays in force") == 1
    file.write_text(entry + "\n")
    clock.advance(2)
    assert credentials.tenant(f"Bearer {secret}", None).organization == "acme"


def test_without_credentials_everybody_is_the_default_organization():
    tenant = NoCredentials(DAYS).tenant("Bearer whatever", "whoever")
    assert (tenant.organization, tenant.partition_group) == ("default", "default")


def settings(**given: object) -> DoorSettings:
    return DoorSettings(**given)


@pytest.mark.parametrize("door", ["grpc", "http"])
@pytest.mark.parametrize("address", ["0.0.0.0:4317", "[::]:4317", "192.0.2.1:4317", "collector.example:4317"])
def test_nobody_listens_beyond_loopback_without_credentials(door, address):
    with pytest.raises(UnsafeListen) as refused:
        credentials_for(settings(**{door: address}), ManualClock())
    message = str(refused.value)
    assert address in message
    assert "CAMELOPS_OTLP_CREDENTIALS_FILE" in message
    assert "CAMELOPS_OTLP_INSECURE_LISTEN" in message
    assert "fill the disk" in message


@pytest.mark.parametrize("address", ["127.0.0.1:4317", "127.8.8.8:1", "localhost:4317", "[::1]:4317"])
def test_loopback_needs_none(address):
    assert isinstance(credentials_for(settings(grpc=address, http=address), ManualClock()), NoCredentials)


def test_who_insists_may_listen_anywhere():
    open_to_all = credentials_for(settings(grpc="0.0.0.0:4317", insecure_listen=True), ManualClock())
    assert isinstance(open_to_all, NoCredentials)


def test_with_a_file_any_address_will_do(file):
    file.write_text(new_token("acme")[1])
    assert isinstance(
        credentials_for(settings(grpc="0.0.0.0:4317", credentials_file=file), ManualClock()), CredentialsFile
    )


@pytest.mark.parametrize("given", [{"tls_certificate": "c.pem"}, {"tls_key": "k.pem"}, {"tls_client_ca": "ca.pem"}])
def test_half_of_tls_is_refused(given):
    """A client authority without a certificate of our own would be ignored, and everybody let in."""
    with pytest.raises(ValueError, match="tls_certificate"):
        settings(**given)


def test_a_file_that_could_not_be_read_is_read_again_although_nothing_of_it_changed(file):
    """Its owner mends its rights, which changes neither time, size nor inode."""
    clock = ManualClock()
    (old, old_entry), (new, new_entry) = new_token("acme"), new_token("acme")
    file.write_text(old_entry)
    credentials = read(file, clock)
    file.write_text("[[token" + " " * (len(new_entry) - 7))
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    clock.advance(2)
    assert credentials.tenant(f"Bearer {old}", None).organization == "acme"
    file.write_text(new_entry)
    os.utime(file, ns=times)
    clock.advance(2)
    assert credentials.tenant(f"Bearer {new}", None).organization == "acme"
    with pytest.raises(Unauthenticated):
        credentials.tenant(f"Bearer {old}", None)
