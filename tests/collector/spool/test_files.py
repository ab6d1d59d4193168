"""files: the real ones and the model do the same, call by call."""

import errno
from pathlib import Path

import pytest

from collector.spool.files import Files, OsFiles, replace_file
from tests.collector.spool.model_files import ModelFiles


@pytest.fixture(params=["os", "model"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    made: Files = OsFiles(tmp_path / "spool") if request.param == "os" else ModelFiles()
    made.make_folder("")
    made.make_folder("below")
    return made


def test_what_is_appended_is_read_in_whole_and_in_part(files: Files):
    handle = files.create("a")
    files.append(handle, [b"one", b"", b"two"])
    files.append(handle, [b"three"])
    files.sync(handle)
    files.close(handle)
    files.sync_folder("")
    assert files.read("a") == b"onetwothree"
    assert (files.read("a", 3, 3), files.read("a", 6), files.read("a", 9, 100), files.read("a", 50, 1)) == (
        b"two",
        b"three",
        b"ee",
        b"",
    )


def test_an_append_goes_to_the_end_after_a_cut_and_after_opening_again(files: Files):
    handle = files.create("a")
    files.append(handle, [b"0123456789"])
    files.truncate(handle, 4)
    files.append(handle, [b"x"])
    files.close(handle)
    again = files.reopen("a")
    files.append(again, [b"y"])
    files.close(again)
    assert files.read("a") == b"0123xy"


def test_a_list_names_files_with_sizes_and_no_folders(files: Files):
    for name in ("a", "below/b"):
        handle = files.create(name)
        files.append(handle, [name.encode()])
        files.close(handle)
    assert files.list("") == {"a": 1}
    assert files.list("below") == {"b": 7}


def test_a_rename_replaces_what_had_the_name(files: Files):
    for name in ("a", "b"):
        handle = files.create(name)
        files.append(handle, [name.encode()])
        files.close(handle)
    files.rename("a", "below/a")
    files.rename("below/a", "b")
    assert files.list("") == {"b": 1}
    assert files.read("b") == b"a"


def test_a_name_is_created_once_and_removed_any_number_of_times(files: Files):
    files.close(files.create("a"))
    with pytest.raises(FileExistsError):
        files.create("a")
    files.remove("a")
    files.remove("a")
    with pytest.raises(FileNotFoundError):
        files.read("a")


def test_a_lock_is_held_by_one(files: Files):
    held = files.lock("lock")
    with pytest.raises(BlockingIOError):
        files.lock("lock")
    files.close(held)
    files.close(files.lock("lock"))


def test_room_is_taken_and_free(files: Files):
    files.allocate("reserve", 4096)
    assert files.list("")["reserve"] == 4096
    assert files.free_bytes() > 0


def test_a_replaced_file_has_all_or_nothing(files: Files):
    replace_file(files, "below/note", b"first", sync=True)
    replace_file(files, "below/note", b"second", sync=False)
    assert files.read("below/note") == b"second"
    assert files.list("below") == {"note": 6}


def test_a_note_that_finds_no_room_leaves_the_old_one():
    files = ModelFiles(capacity_bytes=10)
    replace_file(files, "note", b"first", sync=True)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(files, "note", b"much longer", sync=True)
    assert caught.value.errno == errno.ENOSPC
    assert files.list("") == {"note": 5}


def test_more_buffers_than_one_call_takes_are_written_in_order(files: Files):
    handle = files.create("a")
    buffers = [number.to_bytes(3, "big") for number in range(5_000)]
    files.append(handle, buffers)
    files.close(handle)
    assert files.read("a") == b"".join(buffers)


def test_only_the_owner_may_look_into_the_folder(tmp_path: Path):
    files = OsFiles(tmp_path / "spool")
    files.make_folder("")
    files.close(files.create("a"))
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "spool" / "a").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in (tmp_path / "spool").iterdir()] == ["a"]
