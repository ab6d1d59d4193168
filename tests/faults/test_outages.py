"""The store, elsewhere on the network, is away, slow, refuses, or its answers are lost."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.footprint import MIB, Footprint
from tests.faults.ledger import Ledger, Run
from tests.faults.line import LateAnswers
from tests.faults.load import Load
from tests.faults.outages import ANSWERED_S_MAX, DRAINED_S_MAX, Site, site, survive_lost_answers, survive_outage

pytestmark = pytest.mark.timeout(400)

# The promise is 400 MB above the engine's own, at any rate; this load is far below it.
GROWTH_BYTES_MAX = 200 * MIB
# ClickHouse: too many parts, merges do not keep up.
TOO_MANY_PARTS = 252


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as made:
        yield made


def test_nothing_is_lost_while_the_store_is_away_and_live_data_is_found_first_when_it_is_back(running: Site):
    """The collector is killed and started again in the middle of the outage; memory stays bounded throughout."""
    report = survive_outage(running, random.Random(41), away_s=12.0, insert_delay_s=0.3)
    report.verdict.assert_exact()
    assert report.spans_while_away > 0
    assert report.peak_bytes_while_away - report.resident_bytes_before <= GROWTH_BYTES_MAX
    assert report.backlog_left_when_live_was_found > 0, report


def test_an_insert_whose_answer_is_lost_is_repeated_and_stored_once(running: Site):
    """In rows and in every rollup: the repetition carries the same token and the same bytes."""
    survive_lost_answers(running, random.Random(51), lost=40, within_s=120).assert_exact()


def test_a_slow_store_is_asked_less_often_and_gets_larger_batches(running: Site):
    """2 s for every insert: acknowledgements go on, memory is bounded, nothing is lost."""
    ledger = Ledger(Run.new(random.Random(61)))
    over = threading.Event()
    running.collector.start()
    running.line.trouble = trouble = LateAnswers(2.0, over)
    footprint = Footprint(running.collector.pid)
    before = footprint.resident_bytes()
    with Load(ledger, running.senders(), spans_per_s=3_000):
        ledger.wait_for_acknowledgements(300, within_s=ANSWERED_S_MAX)
    assert footprint.peak_bytes() - before <= GROWTH_BYTES_MAX
    # Ten seconds of load; an insert for each of the signal's tables takes 2 s.
    assert trouble.inserts <= 60
    over.set()
    running.wait_until_stored(ledger, DRAINED_S_MAX)
    running.end(ledger).assert_exact()


def test_a_store_with_too_many_parts_is_waited_for_without_a_storm(running: Site):
    """Code 252 means wait: the same segment comes again, later and later, and nothing is given up."""
    ledger = Ledger(Run.new(random.Random(62)))
    running.collector.start()
    with Load(ledger, running.senders(), spans_per_s=1_000):
        for _ in range(5):
            running.server.fail_next_insert(TOO_MANY_PARTS)
            ledger.wait_for_acknowledgements(10, within_s=ANSWERED_S_MAX)
    running.wait_until_stored(ledger, DRAINED_S_MAX)
    running.end(ledger).assert_exact()
