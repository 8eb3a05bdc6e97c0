"""The work cache: bounded, oldest first, and cleared by a command."""

import os

import pytest

from latentpad.cli.main import main
from latentpad.work_cache import USED, WorkCache


@pytest.fixture
def cache(tmp_path):
    """Return a cache of three entries of 1,000 bytes each, the first one used last."""
    made = WorkCache(tmp_path)
    for i, name in enumerate(("c", "b", "a")):
        folder = made.open(f"features-{name}")
        (folder / "block.npz").write_bytes(bytes(1_000))
        os.utime(folder / USED, (1_000 * i, 1_000 * i))
    return WorkCache(tmp_path)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """An empty cache, as the user's."""
    monkeypatch.setattr("latentpad.work_cache.user_cache_folder", lambda: tmp_path)


def names(cache):
    return [entry.path.name for entry in cache.entries()]


def test_entries_are_listed_with_the_last_used_first(cache):
    assert names(cache) == ["features-a", "features-b", "features-c"]
    assert [entry.n_bytes for entry in cache.entries()] == [1_000] * 3
    assert cache.size() == 3_000


def test_what_was_not_used_for_longest_is_removed_first(cache):
    assert cache.clean_up(limit=2_500) == 1_000
    assert names(cache) == ["features-a", "features-b"]
    assert cache.clean_up(limit=2_000) == 0


def test_an_entry_that_is_opened_again_counts_as_used(cache):
    cache.open("features-c")
    cache.clean_up(limit=1_000)
    assert names(cache) == ["features-c"]


def test_the_entry_in_use_stays_whatever_its_size(cache):
    assert cache.clean_up(limit=0, keep=cache.root / "features-c") == 2_000
    assert names(cache) == ["features-c"]


def test_entries_in_use_are_not_removed(cache):
    other = WorkCache(cache.root)
    other.open("features-c")
    cache.clean_up(limit=0)
    assert names(cache) == ["features-c"]
    cache.clear()
    assert names(cache) == ["features-c"]
    del other
    cache.clear()
    assert names(cache) == []


def test_the_command_says_what_is_in_use(capsys, empty):
    running = WorkCache()
    (running.open("runs-x") / "checkpoint.pt").write_bytes(bytes(3_000_000))
    assert main(["cache", "--clear"]) == 0
    assert "3.0 MB are in use by map or train, and stay" in capsys.readouterr().out
    assert (running.root / "runs-x" / "checkpoint.pt").exists()


def test_the_command_shows_the_cache_and_clears_it(capsys, empty):
    folder = WorkCache().open("embeddings-x")
    (folder / "block.npz").write_bytes(bytes(2_000_000))
    assert main(["cache"]) == 0
    assert "2.0 MB  sounds read for maps, last used 20" in capsys.readouterr().out
    assert main(["info"]) == 0
    assert capsys.readouterr().out.endswith("Cache of all libraries: 2.0 MB (latentpad cache)\n")
    assert main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out.startswith("Removed ")
    assert WorkCache().entries() == []
    assert main(["info"]) == 0
    assert "latentpad cache" not in capsys.readouterr().out
