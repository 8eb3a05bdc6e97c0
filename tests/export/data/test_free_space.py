"""Space on disks, looked up before a run begins."""

import shutil
from pathlib import Path

import pytest

from latentpad_export.data import free_space
from latentpad_export.data.free_space import SPARE_BYTES, Need, refuse_full_disk
from latentpad_export.errors import LibraryError


@pytest.fixture
def disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Path, float]:
    """Return the free bytes of folders, each a disk of its own; fill in others."""
    free: dict[Path, float] = {tmp_path / name: SPARE_BYTES + 1_000_000_000 for name in ("one", "two")}
    for folder in free:
        folder.mkdir()

    def disk_of(path: Path) -> Path:
        return next(folder for folder in free if path.is_relative_to(folder))

    monkeypatch.setattr(free_space, "_disk_of", lambda path: list(free).index(disk_of(path)))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=free[disk_of(path)]))
    return free


def test_what_is_written_to_one_disk_counts_together(disks: dict[Path, float]) -> None:
    one, two = disks
    refuse_full_disk(Need(one / "new" / "folder", 900_000_000, "--cache"), Need(two, 900_000_000, "-o"))
    with pytest.raises(LibraryError, match=r"folder: 1\.3 GB needed, 1\.2 GB free; .* another folder with --cache$"):
        refuse_full_disk(Need(one / "new" / "folder", 900_000_000, "--cache"), Need(one, 200_000_000, "-o"))
    with pytest.raises(LibraryError, match=r"two: 1\.3 GB needed, 1\.2 GB free; .* another folder with -o$"):
        refuse_full_disk(Need(one, 100, "--cache"), Need(two, 1_100_000_000, "-o"))


def test_where_the_system_does_not_tell_the_run_begins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unknown(_: Path) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(shutil, "disk_usage", unknown)
    refuse_full_disk(Need(tmp_path, 10**18, "-o"))
