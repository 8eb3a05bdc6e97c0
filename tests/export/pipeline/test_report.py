"""What a run says about sounds that are longer than what is used of them, and about files that are not used."""

import logging
from pathlib import Path

import numpy as np
import pytest

from latentpad_export.data.library import Skipped, Sound
from latentpad_export.pipeline.report import report_cut, report_notes, report_skipped


def report(whole_seconds: list[float], caplog: pytest.LogCaptureFixture, seconds: float = 4.0) -> list[str]:
    """Return what is said of sounds of these lengths, each cut at its negative length in decibels."""
    caplog.set_level(logging.INFO)
    whole = np.array(whole_seconds, dtype=np.float32)
    sounds = [Sound(Path(f"{i}.wav"), f"{i}.wav", "", "", "") for i in range(len(whole))]
    cut_db = np.where(whole > seconds, -whole, -np.inf).astype(np.float32)
    report_cut(sounds, whole, cut_db, 2.04, seconds)
    return [record.message for record in caplog.records]


def test_sounds_that_fit_are_not_mentioned(caplog: pytest.LogCaptureFixture) -> None:
    assert report([0.1, 2.04], caplog) == []


def test_sounds_that_only_the_model_hears_in_part_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    assert report([0.1, 2.1, 4.0], caplog) == [
        "2 of 3 sounds are longer than the 2.04 s that the model hears; none is cut"
    ]


def test_cut_sounds_are_named_the_loudest_first(caplog: pytest.LogCaptureFixture) -> None:
    assert report([0.1, 9.0, 3.0, 5.0], caplog) == [
        "3 of 4 sounds are longer than the 2.04 s that the model hears",
        "2 sounds are longer than 4 s and cut there (--seconds), the loudest first:",
        "  3.wav is cut at -5 dB",
        "  1.wav is cut at -9 dB",
    ]


def test_only_ten_are_named(caplog: pytest.LogCaptureFixture) -> None:
    lines = report([5.0 + i for i in range(40)], caplog)
    assert len(lines) == 13
    assert lines[11:] == ["  9.wav is cut at -14 dB", "  and 30 more"]


def test_detail_shorter_than_the_model_is_reported_as_cut(caplog: pytest.LogCaptureFixture) -> None:
    assert report([0.4, 1.5], caplog, seconds=1.0) == [
        "1 sound is longer than 1 s and cut there (--seconds), the loudest first:",
        "  1.wav is cut at -2 dB",
    ]


def test_names_of_files_cannot_write_to_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    name = "a\x1b[2J\nb\t\u202e.wav"
    report_skipped((Skipped(name, "is the same sound as \x1b]0;x\x07.wav"), Skipped("n" * 5_000, "is empty")))
    report_notes((f"{name}: has no column 'label'",))
    report_cut([Sound(Path(name), name, "", "", "")], *(np.array([value], np.float32) for value in (9, -3)), 2.0, 4.0)
    assert len(caplog.messages) == 7
    assert all(message.isprintable() for message in caplog.messages)
    assert max(map(len, caplog.messages)) < 300
    assert r"a\x1b[2J\nb\t\u202e.wav is the same sound as" in caplog.messages[1]
