"""Tiny data sets of the same shape as the real ones, and the command that splits them."""

import csv
import json

import numpy as np
import pytest
import soundfile

from latentpad_export.commands.research import main


def put_wav(path, seconds=0.1, number=0):
    """Write a real wav: a tone whose frequency is that of its number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    t = np.arange(round(seconds * 8000)) / 8000
    with path.open("wb") as file:  # its name may not be Unicode
        soundfile.write(file, 0.5 * np.sin(2 * np.pi * (200 + 10 * number) * t), 8000, subtype="PCM_16", format="WAV")


@pytest.fixture
def wav():
    return put_wav


@pytest.fixture
def split(capsys):
    """Run ``latentpad research split``; return what it printed."""

    def run(*arguments):
        assert main(["split", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def rows():
    """Return a reader of tables: rows by file."""

    def read(path):
        with path.open(encoding="utf-8", newline="") as file:
            return {row["file"]: row for row in csv.DictReader(file)}

    return read


@pytest.fixture
def nsynth(tmp_path):
    """NSynth with 5 instruments in nsynth-train and one in each of the others, at two pitches each."""
    names = {"train": ("bass_synthetic_000", "bass_synthetic_001", "organ_electronic_002", "organ_electronic_003")}
    names["train"] += ("organ_electronic_004",)
    names |= {"valid": ("bass_synthetic_005",), "test": ("mallet_acoustic_006",)}
    for part, instruments in names.items():
        examples = {}
        for instrument in instruments:
            family, source, number = instrument.rsplit("_", 2)
            for pitch in (60, 62):
                note = f"{instrument}-{pitch:03d}-100"
                put_wav(tmp_path / f"nsynth-{part}/audio/{note}.wav", number=100 * int(number) + pitch)
                examples[note] = {"instrument_str": instrument, "pitch": pitch, "velocity": 100, "note_str": note}
                examples[note] |= {"instrument_family_str": family, "instrument_source_str": source}
        (tmp_path / f"nsynth-{part}/examples.json").write_text(json.dumps(examples))
    return tmp_path
