"""recovery, trials, fingerprints: nothing found on disk keeps the spool from opening, and nothing acknowledged is lost."""

import errno
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import SpoolInUse
from collector.spool import Spool
from collector.spool.format import FOOTER_BYTES, unpack_description
from collector.spool.scan import scan
from tests.collector.spool.model_files import ModelFiles
from tests.collector.spool.requests import ACME, spans
from tests.collector.spool.site import Site
from tests.collector.spool.store import Mood


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


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=60, deadline=None)
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
    assert site.spool.stats().counters.records_damaged == 1


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
    site, name, _ = left_behind(1, sealed=False)
    files = site.files.after_kill()
    files.failing = {"read": errno.EIO}
    site.files = files
    with pytest.raises(OSError, match="Input/output"):
        # The note of the last boot is the one file that must be readable.
        site.spool = site._open()
    files.failing = {}
    site.files = files.after_kill()
    site.spool = site._open()
    site.deliver_all()
    assert site.store.spans() == [1]
    assert name


class _DiesOn:
    """Ends the process, as a defect in native code would, when a certain segment is stored."""

    def __init__(self, site: Site, token: str) -> None:
        self._insert = site.store.insert
        self._token = token
        site.store.insert = self.insert  # type: ignore[method-assign]  # the store takes the process with it

    def insert(self, block, token):
        if token == self._token:
            raise _ProcessDied
        self._insert(block, token)


class _ProcessDied(BaseException):
    pass


def _live(site: Site, uptime_s: float) -> bool:
    """One process' life, from its start on; False when it died before its time."""
    try:
        end_s = site.clock.monotonic_s() + uptime_s
        while site.clock.monotonic_s() < end_s:
            wait_s = _turn(site)
            site.clock.advance(min(wait_s if wait_s is not None else 1.0, 1.0) or 0.01)
    except _ProcessDied:
        return False
    return True


def _turn(site: Site) -> float | None:
    backlog = site.spool._shared.backlog
    put_back = backlog.put_back
    # A process that is dead puts nothing back.
    backlog.put_back = lambda *_args, **_kwargs: None  # type: ignore[method-assign]
    interrupted = site.spool._shared.trials.interrupted
    site.spool._shared.trials.interrupted = lambda _id: None  # type: ignore[method-assign]
    try:
        return site.spool.deliver_turn()
    finally:
        backlog.put_back = put_back  # type: ignore[method-assign]
        site.spool._shared.trials.interrupted = interrupted  # type: ignore[method-assign]


def test_a_segment_that_kills_every_process_is_given_up_and_the_others_are_stored():
    site, name, _ = left_behind(1)
    poison = name.split(".")[0]
    for number in (2, 3):
        site.store.mood = Mood.AWAY
        site.acknowledged(spans(number))
        site.seal()
        site.store.mood = Mood.WELL
    _DiesOn(site, poison)
    deaths = 0
    for _ in range(12):
        site.kill()
        if _live(site, uptime_s=100.0):
            break
        deaths += 1
    assert deaths == 4
    assert site.store.spans() == [2, 3]
    assert f"quarantine/{name}" in site.files.names()
    assert site.store.gaps() == [("acme", "segment_start_failed", 1)]


def test_processes_that_are_merely_killed_condemn_no_segment():
    site, _, _ = left_behind(1)
    _DiesOn(site, site.files.names(".sealed")[0].split(".")[0])
    died = site.store.insert
    for _ in range(30):
        site.kill()
        _live(site, uptime_s=5.0)
    assert died
    site.store.insert = site.store.__class__.insert.__get__(site.store)  # type: ignore[method-assign]
    site.kill()
    _live(site, uptime_s=100.0)
    assert site.store.spans() == [1]


def test_fingerprints_of_what_is_still_here_survive_a_restart():
    site = Site()
    for number in range(1, 40):
        site.acknowledged(spans(number, padding_bytes=5_000 if number % 7 == 0 else 0))
    site.seal()
    site.deliver_all()
    site.acknowledged(spans(100))
    site.kill()
    from collector.codec import fingerprint

    expected = {
        (fingerprint("acme", export.body), export.received_unix_ns)
        for export in (spans(n, padding_bytes=5_000 if n % 7 == 0 else 0) for n in [*range(1, 40), 100])
    }
    assert set(site.spool.recent_fingerprints()) == expected
    site.clock.advance(3_700)
    assert list(site.spool.recent_fingerprints()) == []


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
    assert Spool is not None
    assert ACME
