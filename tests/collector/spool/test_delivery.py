"""delivery, decoding, shelf, quarantine: each segment once, under its token, whatever the store says."""

import errno
import json

import pytest

from collector.errors import MalformedExport, StoreUnavailable
from collector.model import Export, Signal
from collector.spool.format import unpack_description
from tests.collector.clock import START_UNIX_NS
from tests.collector.spool.requests import ACME, GLOBEX, INITECH, spans
from tests.collector.spool.site import Site
from tests.collector.spool.store import Mood


def one_waiting_segment(site: Site, *numbers: int, padding_bytes: int = 0) -> str:
    """The segment's id."""
    for number in numbers:
        site.acknowledged(spans(number, ACME if number % 2 else GLOBEX, padding_bytes=padding_bytes))
    before = {name.split(".")[0] for name in site.files.names(".sealed")}
    site.seal()
    (segment_id,) = {name.split(".")[0] for name in site.files.names(".sealed")} - before
    return segment_id


def test_a_segment_is_one_insert_per_table_under_its_id():
    site = Site()
    segment_id = one_waiting_segment(site, 1, 2, 3)
    site.deliver()
    assert {token for _, token in site.store.calls} == {segment_id}
    tables = [table for table, _ in site.store.calls]
    assert tables[0] == "otel_traces"
    assert len(tables) == len(set(tables)) > 1
    assert site.store.spans() == [1, 2, 3]
    assert len(site.files.names(".stored")) == 1


def test_a_lost_answer_is_asked_for_again_under_the_same_token():
    site = Site()
    segment_id = one_waiting_segment(site, 1, 2)
    site.store.mood = Mood.LOSES_ANSWERS
    site.deliver()
    assert site.spool.stats().store_trouble == "the answer was lost"
    site.store.mood = Mood.WELL
    site.deliver_all()
    assert site.store.spans() == [1, 2]
    assert site.store.counted_spans() == [1, 2]
    assert {token for _, token in site.store.calls} == {segment_id}
    assert site.spool.stats().store_trouble is None


def test_a_segment_decoded_again_gives_the_same_blocks_byte_for_byte():
    """Its file alone decides: not who decodes, not under which settings, not what was refused in between."""
    remembering, forgetting = Site(memory_bytes_max=1 << 20), Site(memory_bytes_max=0)
    blocks = []
    for site in (remembering, forgetting):
        with pytest.raises(MalformedExport):
            site.append(Export(Signal.TRACES, ACME, b"\x0a\x03\x12\x09\x0a", START_UNIX_NS))
        one_waiting_segment(site, 1, 2, 3, 4)
        site.deliver()
        blocks.append([block.to_bytes() for block in site.store.blocks])
    assert blocks[0] == blocks[1]
    assert forgetting.spool.stats().counters.segments_decoded_again == 1
    assert remembering.spool.stats().counters.segments_decoded_again == 0


def test_a_segment_keeps_the_limits_it_was_written_under():
    site = Site(limits={"attributes_max": 1})
    site.store.mood = Mood.AWAY
    one_waiting_segment(site, 1, padding_bytes=10)
    site.settings = site.settings.model_copy(
        update={"limits": site.settings.limits.model_copy(update={"attributes_max": 7})}
    )
    site.kill()
    (name,) = site.files.names(".sealed")
    assert unpack_description(site.files.content(name))[0].limits["attributes_max"] == 1
    site.store.mood = Mood.WELL
    site.deliver_all()
    assert site.store.spans() == [1]


def test_columns_over_the_bound_are_forgotten_and_the_newest_are_kept():
    site = Site(memory_bytes_max=1 << 20)
    site.store.mood = Mood.AWAY
    one_waiting_segment(site, 1)
    each = site.spool.stats().bytes_in_memory
    site = Site(memory_bytes_max=int(2.5 * each))
    site.store.mood = Mood.AWAY
    for number in range(1, 8):
        one_waiting_segment(site, number)
    assert each < site.spool.stats().bytes_in_memory <= 2.5 * each
    site.store.mood = Mood.WELL
    site.deliver_all()
    assert site.store.spans() == list(range(1, 8))
    assert site.spool.stats().counters.segments_decoded_again == 5
    assert site.spool.stats().bytes_in_memory == 0


def test_the_store_is_tried_for_ever_and_not_in_a_hurry():
    site = Site()
    one_waiting_segment(site, 1)
    site.store.mood = Mood.AWAY
    pauses = []
    for _ in range(12):
        assert site.spool.deliver_turn() == 0.0
        pause = site.spool.deliver_turn()
        assert pause is not None
        pauses.append(pause)
        site.clock.advance(pause)
    assert 0.1 <= pauses[0] <= 0.2
    assert all(5.0 <= pause <= 10.0 for pause in pauses[-4:])
    assert len(set(pauses)) == len(pauses), "no two collectors may come back at the same moment"
    site.store.mood = Mood.WELL
    site.deliver_all()
    assert site.store.spans() == [1]


def test_while_the_store_is_away_only_the_newest_is_tried():
    site = Site()
    tokens = [one_waiting_segment(site, number) for number in range(1, 5)]
    site.store.mood = Mood.AWAY
    for _ in range(6):
        site.clock.advance(site.spool.deliver_turn() or 0.0)
    assert {token for _, token in site.store.calls} == {tokens[-1]}


def test_catching_up_takes_the_newest_and_the_oldest_in_turn():
    site = Site()
    tokens = [one_waiting_segment(site, number) for number in range(1, 7)]
    site.deliver()
    order = [tokens.index(token) for table, token in site.store.calls if table == "otel_traces"]
    assert order == [5, 0, 4, 1, 3, 2]


def test_live_data_have_at_least_every_other_turn_during_catch_up():
    site = Site()
    for number in range(1, 21):
        one_waiting_segment(site, number)
    for number in range(100, 105):
        token = one_waiting_segment(site, number)
        site.spool.deliver_turn()
        site.spool.deliver_turn()
        assert token in site.store.tokens("otel_traces")


def test_a_refused_segment_goes_into_quarantine_with_the_reason_and_the_others_go_on():
    site = Site()
    site.store.refused_tables = {"otel_red_1m"}
    refused = one_waiting_segment(site, 1, 2, 3)
    site.deliver_all()
    site.store.refused_tables = set()
    one_waiting_segment(site, 4)
    site.deliver_all()
    assert f"quarantine/{refused}.traces.sealed" in site.files.names()
    reason = json.loads(site.files.content(f"quarantine/{refused}.refused.json"))
    assert {(gap["tenant"], gap["count"]) for gap in reason["gaps"]} == {("acme", 2), ("globex", 1)}
    assert "otel_red_1m does not want this" in reason["gaps"][0]["detail"]
    assert site.store.gaps() == [("acme", "segment_refused", 2), ("globex", "segment_refused", 1)]
    # The tables that took it have it, once.
    assert site.store.spans() == [1, 2, 3, 4]
    stats = site.spool.stats()
    assert (stats.segments_quarantined, stats.counters.segments_quarantined, stats.counters.blocks_refused) == (1, 1, 3)


def test_a_segment_put_back_from_quarantine_is_delivered():
    site = Site()
    site.store.mood = Mood.REFUSES
    refused = one_waiting_segment(site, 1)
    site.deliver_all()
    site.store.mood = Mood.WELL
    name = f"{refused}.traces.sealed"
    site.files.replace(name, site.files.content(f"quarantine/{name}"))
    site.kill()
    site.deliver_all()
    assert site.store.spans() == [1]


def test_a_gap_that_the_store_does_not_have_yet_is_reported_after_a_restart_once():
    site = Site()
    one_waiting_segment(site, 1)
    site.store.mood = Mood.REFUSES
    for _ in range(5):
        site.clock.advance(site.spool.deliver_turn() or 0.0)
        if len(site.files.names(".json")) == 1:
            break
    site.store.mood = Mood.AWAY
    site.kill()
    site.store.mood = Mood.WELL
    site.deliver()
    site.kill()
    site.deliver()
    assert len(site.store.gaps()) <= 1


def test_a_disk_that_cannot_be_read_costs_nothing_but_time():
    site = Site(memory_bytes_max=0)
    one_waiting_segment(site, 1)
    site.files.failing = {"read": errno.EIO}
    with pytest.raises(OSError, match="Input/output"):
        site.spool.deliver_turn()
    assert site.spool.stats().segments_waiting == 1
    site.files.failing = {}
    site.deliver_all()
    assert site.store.spans() == [1]


def test_a_file_that_stays_unreadable_goes_into_quarantine_with_a_gap_and_stops_nobody():
    site = Site(memory_bytes_max=0)
    broken = one_waiting_segment(site, 1)
    site.files.failing = {"read": errno.EIO}
    for _ in range(40):
        try:
            site.clock.advance(site.spool.deliver_turn() or 0.0)
        except OSError:
            site.clock.advance(10.0)
    site.files.failing = {}
    one_waiting_segment(site, 2)
    site.deliver_all()
    assert site.store.spans() == [2]
    assert [name for name in site.files.names(".sealed") if broken in name] == [f"quarantine/{broken}.traces.sealed"]
    assert site.store.gaps() == [("", "segment_unreadable", 1)]


def test_a_file_that_someone_deleted_is_a_gap_and_not_waited_for():
    site = Site(memory_bytes_max=0)
    one_waiting_segment(site, 1)
    (name,) = site.files.names(".sealed")
    site.files.remove(name)
    for _ in range(40):
        try:
            site.clock.advance(site.spool.deliver_turn() or 0.0)
        except OSError:
            site.clock.advance(10.0)
    assert site.spool.stats().segments_waiting == 0
    assert site.spool.stats().segments_quarantined == 0
    assert site.store.gaps() == [("", "segment_unreadable", 1)]


def test_a_gap_is_reported_although_nothing_else_is_to_be_delivered():
    site = Site()
    one_waiting_segment(site, 1)
    site.store.refused_tables = {"otel_traces"}
    insert = site.store.insert

    def away_for_gaps(block, token):
        if block.table == "gaps":
            raise StoreUnavailable("the store went away")
        insert(block, token)

    site.store.insert = away_for_gaps  # type: ignore[method-assign]  # the store itself misbehaves
    while site.spool.stats().segments_waiting:
        site.clock.advance(site.spool.deliver_turn() or 0.0)
    wait_s = site.spool.deliver_turn()
    assert wait_s is not None
    site.clock.advance(wait_s)
    site.store.insert = insert  # type: ignore[method-assign]
    assert site.spool.deliver_turn() is None
    assert site.store.gaps() == [("acme", "segment_refused", 1)]


class _Defective:
    """A sink with a defect that shows at certain tokens."""

    def __init__(self, token: str) -> None:
        self.token = token

    def insert(self, _block: object, token: str) -> None:
        if token == self.token:
            raise ZeroDivisionError

    def close(self) -> None:
        pass


def test_a_segment_that_always_ends_in_a_defect_does_not_stop_the_others():
    site = Site()
    defective = one_waiting_segment(site, 1)
    one_waiting_segment(site, 2)
    insert = site.store.insert

    def sometimes(block, token):
        _Defective(defective).insert(block, token)
        insert(block, token)

    site.store.insert = sometimes  # type: ignore[method-assign]  # the store itself misbehaves
    defects = 0
    for _ in range(40):
        try:
            site.clock.advance(site.spool.deliver_turn() or 0.0)
        except ZeroDivisionError:
            defects += 1
    assert defects == 3
    assert site.store.spans() == [2]
    assert site.store.gaps() == [("acme", "segment_defect", 1)]


def test_a_stored_segment_is_kept_for_the_safety_lag_and_then_deleted():
    site = Site(safety_lag_s=600.0)
    one_waiting_segment(site, 1)
    site.deliver()
    used = site.spool.stats().bytes_on_disk
    site.clock.advance(599.0)
    site.spool.sweep_turn()
    assert len(site.files.names(".stored")) == 1
    site.clock.advance(1.0)
    site.files.operations.clear()
    site.spool.sweep_turn()
    assert site.files.names(".stored") == []
    assert site.files.operations[:1] == ["sync_folder"], "the names reach the disk before the files go"
    assert site.spool.stats().bytes_on_disk < used


def test_a_stored_segment_that_cannot_be_deleted_now_is_deleted_later():
    site = Site(safety_lag_s=600.0)
    one_waiting_segment(site, 1)
    site.deliver()
    used_bytes = site.spool.stats().bytes_on_disk
    site.clock.advance(600.0)
    for operation in ("sync_folder", "remove"):
        site.files.failing = {operation: errno.EMFILE}
        with pytest.raises(OSError, match="open files"):
            site.spool.sweep_turn()
        assert (site.spool.stats().segments_stored, site.spool.stats().bytes_on_disk) == (1, used_bytes)
    site.files.failing = {}
    site.spool.sweep_turn()
    assert site.files.names(".stored") == []
    assert site.spool.stats().bytes_on_disk < used_bytes


def test_stored_segments_over_their_share_of_the_disk_go_early_oldest_first():
    site = Site(stored_bytes_max=20_000)
    tokens = [one_waiting_segment(site, number, padding_bytes=5_000) for number in range(1, 8)]
    site.deliver_all()
    site.spool.sweep_turn()
    kept = sorted(name.split(".")[0] for name in site.files.names(".stored"))
    assert 0 < len(kept) < 7
    assert site.spool.stats().counters.stored_evicted_early == 7 - len(kept)
    assert set(kept) == set(site.store.tokens("otel_traces")[-len(kept) :]) <= set(tokens)


def test_deletes_need_no_room():
    site = Site()
    one_waiting_segment(site, 1)
    site.deliver()
    site.files.capacity_bytes = 0
    site.clock.advance(10_000)
    site.spool.sweep_turn()
    assert site.files.names(".stored") == []


def test_after_a_reboot_the_store_gets_again_what_it_may_have_lost():
    site = Site()
    for number in range(1, 6):
        one_waiting_segment(site, number)
    site.deliver_all()
    site.store.lose_unsynced(site.chance, 600.0)
    lost = 5 - len(site.store.spans())
    assert lost > 0
    site.spool.sweep_turn()
    site.files.sync_folder("")
    site.cut_power()
    assert len(site.files.names(".doubted")) == 5
    site.deliver_all()
    assert site.store.spans() == [1, 2, 3, 4, 5]
    assert site.store.counted_spans() == [1, 2, 3, 4, 5]
    assert site.spool.stats().counters.segments_redelivered == 5


def test_after_a_restart_without_a_reboot_stored_segments_are_left_alone():
    site = Site()
    one_waiting_segment(site, 1)
    site.deliver_all()
    calls = len(site.store.calls)
    site.kill()
    site.deliver_all()
    assert len(site.store.calls) == calls
    assert site.spool.stats().segments_stored == 1


def test_doubt_survives_a_process_that_dies_over_it():
    site = Site()
    one_waiting_segment(site, 1)
    site.deliver_all()
    site.store.lose_unsynced(site.chance, 600.0)
    site.cut_power()
    site.kill()
    site.deliver_all()
    assert site.store.spans() == [1]


def test_other_lanes_are_not_held_up_by_one():
    site = Site()
    site.acknowledged(spans(1, INITECH))
    site.seal()
    site.acknowledged(spans(2, ACME))
    site.deliver_all()
    assert site.store.spans() == [1, 2]
