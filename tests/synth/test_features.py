from dataclasses import replace

import numpy as np
import pytest

from latentpad.synth.features import Features
from latentpad_export.data import features as export


@pytest.mark.parametrize("emphasis", [0.0, 3.0])
@pytest.mark.parametrize("n_samples", [16, 700, 1984, 5000])
def test_a_feature_is_that_of_the_training_half_to_one_step_of_a_byte(toy, rng, n_samples, emphasis):
    representation = replace(toy.representation, emphasis=emphasis)
    decay = np.exp(-np.arange(n_samples) / 300)
    signal = (rng.standard_normal(n_samples) * decay).astype(np.float32)
    ours = Features(representation, toy.analysis)(signal)
    theirs = np.round(255 * export.log_magnitude(signal, representation, toy.analysis))
    assert ours.dtype == np.float32
    assert ours.shape == (65, 32)
    assert np.abs(255 * ours - theirs).max() <= 1.001
    assert np.mean(np.round(255 * ours) != theirs) < 0.01


def test_the_loudest_band_of_a_sine_is_its_own(toy):
    signal = np.sin(2 * np.pi * 1000 * np.arange(640) / 8000).astype(np.float32)
    feature = Features(toy.representation, toy.analysis)(signal)
    assert feature.max() == 1.0
    assert (feature[:, 2:9].argmax(axis=0) == round(1000 / 8000 * 256 / 2)).all()
    assert not feature[:, 13:].any()  # half a window after the end


def test_a_band_without_a_bin_is_silent(toy):
    analysis = toy.analysis.copy()
    analysis[[0, 7, 64]] = 0
    signal = np.sin(2 * np.pi * 1000 * np.arange(640) / 8000).astype(np.float32)
    feature = Features(toy.representation, analysis)(signal)
    assert not feature[[0, 7, 64]].any()
    others = np.delete(np.arange(65), [0, 7, 64])
    assert (feature[others] == Features(toy.representation, toy.analysis)(signal)[others]).all()
