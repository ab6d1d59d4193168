"""The plain writer and the plain reader of rings agree with each other, with the agent's bytes and with the module."""

from pathlib import Path

from native import Ring
from tests.camel_bridge.records import EXCHANGE, Payload
from tests.camel_bridge.ring_files import DATA, RingFile, exchange_payload

GOLDEN = Path(__file__).parents[1] / "golden"


def test_the_agents_exchange_is_written_again_byte_for_byte() -> None:
    golden = (GOLDEN / "exchange-v1.bin").read_bytes()
    assert exchange_payload(Payload(golden).exchange()) == golden


def test_a_ring_is_read_as_it_was_written_round_and_round(tmp_path: Path) -> None:
    with RingFile(tmp_path / "a.ring", capacity=64 << 10) as file:
        ring, seen = Ring(tmp_path / "a.ring"), []
        for number in range(300):
            assert file.offer(EXCHANGE, bytes([number % 256]) * 1_000)
            batch = ring.read(1 << 20)
            seen += [payload[0] for _, _, payload in batch.records()]
            ring.deliver(batch.position)
    assert seen == [number % 256 for number in range(300)]
    assert ring.is_spent


def test_its_header_has_the_agents_fields(tmp_path: Path) -> None:
    with RingFile(tmp_path / "a.ring", capacity=64 << 10):
        ours = (tmp_path / "a.ring").read_bytes()
    agents = (GOLDEN / "ring-v1.ring").read_bytes()
    assert len(ours) == len(agents)
    assert ours[:24] == agents[:24]
    assert ours[56:128] == agents[56:128] == bytes(72)
    assert ours[DATA - 2_048 - 512 : DATA - 2_048] == bytes(512)
