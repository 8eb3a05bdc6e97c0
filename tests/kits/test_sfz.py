"""SFZ files, played by sfizz."""

import numpy as np
import pysfizz._sfizz
import pytest

from latentpad.kits.kit import Kit
from latentpad.kits.write import write_formats

RATE, BLOCK = 44_100, 64
QUIET = 1e-4


class Sampler:
    """Sfizz with an SFZ file."""

    def __init__(self, path):
        self.synth = pysfizz._sfizz.Synth(RATE, BLOCK)
        self.synth.enable_freewheeling()
        assert self.synth.load_sfz_file(str(path))

    def play(self, *notes, seconds=0.4):
        """Play notes (seconds, key, velocity), each held for 10 ms, and return the left channel."""
        blocks = []
        for block in range(round(seconds * RATE / BLOCK)):
            for start, key, velocity in notes:
                if block == round(start * RATE / BLOCK):
                    self.synth.note_on(0, key, velocity)
                if block == round((start + 0.01) * RATE / BLOCK):
                    self.synth.note_off(0, key, 0)
            blocks.append(np.array(self.synth.render_block()[0]))
        return np.concatenate(blocks)


def loudest_hz(signal):
    return np.argmax(np.abs(np.fft.rfft(signal * np.hanning(len(signal)), RATE)))


def peak(signal):
    return np.abs(signal).max()


@pytest.fixture
def sampler(kit, folder):
    (path,) = write_formats(kit, folder, ["sfz"])
    return Sampler(path)


def test_every_pad_plays_its_sample_from_the_start_to_the_end(sampler, kit):
    for pad, hz in zip(kit.pads[:3], (200, 300, 400), strict=True):
        played = sampler.play((0, pad.note, 127))
        sounding = np.flatnonzero(np.abs(played) > QUIET)
        assert sounding[0] < BLOCK
        assert -RATE / hz < sounding[-1] - 0.15 * RATE < 3 * BLOCK
        assert loudest_hz(played) == pytest.approx(hz, abs=2)


def test_a_pad_6_db_lower_plays_at_half_the_amplitude(sampler, kit):
    kick, hat = (peak(sampler.play((0, pad.note, 127))) for pad in kit.pads[:2])
    assert 20 * np.log10(kick / hat) == pytest.approx(-6, abs=0.05)


def test_a_harder_hit_is_louder(sampler, kit):
    soft, hard = (peak(sampler.play((0, kit.pads[0].note, velocity))) for velocity in (40, 127))
    assert 0 < soft < hard / 2


def test_velocity_layers_and_round_robins_play_in_order(sampler, kit):
    for layer, velocity in enumerate((1, 40, 64, 127)):
        heard = [loudest_hz(sampler.play((0, kit.pads[3].note, velocity))) for _ in range(4)]
        turns = [(layer + hit) % 3 for hit in range(4)]  # sfizz counts the notes of all velocities
        assert heard == pytest.approx([500 + 300 * layer + 100 * turn for turn in turns], abs=2)


def test_the_closed_hat_cuts_off_the_open_one(sampler, kit):
    closed, opened = kit.pads[1].note, kit.pads[2].note
    both = sampler.play((0, opened, 127), (0.02, closed, 127))
    assert peak(both[: RATE // 100]) > 0.1
    after = np.abs(np.fft.rfft(both[round(0.04 * RATE) : round(0.14 * RATE)]))
    assert after[40] < 0.01 * after[30]  # of 100 ms: 400 and 300 Hz


@pytest.mark.parametrize("name", ["a #1 (b) [c] & 'd'", "é e\u0301 日本 😀", "a,b;c", "01 a+b ~ 100% {x}"])
def test_names_with_special_characters_are_played(name, new_pad, folder):
    pad = new_pad("kick")
    wav = (folder / pad.samples[0].file).rename(folder / f"{name}.wav")
    renamed = Kit("special", (pad.__class__(name, 36, (pad.samples[0].__class__(wav.name, 100, RATE),)),))
    assert peak(Sampler(write_formats(renamed, folder, ["sfz"])[0]).play((0, 36, 127))) > 0.1
