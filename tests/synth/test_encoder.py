from dataclasses import replace

import numpy as np
import pytest

from latentpad.errors import BundleError
from latentpad.synth.encoder import Encoder
from latentpad.synth.synth import Synth


def test_a_rendered_sound_is_encoded_to_the_latent_that_it_was_decoded_from(toy):
    encoder, synth = Encoder(toy), Synth(toy)
    for row in range(3):
        latent = np.eye(4, dtype=np.float32)[row]
        found = encoder(synth.render_latent(latent, np.random.default_rng(0)))
        assert found.dtype == np.float32
        assert found.argmax() == row
        assert found[row] == pytest.approx(1, abs=0.2)


def test_an_encoder_that_is_none_is_refused_in_one_line(toy):
    with pytest.raises(BundleError, match=r"toy: encoder.onnx is not a network that latentpad can run"):
        Encoder(replace(toy, encoder=b""))
    with pytest.raises(BundleError, match=r"maps \['latent'\] to \['mean'\], must map feature to latent"):
        Encoder(replace(toy, encoder=toy.decoder))


def test_an_encoder_of_another_size_is_refused(toy):
    with pytest.raises(BundleError, match=r"toy: encoder.onnx: latent has shape \(1, 4\)"):
        Encoder(replace(toy, latent_dim=5))(np.ones(500, dtype=np.float32))
