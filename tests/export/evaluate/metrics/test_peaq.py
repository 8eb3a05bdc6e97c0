"""Calls of the program peaq, with a script in its place: no distribution packages gstPEAQ."""

import json
import stat
import sys

import numpy as np
import pytest
import soundfile

pytest.importorskip("soxr")

from latentpad_export.evaluate.metrics import peaq
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade

RATE = 16_000
TONE = np.sin(2 * np.pi * 440 * np.arange(RATE // 2) / RATE).astype(np.float32)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Install a Python script as peaq."""
    if sys.platform == "win32":
        pytest.skip("a script is not a program on Windows")

    def install(script):
        path = tmp_path / "peaq"
        path.write_text(f"#!{sys.executable} -S\nimport os, sys\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


@pytest.mark.parametrize("grade", [-0.123, 0.171, -3.913])
def test_the_grade_is_what_the_program_prints(fake, grade):
    fake(f"print('Objective Difference Grade: {grade:.3f}\\nDistortion Index: 2.271')")
    assert peaq.available()
    assert objective_difference_grade(TONE, TONE, RATE) == grade


def test_the_reference_comes_first_in_16_bit_at_48_khz_after_silence_with_relative_levels_kept(fake, tmp_path):
    keep = tmp_path / "kept"
    keep.mkdir()
    fake(
        f"for name, path in zip(('first', 'second'), sys.argv[1:], strict=True):\n"
        f"    open('{keep}/' + name, 'wb').write(open(path, 'rb').read())\n"
        f"open('{keep}/locale', 'w').write(os.environ['LC_ALL'])\n"
        f"print('Objective Difference Grade: -1.000')"
    )
    assert objective_difference_grade(2 * TONE, TONE, RATE) == -1
    for name, peak in (("first", 0.45), ("second", 0.9)):
        info = soundfile.info(keep / name)
        assert (info.samplerate, info.channels, info.subtype, info.frames) == (48_000, 1, "PCM_16", 52_800)
        signal, _ = soundfile.read(keep / name)
        assert not signal[:28_800].any()
        assert np.abs(signal[30_800:-2_000]).max() == pytest.approx(peak, abs=0.005)
    assert (keep / "locale").read_text() == "C"


@pytest.mark.parametrize("printed", ["nan", "-nan", "-", "", "inf", "1.2.3", "-271", "99999"])
def test_output_that_is_not_a_number_is_not_a_grade(fake, printed):
    fake(f"print({json.dumps('Objective Difference Grade: ' + printed)})")
    assert objective_difference_grade(TONE, TONE, RATE) is None


@pytest.mark.parametrize("script", ["sys.exit(1)", "pass", "os.abort()", r"sys.stdout.buffer.write(b'\xff\xfe')"])
def test_a_failing_program_yields_no_grade(fake, script):
    fake(script)
    assert objective_difference_grade(TONE, TONE, RATE) is None


def test_a_file_that_is_not_a_program_yields_no_grade(tmp_path, monkeypatch):
    path = tmp_path / "peaq"
    path.write_bytes(b"\x7fELF no program after all")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert objective_difference_grade(TONE, TONE, RATE) is None


def test_a_program_that_takes_too_long_yields_no_grade(fake):
    fake("import time; time.sleep(60)")
    assert objective_difference_grade(TONE, TONE, RATE, timeout=0.2) is None


def test_the_time_that_it_may_take_grows_with_the_sound(fake, monkeypatch):
    fake("import time; time.sleep(1); print('Objective Difference Grade: -1.000')")
    monkeypatch.setattr(peaq, "TIMEOUT", 0.1)
    monkeypatch.setattr(peaq, "TIMEOUT_PER_SECOND", 0.2)
    assert objective_difference_grade(TONE, TONE, RATE) is None
    monkeypatch.setattr(peaq, "TIMEOUT_PER_SECOND", 120.0)
    assert objective_difference_grade(TONE, TONE, RATE) == -1


def test_without_the_program_there_is_no_grade(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not peaq.available()
    assert objective_difference_grade(TONE, TONE, RATE) is None
