"""recovery, trials, fingerprints: nothing on disk keeps the spool from opening, nothing acknowledged is lost."""

import errno
import functools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.codec import Block
from collector.errors import SpoolInUse
from collector.spool.format import FOOTER_BYTES, unpack_description
from collector.spool.scan import scan
from tests.collector.spool.model_files import Cut, ModelFiles
from tests.collector.spool.requests import spans
from tests.collector.spool.site import Site
from tests.collector.spool.store import Mood, MoodyStore


def left_behind(*numbers: int, sealed: bool = True) -> tuple[Site, str, list[tuple[int, int]]]:
    """A site whose store was away: the name of its one segment file, and where each record lies in it."""
    site = Site()
    site.store.mood = Mood.AWAY
    for number in numbers:
        site.acknowledged(spans(number))
    if sealed:
        site.seal()
    site.store.mood = Mood.WELL
    (name,) = site.files.names(".sealed" if sealed else ".open")
    data = site.files.content(name)
    description, start = unpack_description(data)
    return site, name, [(each.at, each.end) for each in scan(data, start, description.salt, sealed=sealed).records]


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("end", [Site.kill, Site.cut_power])
def test_what_a_dead_process_left_is_delivered_under_the_same_token(sealed: bool, end: Callable[[Site], None]):
    site, name, _ = left_behind(1, 2, 3, sealed=sealed)
    end(site)
    site.deliver_all()
    assert site.store.spans() == [1, 2, 3]
    assert site.store.tokens("otel_traces") == [name.split(".")[0]]
    assert site.spool.stats().counters.segments_recovered == 1


def test_a_torn_tail_is_cut_off_and_counted():
    site, name, _ = left_behind(1, 2, sealed=False)
    whole = site.files.content(name)
    site.files.replace(name, whole + whole[-200:-20][:30])
    site.kill()
    (sealed,) = site.files.names(".sealed")
    assert len(site.files.content(sealed)) == len(whole) + FOOTER_BYTES
    assert site.spool.stats().counters.bytes_torn == 30
    site.deliver_all()
    assert site.store.spans() == [1, 2]
    assert site.store.gaps() == []


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_bit_in_a_sealed_segment_costs_its_record_and_is_reported(data_of: st.DataObject):
    site, name, places = left_behind(1, 2, 3)
    content = bytearray(site.files.content(name))
    bit = data_of.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    site.files.replace(name, bytes(content))
    site.kill()
    site.deliver_all()
    header_bytes, footer_at = places[0][0], places[-1][1]
    if bit // 8 < header_bytes:
        foreign = site.spool.stats().segments_foreign
        assert site.store.spans() == []
        assert foreign or site.files.names(name) == [f"quarantine/{name}"]
    else:
        hit = {number for number, (at, end) in enumerate(places, 1) if at <= bit // 8 < end}
        assert site.store.spans() == sorted({1, 2, 3} - hit)
        ((_, reason, count),) = site.store.gaps()
        assert (reason, count) == ("record_damaged", 1)
        assert bool(hit) is (bit // 8 < footer_at)
    # Not again: neither the report nor the segment.
    calls = len(site.store.calls)
    site.kill()
    site.deliver_all()
    assert len(site.store.calls) == calls


@settings(max_examples=60)
@given(st.data(), st.booleans())
def test_a_segment_cut_anywhere_costs_what_was_cut_and_the_spool_opens(data_of: st.DataObject, sealed: bool):
    site, name, places = left_behind(1, 2, 3, sealed=sealed)
    content = site.files.content(name)
    size = data_of.draw(st.integers(0, len(content) - 1))
    site.files.replace(name, content[:size])
    site.kill()
    site.deliver_all()
    assert site.store.spans() == [number for number, (_, end) in enumerate(places, 1) if end <= size]
    if sealed:
        assert sum(count for _, _, count in site.store.gaps()) >= 1
    stats = site.spool.stats()
    assert stats.segments_waiting == 0


def test_damaged_bytes_are_kept_in_quarantine():
    site, name, places = left_behind(1, 2, 3)
    content = bytearray(site.files.content(name))
    at, end = places[1]
    content[end - 1] ^= 1
    site.files.replace(name, bytes(content))
    site.kill()
    site.deliver_all()
    kept = site.files.content(f"quarantine/{name.split('.')[0]}.{at}.damaged")
    assert kept == content[at:end]
    assert site.spool.stats().counters.requests_damaged == 1


def test_an_open_segment_that_cannot_be_read_at_all_goes_into_quarantine():
    site, name, _ = left_behind(1, sealed=False)
    content = bytearray(site.files.content(name))
    content[30] ^= 1
    site.files.replace(name, bytes(content))
    site.kill()
    site.deliver_all()
    assert f"quarantine/{name}" in site.files.names()
    assert site.store.gaps() == [("", "segment_unreadable", 1)]


def test_an_empty_sealed_segment_is_reported():
    """It was not empty when it was sealed."""
    site, name, _ = left_behind(1)
    site.files.replace(name, b"")
    site.kill()
    site.deliver_all()
    assert f"quarantine/{name}" in site.files.names()
    assert site.store.gaps() == [("", "segment_unreadable", 1)]


@pytest.mark.parametrize("sealed", [True, False])
def test_a_segment_of_a_later_version_waits_for_it_untouched(sealed: bool):
    """After a rollback: the version that wrote it delivers it when it comes back."""
    site, name, _ = left_behind(1, sealed=sealed)
    content = bytearray(site.files.content(name))
    content[8] = 200
    site.files.replace(name, bytes(content))
    site.kill()
    site.acknowledged(spans(2))
    site.deliver_all()
    assert site.files.content(name) == content
    assert site.spool.stats().segments_foreign == 1
    assert site.store.spans() == [2]
    content[8] = 1
    site.files.replace(name, bytes(content))
    site.kill()
    site.deliver_all()
    assert site.store.spans() == [1, 2]


def test_files_that_are_no_segments_are_left_alone():
    site = Site()
    site.files.replace("notes.txt", b"from an operator")
    site.files.replace("trials", b"{]")
    site.kill()
    site.acknowledged(spans(1))
    site.deliver_all()
    assert site.files.content("notes.txt") == b"from an operator"


def test_a_file_that_cannot_be_read_now_is_tried_later():
    site, _, _ = left_behind(1, sealed=False)
    site.files.failing = {"read": errno.EIO}
    site.kill()
    with pytest.raises(OSError, match="Input/output"):
        site.spool.deliver_turn()
    site.files.failing = {}
    site.deliver_all()
    assert site.store.spans() == [1]


def kill_on(site: Site, poison: str) -> None:
    """The store takes the process with it, as a defect in native code would, when it gets this segment."""
    insert = MoodyStore.insert

    def deadly(block: Block, token: str) -> None:
        if token == poison:
            site.files.cut_in = 0
            raise Cut
        insert(site.store, block, token)

    site.store.insert = deadly  # type: ignore[method-assign]  # the store itself is the fault


def live(site: Site, uptime_s: float) -> bool:
    """One process' life, from its start on; False when it died before its time."""
    end_s = site.clock.monotonic_s() + uptime_s
    try:
        while site.clock.monotonic_s() < end_s:
            wait_s = site.spool.deliver_turn()
            site.clock.advance(0.01 if wait_s == 0.0 else min(wait_s or 1.0, 1.0))
    except Cut:
        return False
    return True


def test_a_segment_that_kills_every_process_is_given_up_and_the_others_are_stored():
    site, name, _ = left_behind(1)
    poison = name.split(".")[0]
    for number in (2, 3):
        site.store.mood = Mood.AWAY
        site.acknowledged(spans(number))
        site.seal()
        site.store.mood = Mood.WELL
    kill_on(site, poison)
    deaths = 0
    for _ in range(12):
        site.kill()
        if live(site, uptime_s=100.0):
            break
        deaths += 1
    assert deaths == 4
    assert site.store.spans() == [2, 3]
    assert f"quarantine/{name}" in site.files.names()
    assert site.store.gaps() == [("acme", "segment_start_failed", 1)]


def test_processes_that_are_merely_killed_condemn_no_segment():
    """A start that dies at any moment within its first seconds, thirty times over."""
    site, name, _ = left_behind(1)
    kill_on(site, name.split(".")[0])
    for _ in range(30):
        site.kill()
        live(site, uptime_s=5.0)
    del site.store.insert
    site.kill()
    assert live(site, uptime_s=100.0)
    assert site.store.spans() == [1]


def test_processes_that_are_asked_to_end_condemn_no_segment():
    """The store hangs on it, and each process ends by itself in the midst of the insert."""
    site, name, _ = left_behind(1)
    insert = MoodyStore.insert

    def hang(_block: Block, _token: str) -> None:
        site.spool.drain(0.0)
        site.files.cut_in = 0
        raise Cut

    for _ in range(10):
        site.kill()
        site.store.insert = hang  # type: ignore[method-assign]  # the store itself is the fault
        assert not live(site, uptime_s=100.0)
    site.store.insert = functools.partial(insert, site.store)  # type: ignore[method-assign]
    site.kill()
    assert live(site, uptime_s=100.0)
    assert site.store.spans() == [1]
    assert name not in site.files.names("quarantine")


def test_fingerprints_of_what_is_still_here_survive_a_restart():
    site = Site()
    for number in range(1, 40):
        site.acknowledged(spans(number, padding_bytes=5_000 if number % 7 == 0 else 0))
    site.seal()
    site.deliver_all()
    site.acknowledged(spans(100))
    site.kill()
    expected = {
        (export.identity, export.received_unix_ns)
        for export in (spans(n, padding_bytes=5_000 if n % 7 == 0 else 0) for n in [*range(1, 40), 100])
    }
    assert set(site.spool.recent_fingerprints()) == expected
    site.clock.advance(3_700)
    assert list(site.spool.recent_fingerprints()) == []


def test_what_a_killed_process_did_not_sync_is_synced_before_a_client_hears_that_it_is_stored():
    site = Site()
    site.append(spans(1))
    site.files.cut_in = 3
    with pytest.raises(Cut):
        site.spool.commit_turn()
    assert site.files.operations[-1] == "sync"
    site.kill()
    assert len(list(site.spool.recent_fingerprints())) == 1
    site.cut_power()
    site.deliver_all()
    assert site.store.spans() == [1]


def test_what_cannot_be_synced_is_not_said_to_be_stored():
    site, _, _ = left_behind(1, sealed=False)
    site.files.failing = {"sync": errno.EIO}
    site.kill()
    assert list(site.spool.recent_fingerprints()) == []
    site.deliver_all()
    assert site.store.spans() == [1]


def test_a_spool_belongs_to_one_process():
    site = Site()
    with pytest.raises(SpoolInUse, match="another process's spool"):
        site._open()
    site.spool.close()
    site._open()


def test_an_unusable_folder_is_an_error_that_says_so():
    files = ModelFiles()
    files.failing = {"make_folder": errno.EACCES}
    with pytest.raises(PermissionError):
        Site(files)
