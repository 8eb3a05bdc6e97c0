import sys
import threading

import numpy as np
import pytest

from latentpad.shelf.overview import COLUMNS, MAX_WAITING, MISSING, Overviews, read_overview


def test_a_waveform_has_the_signals_extremes_relative_to_its_peak(make_wav, tmp_path):
    path = make_wav(tmp_path / "é 日本.wav", seconds=0.5, level=0.1)
    overview = read_overview(path)
    assert overview.lows.shape == overview.highs.shape == (COLUMNS,)
    assert max(overview.highs.max(), -overview.lows.min()) == pytest.approx(1.0)
    assert np.all(np.diff(overview.highs[:: COLUMNS // 6]) < 0)  # it fades out
    assert overview.modified == path.stat().st_mtime


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x10\0\0\0WAVEfmt ", b"ID3 not a wav" * 100])
def test_what_is_no_wav_has_no_waveform(tmp_path, content):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert read_overview(path) is MISSING


def test_a_file_that_is_gone_has_no_waveform(tmp_path):
    assert read_overview(tmp_path / "gone.wav") is MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_is_not_followed(make_wav, tmp_path):
    link = tmp_path / "link.wav"
    link.symlink_to(make_wav(tmp_path / "a.wav"))
    assert read_overview(link) is MISSING


def test_a_short_file_and_silence_are_flat_lines(make_wav, tmp_path):
    for path in make_wav(tmp_path / "short.wav", seconds=0), make_wav(tmp_path / "silent.wav", level=0):
        assert np.all(read_overview(path).highs == 0)


def test_files_are_read_once_the_last_that_was_asked_for_first(tmp_path):
    asked, go, done = [], threading.Event(), threading.Semaphore(0)

    def read(path):
        go.wait(5)
        asked.append(path)
        return MISSING

    overviews = Overviews(done.release, read)
    paths = [tmp_path / str(number) for number in range(4)]
    assert [overviews.find(path) for path in paths] == [None] * 4
    go.set()
    for _ in paths:
        assert done.acquire(timeout=5)
    assert [overviews.find(path) for path in paths] == [MISSING] * 4
    assert sorted(asked) == paths
    assert asked[1:] == [path for path in reversed(paths) if path != asked[0]]
    overviews.forget(paths[0])
    assert overviews.find(paths[0]) is None
    assert done.acquire(timeout=5)
    assert len(asked) == 5


def test_not_too_many_files_wait(tmp_path):
    asked, go, done = [], threading.Event(), threading.Semaphore(0)

    def read(path):
        go.wait(5)
        asked.append(path)
        return MISSING

    overviews = Overviews(done.release, read)
    for number in range(2 * MAX_WAITING):
        overviews.find(tmp_path / str(number))
    go.set()
    for _ in range(MAX_WAITING):
        assert done.acquire(timeout=5)
    assert len(asked) in (MAX_WAITING, MAX_WAITING + 1)
    assert str(MAX_WAITING // 2) not in [path.name for path in asked[1:]]
