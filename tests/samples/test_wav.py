"""The bytes of a sample."""

import struct
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad.request import Request
from latentpad.samples.folder import Folder, encode_wav
from latentpad.samples.recipe import Recipe, read_recipe

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


def test_equal_signals_and_recipes_give_equal_bytes():
    assert encode_wav(SIGNAL, 44100, RECIPE) == encode_wav(SIGNAL.copy(), 44100, replace(RECIPE))
    assert encode_wav(SIGNAL, 44100, RECIPE) != encode_wav(
        SIGNAL, 44100, replace(RECIPE, request=Request(0.25, 0.5, 8))
    )
