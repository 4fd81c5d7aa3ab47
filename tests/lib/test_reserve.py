"""Space that is kept for when all other is used up (R3)."""

import os
import shutil
from collections import namedtuple

import pytest

from foyer.lib.reserve import Reserve

Usage = namedtuple("Usage", "free")


@pytest.fixture
def disk(monkeypatch):
    """A disk with as much free space as `disk["free"]` says."""
    told = {"free": 1_000_000}
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(told["free"]))
    return told


def test_it_is_kept_given_away_and_kept_again(tmp_path, disk):
    reserve, file = Reserve(tmp_path, 100_000, 10_000), tmp_path / "reserve"
    assert (reserve.is_short(), file.stat().st_size) == (False, 100_000)
    disk["free"] = 9_999
    assert (reserve.is_short(), file.exists()) == (True, False)
    disk["free"] = 109_999
    assert (reserve.is_short(), file.exists()) == (True, False)
    disk["free"] = 120_000
    assert (reserve.is_short(), file.exists()) == (False, True)


def test_without_a_size_nothing_is_kept(tmp_path, disk):
    disk["free"] = 0
    assert not Reserve(tmp_path, 0).is_short()


def test_a_folder_that_cannot_be_written_is_short(tmp_path, disk):
    (tmp_path / "reserve.file").touch()
    reserve = Reserve(tmp_path / "reserve.file", 100, 10)
    assert reserve.is_short()


def test_a_system_that_gives_no_blocks_has_them_written(tmp_path, disk, monkeypatch):
    """macOS."""
    monkeypatch.delattr(os, "posix_fallocate")
    disk["free"] = 9_000_000
    assert not Reserve(tmp_path, 2_500_000, 10_000).is_short()
    assert (tmp_path / "reserve").stat().st_size == 2_500_000
