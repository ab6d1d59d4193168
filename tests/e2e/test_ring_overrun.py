"""A real application that writes more than its ring can hold, and one that is killed with all who carry what it wrote:
each exchange that ended is stored once, or counted as lost.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.camel import JAR, class_path
from tests.camel_bridge.records import EXCHANGE
from tests.camel_bridge.ring_files import Dropped
from tests.camel_bridge.test_sidecar import sidecar
from tests.e2e.process import CamelopsProcess
from tests.e2e.test_sidecar import DELIVERED_S_MAX, delivered, stored
from tests.eventually import eventually

CAMEL = "4.22.0"
SEEN_S_MAX = 60.0
ENDED_S_MAX = 120


@contextmanager
def steady(folder: Path, ring_mib: int, count: int, per_second: int) -> Iterator[subprocess.Popen[bytes]]:
    """An application that sends exchanges, one of 50 of which fails; the ids of those that ended are in `said`."""
    options = f"ring.dir={folder / 'rings'},ring.mib={ring_mib},service.name=shop,sampling.per.second=1000000"
    command = ["java", f"-javaagent:{JAR}={options}", "-cp", class_path(CAMEL), "Steady"]
    arguments = [str(count), str(per_second), "50", "true", "0"]
    with (folder / "said").open("wb") as said, subprocess.Popen([*command, *arguments], stdout=said) as process:
        try:
            yield process
        finally:
            process.kill()


def the_ring(folder: Path) -> Path:
    def check() -> Path:
        found = list((folder / "rings").glob("*.ring"))
        assert len(found) == 1
        return found[0]

    return eventually(check, within_s=SEEN_S_MAX)


def lost(found: dict[str, list[list[object]]]) -> dict[str, int]:
    """Exchanges that were told as lost, by reason."""
    return {str(reason): int(str(count)) for signal, reason, _, count in found["gaps"] if signal == "traces"}


def test_what_a_ring_had_no_room_for_is_counted_to_the_last_exchange(
    tmp_path: Path, new_camelops: Callable[..., CamelopsProcess]
) -> None:
    camelops, count = new_camelops().start(), 60_000
    with steady(tmp_path, 1, count, 0) as application:
        dropped = Dropped(the_ring(tmp_path), EXCHANGE)
        # The ring has been full before anybody reads, and is again and again.
        eventually(lambda: _some(dropped.read()), within_s=SEEN_S_MAX)
        with sidecar(tmp_path / "rings", camelops.otlp_http_url):
            assert application.wait(ENDED_S_MAX) == 0
            eventually(delivered(tmp_path / "rings"), within_s=DELIVERED_S_MAX)
    camelops.stop()
    found, at_most = stored(camelops), dropped.read()
    dropped.close()
    (kept, distinct) = found["exchanges"][0]
    assert kept == distinct
    assert sum(lost(found).values()) == at_most
    assert int(str(kept)) + at_most == count
    assert lost(found).keys() <= {"ring_full", "ring_full_important"}


def _some(count: int) -> None:
    assert count > 0


def test_whoever_of_the_three_is_killed_what_ended_is_stored_once_or_counted(
    tmp_path: Path, new_camelops: Callable[..., CamelopsProcess]
) -> None:
    camelops, rings = new_camelops().start(), tmp_path / "rings"
    with steady(tmp_path, 16, 1_000_000, 400) as application:
        the_ring(tmp_path)
        with sidecar(rings, camelops.otlp_http_url, batch_bytes_max="16384") as process:
            eventually(lambda: _more_said(tmp_path, 400), within_s=SEEN_S_MAX)
            process.kill()
            process.wait()
        with sidecar(rings, camelops.otlp_http_url, batch_bytes_max="16384"):
            eventually(lambda: _more_said(tmp_path, 1_200), within_s=SEEN_S_MAX)
            camelops.kill()
            eventually(lambda: _more_said(tmp_path, 1_600), within_s=SEEN_S_MAX)
            camelops.start()
            eventually(lambda: _more_said(tmp_path, 2_400), within_s=SEEN_S_MAX)
            application.kill()
            application.wait()
            eventually(delivered(rings), within_s=DELIVERED_S_MAX)
    camelops.stop()
    said = (tmp_path / "said").read_text().split()
    found = stored(camelops)
    (kept, distinct) = found["exchanges"][0]
    assert kept == distinct
    # One may have ended and not have said so, or have been written half.
    assert len(said) <= int(str(kept)) + sum(lost(found).values()) <= len(said) + 1
    assert lost(found).keys() <= {"torn"}


def _more_said(folder: Path, count: int) -> None:
    assert (folder / "said").read_bytes().count(b"\n") >= count
