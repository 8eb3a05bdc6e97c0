"""The threads that read: once each, in order, and never for longer than a render waits."""

import subprocess
import sys
import threading

import pytest

from latentpad.player import sound_cache, sound_reader
from latentpad.player.sound_cache import SoundCache
from latentpad.player.sound_reader import MAX_WANTED, SoundReader

TIMEOUT = 10.0


class Disk:
    """A stand-in for reading; it waits while `go` is cleared."""

    def __init__(self):
        self.read = []
        self.go = threading.Event()
        self.go.set()
        self.changed = threading.Condition()
        self.reader = SoundReader(self, SoundCache(10**6))

    def __call__(self, index):
        with self.changed:
            self.read.append(index)
            self.changed.notify_all()
        assert self.go.wait(TIMEOUT)
        return None if index < 0 else memoryview(bytes(index))

    def wait_until_read(self, n):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.read) >= n, TIMEOUT)

    def rest(self):
        """Wait until no thread is left, and return what was read since."""
        reader = self.reader
        with reader._lock:
            assert reader._thread_ended.wait_for(lambda: not reader._n_threads, TIMEOUT)
        self.read, read = [], self.read
        return read


@pytest.fixture
def disk():
    disk = Disk()
    yield disk
    disk.go.set()
    disk.rest()


def test_sounds_are_read_side_by_side_and_kept(disk):
    assert {index: len(sound) for index, sound in disk.reader.get([3, 1, 2], TIMEOUT).items()} == {3: 3, 1: 1, 2: 2}
    assert sorted(disk.rest()) == [1, 2, 3]
    assert disk.reader.get([1, 2, 3], 0).keys() == {1, 2, 3}
    assert disk.rest() == []


def test_sounds_that_are_begun_are_read_while_nobody_waits(disk):
    disk.go.clear()
    disk.reader.begin([3, 1])
    disk.wait_until_read(2)
    disk.go.set()
    assert {index: len(sound) for index, sound in disk.reader.get([3, 1], TIMEOUT).items()} == {3: 3, 1: 1}
    disk.reader.begin([1, 3])
    assert sorted(disk.rest()) == [1, 3]


def test_two_threads_that_ask_for_the_same_sound_read_it_once(disk):
    disk.go.clear()
    found = []
    threads = [threading.Thread(target=lambda: found.append(disk.reader.get([7], TIMEOUT)[7])) for _ in range(5)]
    for thread in threads:
        thread.start()
    disk.wait_until_read(1)
    disk.go.set()
    for thread in threads:
        thread.join(TIMEOUT)
    assert disk.rest() == [7]
    assert len({id(sound) for sound in found}) == 1
    assert len(found) == 5


def test_a_render_does_without_a_sound_that_is_not_read_in_time_and_has_it_later(disk):
    disk.go.clear()
    assert disk.reader.get([1, 2], 0.01) == {}
    disk.go.set()
    disk.rest()
    assert disk.reader.get([1, 2], 0).keys() == {1, 2}


def test_while_every_thread_has_been_reading_for_too_long_nothing_is_waited_for(disk):
    disk.go.clear()
    assert disk.reader.get([1, 2], 0.01) == {}
    disk.wait_until_read(2)
    assert disk.reader.get([3], 0.0) == {}  # were it waited for with another patience, the test would hang
    assert disk.reader.get([4], -1.0) == {}
    disk.go.set()
    assert disk.rest() == [1, 2, 3, 4]


def test_a_sound_that_cannot_be_read_is_tried_again_only_after_a_while(disk, monkeypatch):
    assert disk.reader.get([-1], TIMEOUT) == {-1: None}
    assert disk.reader.get([-1], TIMEOUT) == {-1: None}
    assert disk.rest() == [-1]
    monkeypatch.setattr(sound_cache, "RETRY_SECONDS", 0.0)
    assert disk.reader.get([-1], TIMEOUT) == {-1: None}
    assert disk.rest() == [-1]


def test_neighbours_are_read_ahead(disk):
    disk.reader.read_ahead([5, 6, 7])
    assert disk.rest() == [5, 6, 7]
    assert disk.reader.get([5, 6, 7], 0).keys() == {5, 6, 7}
    disk.reader.read_ahead([5, 6, 7])
    assert disk.rest() == []


def test_the_newest_neighbours_come_first(disk):
    disk.go.clear()
    disk.reader.read_ahead([1, 2, 3])
    disk.wait_until_read(1)
    disk.reader.read_ahead([9, 2, 8])
    disk.go.set()
    assert disk.rest() == [1, 9, 2, 8, 3]


def test_a_render_comes_before_the_neighbours(disk):
    disk.go.clear()
    disk.reader.read_ahead([1, 2, 3])
    disk.wait_until_read(1)
    assert disk.reader.get([7, 8], 0.01) == {}
    disk.wait_until_read(2)  # one thread was free
    disk.go.set()
    assert disk.rest() in ([1, 7, 8, 2, 3], [1, 7, 8, 3, 2])


def test_during_a_render_only_its_own_sounds_are_read(disk):
    with disk.reader.rendering():
        disk.reader.read_ahead([1, 2])
        assert disk.reader.get([7], TIMEOUT).keys() == {7}
        assert disk.rest() == [7]
    assert disk.rest() == [1, 2]


def test_a_slow_disk_is_read_ahead_during_a_render_too(disk, monkeypatch):
    monkeypatch.setattr(sound_reader, "SLOW_SECONDS", -1.0)
    assert disk.reader.get([7], TIMEOUT).keys() == {7}
    disk.rest()
    with disk.reader.rendering():
        disk.reader.read_ahead([1, 2])
        assert disk.rest() == [1, 2]


def test_a_neighbour_that_is_being_read_is_not_read_again_for_a_render(disk):
    disk.go.clear()
    disk.reader.read_ahead([1])
    disk.wait_until_read(1)
    assert disk.reader.get([1], 0.01) == {}
    disk.go.set()
    assert len(disk.reader.get([1], TIMEOUT)[1]) == 1
    assert disk.rest() == [1]


def test_of_too_many_waiting_sounds_the_oldest_are_given_up(disk):
    disk.go.clear()
    found = disk.reader.get(range(MAX_WANTED + 5), 0.01)
    assert set(found.values()) == {None}
    assert 1 <= len(found) <= 5
    disk.go.set()
    assert len(disk.rest()) == MAX_WANTED + 5 - len(found)


def test_a_bug_in_reading_costs_only_its_sound(disk, caplog):
    disk.reader._read = lambda index: 1 / index
    disk.reader._cache.put = lambda index, signal: None
    assert disk.reader.get([0, 2], TIMEOUT) == {0: None, 2: 0.5}
    assert "Sound 0 of the map could not be read" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_stopped_reader_reads_nothing(disk):
    disk.reader.get([1], TIMEOUT)
    disk.reader.stop()
    disk.rest()
    disk.reader.read_ahead([2])
    assert disk.reader.get([1, 3], TIMEOUT).keys() == {1, 3}
    assert disk.reader.get([3], TIMEOUT) == {3: None}
    assert disk.rest() == []


HANGS = """
import sys, time
from latentpad.player.sound_cache import SoundCache
from latentpad.player.sound_reader import SoundReader

reader = SoundReader(lambda index: time.sleep(1000), SoundCache(10**6))
print(reader.get([1, 2, 3], 0.01))
"""


def test_a_disk_that_never_answers_does_not_keep_the_process_from_ending():
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{}\n", "")
