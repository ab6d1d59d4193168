"""Files of the spool that are not what was written: a flipped bit, a cut, a page of zeros.

A collector without a store leaves segments behind; each gets a damage of its own; a collector with a store starts on
them. What is lost must be exactly what was hit, and gaps must say so.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.faults.ledger import Ledger, Run
from tests.faults.oracle import Verdict
from tests.faults.outages import DRAINED_S_MAX, Site, site
from tests.faults.senders import GrpcSender
from tests.faults.spool_folder import unsent, wait_until_delivered

pytestmark = pytest.mark.timeout(300)

REQUESTS_PER_SEGMENT = 5
SPANS_PER_REQUEST = 10
SEGMENT_S_MAX = 30.0
PAGE_BYTES = 4096
# Fields of a record's header, drawn in docs/formats/spool.md: one bit of each is flipped.
HEADER_FIELDS = {
    "magic": 0, "header checksum": 4, "body checksum": 8, "length": 12, "number": 16, "items": 20, "time": 24,
    "fingerprint": 32, "retention": 48, "length of the tenant": 50, "tenant": 52,
}  # fmt: skip


@dataclass
class Segment:
    """A segment file and where the bodies of the ledger's requests lie in it."""

    file: Path
    data: bytearray
    bodies: dict[int, range]

    def flip(self, offset: int, bit: int = 0) -> None:
        self.data[offset] ^= 1 << bit

    def request(self, position: int) -> int:
        return list(self.bodies)[position]

    def header_at(self, position: int) -> int:
        """Where the header of the record begins: behind the body before it."""
        return self.bodies[self.request(position - 1)].stop

    def hit_by(self, damaged: range) -> set[int]:
        """Requests whose body, or header, overlaps with the range."""
        return {
            number
            for position, (number, body) in enumerate(self.bodies.items())
            if body.stop > damaged.start and (self.header_at(position) if position else 0) < damaged.stop
        }


# Spoils a segment and says which requests that may cost.
Damage = Callable[[Segment], set[int]]


def nothing(_segment: Segment) -> set[int]:
    return set()


def flipped_body(segment: Segment) -> set[int]:
    body = segment.bodies[segment.request(2)]
    segment.flip((body.start + body.stop) // 2, bit=5)
    return {segment.request(2)}


def flipped_header(offset: int) -> Damage:
    def damage(segment: Segment) -> set[int]:
        segment.flip(segment.header_at(2) + offset)
        return {segment.request(2)}

    return damage


def flipped_footer(segment: Segment) -> set[int]:
    segment.flip(len(segment.data) - 5)
    return set()


def cut_in_the_last_body(segment: Segment) -> set[int]:
    last = segment.bodies[segment.request(-1)]
    del segment.data[last.start + 7 :]
    return {segment.request(-1)}


def cut_between_records(segment: Segment) -> set[int]:
    del segment.data[segment.header_at(3) :]
    return {segment.request(3), segment.request(4)}


def page_of_zeros(segment: Segment) -> set[int]:
    start = segment.bodies[segment.request(1)].start // PAGE_BYTES * PAGE_BYTES + PAGE_BYTES
    segment.data[start : start + PAGE_BYTES] = bytes(PAGE_BYTES)
    return segment.hit_by(range(start, start + PAGE_BYTES))


def flipped_description(segment: Segment) -> set[int]:
    """Nothing in the file can be read without it: the whole segment goes into quarantine."""
    segment.flip(40)
    return set(segment.bodies)


def emptied(segment: Segment) -> set[int]:
    segment.data.clear()
    return set(segment.bodies)


DAMAGES: dict[str, Damage] = {
    "nothing": nothing,
    "a bit of a body": flipped_body,
    **{f"a bit of a header: {name}": flipped_header(offset) for name, offset in HEADER_FIELDS.items()},
    "a bit of the footer": flipped_footer,
    "cut within the last body": cut_in_the_last_body,
    "cut between two records": cut_between_records,
    "a page of zeros": page_of_zeros,
    "a bit of the description": flipped_description,
    "emptied": emptied,
}


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Verdict, dict[str, set[int]]]]:
    """The verdict, and the requests that each damage may cost."""
    # Small segments, sealed soon although the store is away.
    ages = {"CAMELOPS_SPOOL_SEGMENT_AGE_S_MAX": "0.3", "CAMELOPS_SPOOL_SEGMENT_AGE_LAGGING_S_MAX": "0.3"}
    with site(tmp_path_factory.mktemp("damage")) as running:
        running.collector.env = {**running.collector.env, **ages, "CAMELOPS_SELF_TELEMETRY": "off"}
        ledger = Ledger(Run.new(random.Random(71), spans_per_request=SPANS_PER_REQUEST, padding_bytes=200))
        running.server.kill()
        running.collector.spawn()
        segments = {name: left_behind(running, ledger) for name in DAMAGES}
        running.collector.kill()
        costs = {}
        for name, segment in segments.items():
            costs[name] = DAMAGES[name](segment)
            segment.file.write_bytes(segment.data)
        running.server.start()
        running.collector.start()
        wait_until_delivered(running.collector.data_dir / "spool", within_s=DRAINED_S_MAX)
        yield running.end(ledger), costs


def left_behind(running: Site, ledger: Ledger) -> Segment:
    """One more segment on the disk, sealed, with five requests of the ledger."""
    spool = running.collector.data_dir / "spool"
    before = set(unsent(spool)) if spool.exists() else set()
    sender = GrpcSender(running.collector.grpc_target)
    numbers = [ledger.begin() for _ in range(REQUESTS_PER_SEGMENT)]
    for number in numbers:

        def acknowledged(number: int = number) -> None:
            # The first one finds a collector that is about to listen.
            assert sender.send(ledger.run.body(number)) is None

        eventually(acknowledged, within_s=SEGMENT_S_MAX)
        ledger.acknowledge(number, 0.0)
    sender.close()

    def sealed() -> Path:
        (file,) = (file for name, file in unsent(spool).items() if name not in before)
        assert file.suffix == ".sealed", file
        return file

    file = eventually(sealed, within_s=SEGMENT_S_MAX)
    data = file.read_bytes()
    bodies = {}
    for number in numbers:
        body = ledger.run.body(number)
        start = data.index(body)
        bodies[number] = range(start, start + len(body))
    return Segment(file, bytearray(data), bodies)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_costs_what_it_hit_and_nothing_else(aftermath: tuple[Verdict, dict[str, set[int]]], name: str):
    verdict, costs = aftermath
    requests = range(
        list(DAMAGES).index(name) * REQUESTS_PER_SEGMENT, (list(DAMAGES).index(name) + 1) * REQUESTS_PER_SEGMENT
    )
    assert {number for number in verdict.lost if number in requests} == costs[name]


def test_what_damage_cost_is_counted_as_gaps(aftermath: tuple[Verdict, dict[str, set[int]]]):
    """At least a gap per damaged segment; and what is not lost is stored once, in rows and rollups."""
    verdict, costs = aftermath
    verdict.assert_nothing_doubled()
    assert not verdict.incomplete
    assert len(verdict.gaps) > 0
    assert sum(gap["count"] for gap in verdict.gaps) >= len([cost for cost in costs.values() if cost])
