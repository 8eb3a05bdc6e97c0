import stat
import sys

import numpy as np
import pytest

pytest.importorskip("acoustid")
pytest.importorskip("rapidfuzz")

from latentpad_export.evaluate.metrics import fingerprint
from latentpad_export.evaluate.metrics.fingerprint import fingerprint_similarity

RATE = 16_000


@pytest.fixture
def fpcalc():
    if not fingerprint.available():
        pytest.skip("fpcalc is not installed (Debian: libchromaprint-tools)")


def melody(*semitones):
    """Return eight seconds of chords."""
    time = np.arange(8 * RATE // len(semitones)) / RATE
    notes = [sum(np.sin(2 * np.pi * 220 * 2 ** ((s + k) / 12) * time) for k in (0, 4, 7)) for s in semitones]
    return (np.concatenate(notes) / 3).astype(np.float32)


TUNE = melody(0, 5, 7, 2, 9, 4, 0, 7)


@pytest.mark.clients
@pytest.mark.usefixtures("fpcalc")
class TestWithFpcalc:
    def test_a_sound_is_identical_to_itself_at_any_level(self):
        assert fingerprint_similarity(TUNE, TUNE, RATE) == 100
        assert fingerprint_similarity(TUNE / 100, TUNE, RATE) == 100

    def test_noise_is_less_similar_to_a_tune_than_the_tune_with_a_little_noise(self, rng):
        noise = rng.standard_normal(len(TUNE)).astype(np.float32)
        near = fingerprint_similarity(TUNE + np.float32(0.003) * noise, TUNE, RATE)
        far = fingerprint_similarity(noise, TUNE, RATE)
        assert far < 70 < near

    def test_a_short_sound_is_repeated(self):
        short = TUNE[RATE // 4 : RATE // 2]
        assert fingerprint_similarity(short, short, RATE) == 100

    def test_silence_has_no_fingerprint(self):
        assert fingerprint_similarity(np.zeros_like(TUNE), TUNE, RATE) is None

    def test_an_empty_signal_has_no_fingerprint(self):
        assert fingerprint_similarity(TUNE, TUNE[:0], RATE) is None


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Install a shell script as fpcalc."""
    if sys.platform == "win32":
        pytest.skip("a script is not a program on Windows")

    def install(script):
        path = tmp_path / "fpcalc"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return install


def test_two_fingerprints_are_compared_as_strings(fake, tmp_path):
    first = f"mkdir {tmp_path}/once 2>/dev/null"
    fake(f"echo DURATION=8; if {first}; then echo FINGERPRINT=abcd; else echo FINGERPRINT=abcx; fi")
    assert fingerprint_similarity(TUNE, TUNE, RATE) == 75


@pytest.mark.parametrize(
    "script", ["exit 2", "echo DURATION=1", "echo DURATION=1; echo FINGERPRINT=", "echo DURATION=x"]
)
def test_without_a_fingerprint_there_is_no_similarity(fake, script):
    fake(script)
    assert fingerprint.available()
    assert fingerprint_similarity(TUNE, TUNE, RATE) is None


def test_without_the_program_there_is_no_similarity(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not fingerprint.available()
    assert fingerprint_similarity(TUNE, TUNE, RATE) is None
