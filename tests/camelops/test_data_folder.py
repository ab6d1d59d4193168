"""One folder, one owner."""

import os
from pathlib import Path

import pytest

from camelops.data_folder import DataFolder
from camelops.errors import StartError


def test_it_is_made_for_this_user_alone(tmp_path: Path):
    with DataFolder(tmp_path / "a" / "b") as folder:
        assert folder.path.stat().st_mode & 0o777 == 0o700


def test_the_second_owner_is_told_who_the_first_is(tmp_path: Path):
    with DataFolder(tmp_path), pytest.raises(StartError, match=f"process {os.getpid()}"), DataFolder(tmp_path):
        pass


def test_it_is_free_again_after_its_owner(tmp_path: Path):
    for _ in range(2):
        with DataFolder(tmp_path):
            pass


def test_a_file_in_its_place_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="file/data") as refused, DataFolder(tmp_path / "file" / "data"):
        pass
    assert "--data-dir" in refused.value.way_out


def test_a_file_is_no_folder(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="file is a file") as refused, DataFolder(tmp_path / "file"):
        pass
    assert "--data-dir" in refused.value.way_out


def test_whether_somebody_has_it_can_be_asked(tmp_path: Path):
    folder = DataFolder(tmp_path / "data")
    assert not folder.is_held()
    with DataFolder(tmp_path / "data"):
        assert folder.is_held()
    assert not folder.is_held()


def test_a_full_disk_is_named():
    with pytest.raises(StartError, match="/dev/full"), DataFolder(Path("/dev/full")):
        pass
