"""The ring: a JVM writes, the extension module reads, each may die at any moment. docs/formats/ring.md."""

import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from native import MalformedRing, Ring, RingBusy

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "ring-v1.ring"
CLASSES = ROOT / "camel_bridge" / "agent" / "target"
CAPACITY = 1 << 20
THREADS = 4


@contextmanager
def flood(path: Path, *, records: int, size: int = 600, capacity: int = CAPACITY) -> Iterator[subprocess.Popen[str]]:
    """A JVM whose threads each write so many records, from when the ring is there."""
    assert (CLASSES / "test-classes").is_dir(), "the agent is not compiled: make agent"
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", f"{CLASSES}/classes:{CLASSES}/test-classes"]
    arguments = [path, capacity, THREADS, records, size]
    command += ["io.camelops.agent.ring.Flood", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


class Seen:
    """What came out: whole, in each thread's order, once."""

    def __init__(self) -> None:
        self.count = Counter[int]()
        self.next = Counter[int]()
        self.missing = 0
        self.lost = Counter[str]()

    def take(self, ring: Ring, bytes_max: int = 1 << 16) -> int:
        batch = ring.read(bytes_max)
        for kind, important, payload in batch.records():
            number = int.from_bytes(payload[:8], "little")
            assert payload[8:] == bytes([number & 0xFF]) * (len(payload) - 8)
            assert important == (number % 10 == 0)
            assert number >= self.next[kind], "out of order, or twice"
            self.missing += number - self.next[kind]
            self.next[kind] = number + 1
            self.count[kind] += 1
        self.lost.update(stuck=batch.stuck, torn=batch.torn, damaged=batch.damaged)
        return batch.position


def dropped(ring: Ring) -> int:
    return sum(map(sum, ring.dropped()))


def test_what_was_offered_is_read_or_counted(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.ring", Seen()
    with flood(path, records=50_000) as process:
        ring = Ring(path)
        while not ring.is_spent:
            ring.deliver(seen.take(ring))
        assert process.stdout is not None
        accepted = int(process.stdout.readline().split()[1])
        assert seen.count.total() == accepted
        assert accepted + dropped(ring) == THREADS * 50_000
        assert seen.lost.total() == 0


def test_a_slow_consumer_costs_ordinary_records_first(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.ring", Seen()
    with flood(path, records=20_000) as process:
        ring = Ring(path)
        process.wait()
        while not ring.is_spent:
            ring.deliver(seen.take(ring))
    by_reason = [sum(reasons) for reasons in zip(*ring.dropped(), strict=True)]
    assert by_reason[2:] == [0, 0]
    # Nine of ten are ordinary.
    assert by_reason[0] > 9 * by_reason[1]
    assert seen.count.total() + sum(by_reason) == THREADS * 20_000


def test_what_a_killed_process_had_written_is_read(tmp_path: Path) -> None:
    for round_ in range(5):
        path, seen = tmp_path / f"{round_}.ring", Seen()
        with flood(path, records=10**9) as process:
            ring = Ring(path)
            until = time.monotonic() + 0.3
            while time.monotonic() < until or not seen.count:
                ring.deliver(seen.take(ring))
            assert ring.producer_lives
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not ring.producer_lives
        while not ring.is_spent:
            ring.deliver(seen.take(ring))
        assert ring.pending == 0
        assert seen.lost["damaged"] == seen.lost["stuck"] == 0
        # At most one record of each thread was half written.
        assert seen.lost["torn"] <= THREADS
        # What is missing between records was dropped, and is counted.
        assert seen.missing <= dropped(ring) + seen.lost["torn"]


def test_a_consumer_that_goes_away_begins_again_where_it_had_delivered(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.ring", Seen()
    with flood(path, records=30_000):
        ring = Ring(path)
        while not ring.is_spent:
            ring.deliver(seen.take(ring))
            # Read and not delivered: the next one gets it again.
            ring.read(1 << 15)
            ring.close()
            ring = Ring(path)
        told = ring.dropped()
        assert seen.count.total() + sum(map(sum, told)) == THREADS * 30_000
        ring.told(told)
        ring.close()
        assert dropped(Ring(path)) == 0


def test_a_ring_is_read_by_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.ring"
    shutil.copy(GOLDEN, path)
    ring = Ring(path)
    with pytest.raises(RingBusy, match="another process reads this ring"):
        Ring(path)
    ring.close()
    assert len(Ring(path).read(1 << 20)) == 4
    with pytest.raises(ValueError, match="the ring is closed"):
        ring.read(1)


def test_the_golden_file_says_what_the_agent_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.ring"
    shutil.copy(GOLDEN, path)
    ring = Ring(path)
    assert (ring.capacity, ring.pid, ring.created_unix_ns) == (65_536, 4_711, 1_793_664_000_000_000_000)
    records = ring.read(1 << 20).records()
    assert [(kind, important, len(payload)) for kind, important, payload in records] == [
        (1, False, 59),
        (2, True, 0),
        (15, True, 1_000),
        (1, False, 8_176),
    ]
    first = records[0][2]
    text = "Bestellung für 服务".encode()
    assert first == b"".join(
        [
            b"\x01" + (2).to_bytes(2, "little") + (-3).to_bytes(4, "little", signed=True),
            (4_000_000_000_000).to_bytes(8, "little") + bytes.fromhex("000000000000e03f"),
            len(text).to_bytes(4, "little") + text + b"\xff\xff\xff\xff" + b"\x02\x00\x00\x00\x00\xff",
        ]
    )
    assert ring.dropped()[3] == [0, 0, 1, 0]
    assert not ring.producer_lives


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (0, b"X", "it begins with"),
        (8, b"\x02", "a ring of version 2, this program reads 1"),
        (16, b"\x01", "65537 bytes of data"),
        (256, b"\xff", "freed 255"),
    ],
)
def test_what_is_not_a_ring_is_refused_with_what_is_wrong(tmp_path: Path, at: int, value: bytes, words: str) -> None:
    path = tmp_path / "a.ring"
    changed = bytearray(GOLDEN.read_bytes())
    changed[at : at + len(value)] = value
    path.write_bytes(changed)
    with pytest.raises(MalformedRing, match=words):
        Ring(path)


def test_a_file_that_is_not_there_or_too_short(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Ring(tmp_path / "a.ring")
    (tmp_path / "b.ring").write_bytes(b"CAMELRNG")
    with pytest.raises(MalformedRing, match="not a ring: 8 bytes"):
        Ring(tmp_path / "b.ring")
