"""A kit whose every sample is a sine with a frequency of its own."""

import numpy as np
import pytest
import soundfile

from latentpad.kits.kit import Kit, KitSample, Pad
from latentpad.kits.pads import place, wav_name

RATE = 44_100
SECONDS = 0.15  # sfizz has so much of a wav in memory at the first note


def write_sine(path, hz, rate=RATE, seconds=SECONDS):
    """Write a sine of peak 0.5 and return its length."""
    signal = 0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    soundfile.write(path, signal, rate, "PCM_24")
    return len(signal)


@pytest.fixture
def folder(tmp_path):
    """A folder with a name that is easily mishandled."""
    path = tmp_path / "my kit é & 日本 <1>"
    path.mkdir()
    return path


@pytest.fixture
def new_pad(folder):
    """Make pads with samples of 200, 300, 400 ... Hz, over all pads of the test."""
    made = []

    def make(kind, n_layers=1, n_round_robins=1, **fields):
        at = place(kind, [pad.note for pad in made])
        samples = []
        for layer in range(n_layers):
            velocity = (1 + 127 * layer // n_layers, 127 * (layer + 1) // n_layers)
            for turn in range(n_round_robins):
                name = wav_name(len(made) + 1, at.name, (layer, n_layers), (turn, n_round_robins))
                hz = 200 + 100 * (sum(len(pad.samples) for pad in made) + len(samples))
                n_samples = write_sine(folder / name, hz)
                samples.append(KitSample(name, n_samples, RATE, velocity, turn))
        made.append(
            Pad(**{"name": at.name, "note": at.note, "kind": kind, "choke": at.choke} | fields, samples=tuple(samples))
        )
        return made[-1]

    return make


@pytest.fixture
def kit(new_pad):
    """Four pads: one sample, a choke group of two, and velocity layers with round robins."""
    pads = (new_pad("kick", level_db=-6.0), new_pad("closed hat"), new_pad("open hat"), new_pad("snare", 4, 3))
    return Kit("Toy <&> 'é' 日本", pads, licence="CC0-1.0")
