"""The bytes of a sample."""

import struct
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.samples.wav_chunks import root_note
from latentpad.samples.wav_file import encode_wav

RECIPE = Recipe(Request(0.25, 0.5, 7), bundle="toy", digest="0" * 64, version="0.1.0")
SIGNAL = np.linspace(-0.9, 0.9, 500, dtype=np.float32)


def chunks(content):
    """Split a RIFF file into its chunks by kind."""
    assert content[:4] + content[8:12] == b"RIFFWAVE"
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    found, place = {}, 12
    while place < len(content):
        kind, size = struct.unpack("<4sI", content[place : place + 8])
        found[kind] = content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    return found


def test_a_written_sample_is_read_back(tmp_path):
    path = Folder(tmp_path).write(SIGNAL, 44100, "kick", RECIPE)
    signal, sample_rate = soundfile.read(path, dtype="float32")
    assert sample_rate == 44100
    assert signal == pytest.approx(SIGNAL, abs=2**-23)
    assert read_recipe(path) == RECIPE


def test_the_header_has_24_bits_mono_and_the_sample_rate():
    found = chunks(encode_wav(SIGNAL, 48000, RECIPE))
    assert struct.unpack("<HHIIHH", found[b"fmt "][:16]) == (1, 1, 48000, 48000 * 3, 3, 24)
    assert len(found[b"data"]) == 3 * len(SIGNAL)
    assert b"ICMT" in found[b"LIST"]
    assert RECIPE.to_text().encode() in found[b"LIST"]


def test_other_readers_find_title_software_and_comment_before_the_samples(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(encode_wav(SIGNAL, 48000, RECIPE, "hand drum é"))
    assert list(chunks(path.read_bytes())) == [b"fmt ", b"LIST", b"acid", b"data"]
    found = WavInfoReader(str(path))
    assert (found.info.title, found.info.software[:15]) == ("hand-drum-e_x0.250_y0.500_s7", "latentpad 0.1.0")
    assert (found.info.comment, found.smpl) == (RECIPE.to_text(), None)
    assert (found.fmt.bits_per_sample, found.data.frame_count) == (24, len(SIGNAL))


@pytest.mark.parametrize("n_samples", [500, 501])
def test_other_readers_find_a_certain_pitch_as_the_root_note(n_samples, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(encode_wav(SIGNAL[:1].repeat(n_samples), 48000, replace(RECIPE, pitch_hz=55.5), "bass"))
    assert len(path.read_bytes()) % 2 == 0
    assert list(chunks(path.read_bytes())) == [b"fmt ", b"LIST", b"smpl", b"acid", b"data"]
    sampler = WavInfoReader(str(path)).smpl
    assert (sampler.midi_note, sampler.midi_pitch_detune_cents, sampler.sample_period_ns) == (33, 0, 20833)
    assert sampler.sample_loops == []
    with soundfile.SoundFile(path) as file:
        log = file.extra_info
        assert len(file.read()) == n_samples
    assert "Flags     : 0x0003 (OneShot,RootNoteValid,StretchOff,RAMBased" in log
    assert "Root note : 0x21\n" in log


def test_a_sound_without_pitch_is_a_one_shot_without_root_note(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(encode_wav(SIGNAL, 48000, RECIPE))
    with soundfile.SoundFile(path) as file:
        assert "Flags     : 0x0001 (OneShot,RootNoteInvalid,StretchOff,RAMBased" in file.extra_info
    assert read_recipe(path) == RECIPE


@pytest.mark.parametrize(
    ("hertz", "note"),
    [(440, 69), (27.5, 21), (452.8, 69), (453.2, 70), (8.1758, 0), (12543.9, 127), (0, None), (5, None), (14000, None)],
)
def test_the_root_note_is_the_nearest_that_midi_has(hertz, note):
    assert root_note(hertz) == note


def test_equal_signals_and_recipes_give_equal_bytes():
    assert encode_wav(SIGNAL, 44100, RECIPE) == encode_wav(SIGNAL.copy(), 44100, replace(RECIPE))
    assert encode_wav(SIGNAL, 44100, RECIPE) != encode_wav(
        SIGNAL, 44100, replace(RECIPE, request=Request(0.25, 0.5, 8))
    )
