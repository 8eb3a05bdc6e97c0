"""Descriptors of generated and real sounds: how a sound is prepared, and what the table says of known values."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))  # scripts, not a package

from measure_timbre import DESCRIPTORS, difference, interval, measure, prepare, table


def test_a_sound_is_used_for_a_second_from_its_onset():
    signal = np.zeros((1_500, 2))
    signal[200:1_400] = 0.25
    prepared = prepare(signal, 1_000)
    assert (len(prepared), prepared[0], prepared[-1]) == (1_000, 0.9, 0.9)
    assert prepare(signal[:700], 1_000)[500:].any() == np.False_


def test_the_difference_is_in_standard_deviations_and_inside_its_interval():
    rng = np.random.default_rng(1)
    reference, other = rng.normal(10.0, 2.0, 400), rng.normal(12.0, 2.0, 400)
    low, high = interval(other, reference)
    assert low < difference(other, reference) < high
    assert (low, high) == pytest.approx((0.85, 1.15), abs=0.12)
    assert difference(reference, reference) == 0.0


def test_the_table_compares_each_set_with_the_first(tmp_path, monkeypatch):
    def peak(path):
        return float(np.abs(soundfile.read(path)[0]).sum())

    models = SimpleNamespace(**{f"timbral_{name}": peak for name in DESCRIPTORS})
    monkeypatch.setitem(sys.modules, "timbral_models", models)
    monkeypatch.setitem(vars(np), "float", float)
    for folder, lengths in (("real", range(200, 1_000, 100)), ("made", range(300, 1_100, 100))):
        (tmp_path / folder).mkdir()
        for number, length in enumerate(lengths):
            soundfile.write(tmp_path / folder / f"{number}.wav", np.full(length, 0.5), 1_000)
    lines = table({name: measure(tmp_path / name) for name in ("real", "made")})
    assert lines[0] == "| descriptor | real (n = 8) | made (n = 8) |"
    assert lines[2].startswith("| booming | 495.0 ± 220.5 | 585.0 ± 220.5 (+0.41, ")
    assert len(lines) == 2 + len(DESCRIPTORS)
