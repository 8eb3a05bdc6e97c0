"""Samples as the daemon describes them."""

import numpy as np
import pytest
import soundfile


def described(path, /, **facts):
    """Return a sample as a page receives it, with some facts of its own."""
    whole = {"name": path.name, "path": str(path), "kept": None, "kit": "", "undone": False}
    return whole | {"nSamples": 4410, "sampleRate": 44_100, "x": 0.5, "confidence": 1.0} | facts


@pytest.fixture
def describe():
    return described


@pytest.fixture
def make_wav():
    """Write a wav of a tone that fades out."""

    def make(path, seconds=0.1, level=0.5):
        path.parent.mkdir(parents=True, exist_ok=True)
        time = np.arange(round(seconds * 44_100)) / 44_100
        soundfile.write(path, level * np.exp(-time / 0.05) * np.sin(2 * np.pi * 200 * time), 44_100, "PCM_24")
        return path

    return make
