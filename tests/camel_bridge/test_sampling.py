"""What is kept across applications, and of failures: real JVMs with the agent."""

import subprocess
from collections import Counter
from pathlib import Path

from benchmarks.camel import JAR, class_path
from tests.camel_bridge.records import Told, only_ring, told
from tests.camel_bridge.test_attach import END_S_MAX, VERSIONS

VERSION = VERSIONS[-1]
ORDERS = 3_000
# A generous one, a strict one, and one between.
SHARES = (0.5, 0.1, 0.3)
STRICTEST = round((1 - min(SHARES)) * 2**56)


def java(rings: Path, options: str, *application: str) -> list[str]:
    """A command whose agent drops nothing."""
    agent = f"-javaagent:{JAR}=ring.dir={rings},ring.mib=64,{options}"
    return ["java", agent, "-cp", class_path(VERSION), *application]


def in_a_row(folder: Path) -> list[Told]:
    """What each of the applications told. The first one's messages are in traces of its own."""
    hops: list[subprocess.Popen[bytes]] = []
    for number, share in enumerate(SHARES):
        options = f"sampling.share={share},sampling.per.second=1000000,service.name=hop{number}"
        command = java(folder / str(number), options, "Hop", *([] if hops else [str(ORDERS)]))
        before = hops[-1].stdout if hops else subprocess.DEVNULL
        hops.append(subprocess.Popen(command, stdin=before, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
        if len(hops) > 1:
            # Of the one behind it alone: so it hears of its end.
            hops[-2].stdout.close()  # type: ignore[union-attr]  # a pipe, as asked for
    said, _ = hops[-1].communicate(timeout=END_S_MAX)
    assert [hop.wait(END_S_MAX) for hop in hops] == [0] * len(hops)
    assert len(said.splitlines()) == ORDERS
    return [told(only_ring(folder / str(number))) for number in range(len(hops))]


def test_what_the_strictest_of_three_applications_keeps_is_whole(tmp_path: Path) -> None:
    by_hop = in_a_row(tmp_path)
    first, strictest, last = ({exchange.trace: exchange for exchange in hop.exchanges} for hop in by_hop)
    by_share = {trace for trace, exchange in strictest.items() if exchange.reason == "share"}
    assert len(by_share) > ORDERS * min(SHARES) / 2
    # What is before it has all of that, and what is behind it keeps no more by its share, and all of it.
    assert {trace for trace, exchange in last.items() if exchange.reason == "share"} <= strictest.keys()
    for trace in by_share:
        for before, after in ((first, strictest), (strictest, last)):
            assert after[trace].parent in {step.span for step in before[trace].steps}
        assert not int(first[trace].parent, 16)
    # And each says the chance that it had on its whole way.
    for hop, threshold in ((first, 1 << 55), (strictest, STRICTEST), (last, STRICTEST)):
        (said,) = {exchange.threshold for exchange in hop.values() if exchange.reason == "share"}
        # 0.1 is no double.
        assert abs(said - threshold) <= 16
    assert [hop.routes["hop"].counts.started for hop in by_hop] == [ORDERS] * len(SHARES)


def test_every_failure_is_kept_where_nothing_else_is(tmp_path: Path) -> None:
    command = java(tmp_path, "sampling.share=0,sampling.per.second=0", "Steady", str(ORDERS), "0", "7", "false", "0")
    subprocess.run(command, check=True, capture_output=True, timeout=END_S_MAX)
    found = told(only_ring(tmp_path))
    failed = -(-ORDERS // 7)
    counts = found.routes["steady"].counts
    assert (counts.started, counts.failed) == (ORDERS, failed)
    kept = Counter(exchange.reason for exchange in found.exchanges)
    assert kept["failed"] == failed
    assert kept["share"] == 0
    assert {exchange.threshold for exchange in found.exchanges} == {0}
    assert len({exchange.id for exchange in found.exchanges if exchange.failed}) == failed
