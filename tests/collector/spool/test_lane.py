"""lane, segment, space: acknowledged means synced; what was not written is refused and not stored."""

import errno

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from collector.errors import Draining, MalformedExport, Overloaded, SpoolFailed, SpoolFull, TooLarge
from collector.model import Export, Signal, Tenant
from collector.spool import Durability
from collector.spool.format import unpack_description
from collector.spool.scan import scan
from tests.collector.clock import START_UNIX_NS
from tests.collector.spool.model_files import ModelFiles
from tests.collector.spool.requests import ACME, GLOBEX, INITECH, span_body, spans
from tests.collector.spool.site import RESERVE_BYTES, Site


def operations(site: Site, names: set[str]) -> list[str]:
    return [each.split()[0] for each in site.files.operations if each.split()[0] in names]


def test_an_answer_comes_after_the_bytes_and_the_name_are_on_the_disk():
    site = Site()
    future = site.append(spans(1))
    assert not future.done()
    site.files.operations.clear()
    site.spool.commit_turn()
    assert future.result(timeout=0).accepted == 1
    assert operations(site, {"create", "append", "sync", "sync_folder"}) == ["create", "append", "sync", "sync_folder"]


def test_all_that_wait_are_written_and_synced_at_once():
    site = Site()
    site.acknowledged(spans(0))
    futures = [site.append(spans(number)) for number in range(1, 50)]
    site.files.operations.clear()
    site.spool.commit_turn()
    assert all(future.done() for future in futures)
    assert site.files.operations == ["append", "sync"]


@pytest.mark.parametrize(
    ("durability", "waits", "written"),
    [
        (Durability.FSYNC, True, ["append", "sync"]),
        (Durability.OS, True, ["append"]),
        (Durability.MEMORY, False, ["append"]),
    ],
)
def test_durability_says_what_an_answer_waits_for(durability: Durability, waits: bool, written: list[str]):
    site = Site(durability=durability)
    site.append(spans(0))
    site.spool.commit_turn()
    site.files.operations.clear()
    future = site.append(spans(1))
    assert future.done() is not waits
    site.spool.commit_turn()
    assert future.result(timeout=0).accepted == 1
    assert site.files.operations == written


@pytest.mark.parametrize(("durability", "syncs"), [(Durability.FSYNC, 1), (Durability.OS, 1), (Durability.MEMORY, 0)])
def test_a_segment_is_synced_once_more_when_it_is_sealed_unless_nobody_asked(durability: Durability, syncs: int):
    site = Site(durability=durability)
    site.acknowledged(spans(0))
    site.files.operations.clear()
    site.seal()
    assert operations(site, {"sync"}) == ["sync"] * syncs


def test_the_file_holds_what_was_sent_and_under_which_name():
    site = Site()
    site.acknowledged(spans(1, ACME))
    site.acknowledged(spans(2, GLOBEX))
    (name,) = site.files.names(".open")
    data = site.files.content(name)
    description, start = unpack_description(data)
    found = scan(data, start, description.salt, sealed=False)
    assert (description.signal, description.partition_group, description.boot_id) == (Signal.TRACES, "shared", "boot-1")
    assert [record.header.tenant for record in found.records] == ["acme", "globex"]
    assert [record.header.retention_days for record in found.records] == [30, 7]
    assert [record.header.received_unix_ns for record in found.records] == [START_UNIX_NS + 1, START_UNIX_NS + 2]
    assert [data[record.body_at : record.end] for record in found.records] == [span_body(1), span_body(2)]


def test_each_signal_and_partition_group_has_a_segment_of_its_own():
    site = Site()
    for export in (spans(1, ACME), spans(2, GLOBEX), spans(3, INITECH)):
        site.acknowledged(export)
    site.acknowledged(Export(Signal.LOGS, ACME, log_body(), START_UNIX_NS))
    assert len(site.files.names(".traces.open")) == 2
    assert len(site.files.names(".logs.open")) == 1


def log_body() -> bytes:
    request = ExportLogsServiceRequest()
    request.resource_logs.add().scope_logs.add().log_records.add().body.string_value = "hello"
    return request.SerializeToString()


def test_malformed_bytes_are_refused_at_once_and_leave_nothing():
    site = Site()
    with pytest.raises(MalformedExport, match=r"\d"):
        site.append(Export(Signal.TRACES, ACME, b"\x0a\xff\xff", START_UNIX_NS))
    site.acknowledged(spans(1))
    site.deliver_all()
    assert site.store.spans() == [1]
    assert site.spool.stats().bytes_pending == 0


def test_a_partly_refused_request_says_so_and_leaves_a_gap():
    site = Site()
    acknowledgement = site.acknowledged(Export(Signal.TRACES, ACME, span_body(0) + span_body(1), START_UNIX_NS))
    assert (acknowledgement.accepted, acknowledgement.rejected) == (1, 1)
    assert acknowledgement.message == "1 rejected: trace_id_invalid (1)"
    site.deliver_all()
    assert site.store.gaps() == [("acme", "trace_id_invalid", 1)]


def test_an_empty_request_is_accepted_and_nothing_is_written():
    site = Site()
    future = site.append(Export(Signal.TRACES, ACME, b"", START_UNIX_NS))
    assert future.result(timeout=0).accepted == 0
    site.deliver_all()
    assert (site.files.names(".open"), site.store.calls) == ([], [])


def test_a_segment_is_sealed_when_it_is_old_and_not_before():
    site = Site(segment_age_s_max=1.0)
    site.acknowledged(spans(1))
    site.clock.advance(0.9)
    site.spool.commit_turn()
    assert (len(site.files.names(".open")), len(site.files.names(".sealed"))) == (1, 0)
    site.clock.advance(0.1)
    site.spool.commit_turn()
    assert (len(site.files.names(".open")), len(site.files.names(".sealed"))) == (0, 1)


def test_a_segment_is_sealed_when_it_has_enough_rows_or_bytes():
    by_rows = Site(segment_rows_max=3)
    for number in range(1, 8):
        by_rows.acknowledged(spans(number))
    assert len(by_rows.files.names(".sealed")) == 2
    by_bytes = Site(segment_bytes_max=8192)
    for number in range(1, 8):
        by_bytes.acknowledged(spans(number, padding_bytes=5_000))
    assert len(by_bytes.files.names(".sealed")) == 3


def test_while_the_store_lags_segments_are_let_grow_older():
    site = Site(segment_age_s_max=1.0, segment_age_lagging_s_max=10.0)
    for number in range(1, 4):
        site.acknowledged(spans(number))
        site.clock.advance(1.0)
        site.spool.commit_turn()
    assert site.spool.stats().segments_waiting == 3
    site.acknowledged(spans(4))
    site.clock.advance(9.9)
    site.spool.commit_turn()
    assert site.spool.stats().segments_waiting == 3
    site.clock.advance(0.1)
    site.spool.commit_turn()
    assert site.spool.stats().segments_waiting == 4


@pytest.mark.parametrize("operation", ["create", "append", "sync", "sync_folder"])
def test_a_request_that_the_disk_refuses_is_refused_and_never_stored(operation: str):
    site = Site()
    site.files.failing = {operation: errno.EIO}
    refused = site.append(spans(1))
    site.spool.commit_turn()
    with pytest.raises(SpoolFailed, match="Input/output error"):
        refused.result(timeout=0)
    site.files.failing = {}
    site.spool.commit_turn()
    site.acknowledged(spans(2))
    site.kill()
    site.deliver_all()
    assert site.store.spans() == [2]


def test_what_was_acknowledged_before_a_failed_write_is_stored_from_the_file():
    site = Site()
    site.acknowledged(spans(1))
    site.files.failing = {"sync": errno.EIO}
    refused = site.append(spans(2))
    site.spool.commit_turn()
    site.files.failing = {}
    assert isinstance(refused.exception(timeout=0), SpoolFailed)
    site.spool.commit_turn()
    site.acknowledged(spans(3))
    site.deliver_all()
    assert site.store.spans() == [1, 3]
    assert site.spool.stats().counters.segments_decoded_again == 1


def test_nothing_is_taken_until_a_failed_write_is_out_of_the_file():
    site = Site()
    site.acknowledged(spans(1))
    site.files.failing = {"sync": errno.EIO, "truncate": errno.EIO}
    site.append(spans(2))
    site.spool.commit_turn()
    with pytest.raises(SpoolFailed, match="is being taken back"):
        site.append(spans(3))
    assert any("cannot be taken back" in reason for reason in site.spool.stats().unready)
    site.files.failing = {}
    site.spool.commit_turn()
    site.acknowledged(spans(3))
    assert site.spool.stats().unready == ()
    site.deliver_all()
    assert site.store.spans() == [1, 3]


def test_a_full_disk_pushes_back_keeps_what_it_has_and_goes_on_by_itself():
    site = Site()
    site.acknowledged(spans(1))
    site.files.capacity_bytes = site.files.used_bytes() + 100
    full = site.append(spans(2, padding_bytes=1_000))
    site.spool.commit_turn()
    with pytest.raises(SpoolFull) as caught:
        full.result(timeout=0)
    assert caught.value.retry_after_s > 0
    with pytest.raises(SpoolFull):
        site.append(spans(3))
    assert site.spool.stats().full
    assert "reserve" not in site.files.names()
    site.deliver_all()
    assert site.store.spans() == [1]
    site.spool.sweep_turn()
    assert site.spool.stats().full
    site.files.capacity_bytes += 2 * RESERVE_BYTES
    site.spool.sweep_turn()
    assert "reserve" in site.files.names()
    site.acknowledged(spans(3))
    assert site.spool.stats().unready == ()


def test_the_reserve_gives_room_for_the_footer():
    site = Site()
    site.acknowledged(spans(1))
    site.files.capacity_bytes = site.files.used_bytes()
    site.append(spans(2))
    site.spool.commit_turn()
    assert len(site.files.names(".sealed")) == 1


def test_without_any_room_a_segment_is_delivered_as_it_lies():
    site = Site()
    site.acknowledged(spans(1))
    site.append(spans(2))
    site.files.capacity_bytes = 0
    site.spool.commit_turn()
    assert len(site.files.names(".open")) == 1
    site.deliver_all()
    assert site.store.spans() == [1]
    assert len(site.files.names(".stored")) == 1


def test_a_disk_that_is_full_at_the_start_does_not_keep_the_spool_from_opening():
    files = ModelFiles(capacity_bytes=0)
    site = Site(files)
    with pytest.raises(SpoolFull):
        site.append(spans(1))
    files.capacity_bytes = 10 * RESERVE_BYTES
    site.spool.sweep_turn()
    site.acknowledged(spans(1))


def test_the_spool_takes_no_more_than_its_share_of_the_disk():
    site = Site(bytes_max=20_000)
    for number in range(1, 15):
        site.acknowledged(spans(number, padding_bytes=1_000))
    with pytest.raises(SpoolFull, match="CAMELOPS_SPOOL_BYTES_MAX"):
        site.acknowledged(spans(15, padding_bytes=4_000))
    assert site.spool.stats().bytes_on_disk <= 20_000


def test_its_share_is_counted_from_what_is_there_after_a_restart():
    site = Site(bytes_max=20_000)
    for number in range(1, 10):
        site.acknowledged(spans(number, padding_bytes=1_000))
    before = site.spool.stats().bytes_on_disk
    site.kill()
    assert site.spool.stats().bytes_on_disk >= before


def test_requests_that_the_disk_does_not_keep_up_with_are_turned_away():
    site = Site(pending_bytes_max=3_000)
    site.append(spans(1, padding_bytes=2_000))
    with pytest.raises(Overloaded):
        site.append(spans(2, padding_bytes=2_000))
    site.spool.commit_turn()
    site.append(spans(2, padding_bytes=2_000))


def test_a_future_cannot_be_cancelled_because_its_request_is_stored():
    site = Site()
    future = site.append(spans(1))
    assert not future.cancel()
    site.spool.commit_turn()
    assert future.result(timeout=0).accepted == 1


def test_what_memory_acknowledged_and_the_disk_refused_is_counted_and_reported():
    site = Site(durability=Durability.MEMORY)
    assert site.append(spans(1, count=3)).done()
    site.files.failing = {"append": errno.EIO}
    site.spool.commit_turn()
    site.files.failing = {}
    site.deliver_all()
    assert site.spool.stats().counters.requests_lost_in_memory == 1
    assert site.store.gaps() == [("acme", "write_failed", 3)]


def test_a_name_too_long_for_a_record_is_refused():
    site = Site()
    with pytest.raises(TooLarge, match="at most 65535"):
        site.append(spans(1, Tenant("x" * 70_000, "shared", dict.fromkeys(Signal, 30))))


def test_a_closed_spool_takes_nothing():
    site = Site()
    waiting = site.append(spans(1))
    site.spool.close()
    assert waiting.result(timeout=0).accepted == 1
    with pytest.raises(Draining):
        site.append(spans(2))
