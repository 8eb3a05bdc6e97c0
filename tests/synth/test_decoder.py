from dataclasses import replace

import numpy as np
import pytest

from latentpad.errors import BundleError
from latentpad.onnx_session import open_session
from latentpad.synth.decoder import Decoder


def test_a_latent_decodes_to_its_bands(bundle, sounds):
    decoder = Decoder(bundle)
    for i, sound in enumerate(sounds):
        decoded = decoder(np.eye(4, dtype=np.float32)[i])
        wanted = np.zeros((65, 32))
        wanted[round(sound.hz * 128 / 8000), : sound.n_frames] = 1
        assert np.array_equal(decoded.mean, wanted)
        assert (decoded.mean.dtype, decoded.scale.dtype) == (np.float32, np.float32)


def test_a_decoder_without_a_scale_output_has_zeros_for_it(bundle, noisy_bundle):
    latent = np.ones(4, dtype=np.float32)
    assert not Decoder(bundle)(latent).scale.any()
    noisy = Decoder(noisy_bundle)(latent)
    assert np.allclose(noisy.scale, 0.05 * noisy.mean)


def test_the_toys_encoder_inverts_its_decoder(bundle):
    session = open_session(bundle.encoder, "toy: encoder.onnx")
    latent = np.array([0.5, 1.0, -2.0, 0.0], dtype=np.float32)
    (found,) = session.run(None, {"feature": Decoder(bundle)(latent).mean[np.newaxis]})
    assert found[0] == pytest.approx(latent, abs=1e-5)


def refused(bundle, complaint):
    with pytest.raises(BundleError, match=complaint) as caught:
        Decoder(bundle)
    assert str(caught.value).startswith(("toy: decoder.onnx ", "toy: decoder.onnx: "))
    assert "\n" not in str(caught.value)
    return True


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"no network", b"\x08\x09"])
def test_bytes_that_are_not_a_network_are_refused(bundle, content):
    assert refused(replace(bundle, decoder=content), r"is not a network that latentpad can run \(.+\)$")


def test_half_a_network_is_refused(bundle):
    half = bundle.decoder[: len(bundle.decoder) // 2]
    assert refused(replace(bundle, decoder=half), "is not a network that latentpad can run")


def test_a_network_with_other_inputs_is_refused(bundle):
    complaint = r"maps \['feature'\] to \['latent'\], must map latent to mean \(and scale\)$"
    assert refused(replace(bundle, decoder=bundle.encoder), complaint)


def test_a_network_for_longer_latents_is_refused(bundle, make_decoder):
    longer = make_decoder(np.zeros((5, 65, 32), dtype=np.float32))
    assert refused(replace(bundle, decoder=longer), r"does not run \(.+\)$")


def test_a_network_of_another_size_is_refused(bundle, make_decoder):
    smaller = make_decoder(np.zeros((4, 65, 16), dtype=np.float32))
    complaint = r": mean is float32 \(1, 65, 16\), must be float32 \(1, 65, 32\)$"
    assert refused(replace(bundle, decoder=smaller), complaint)


def test_a_network_with_non_finite_output_is_refused(bundle, make_decoder):
    broken = make_decoder(np.full((4, 65, 32), np.nan, dtype=np.float32))
    assert refused(
        replace(bundle, decoder=broken), ": mean is nan to nan, must be about 0 to 1; the bundle is damaged$"
    )


@pytest.mark.parametrize("odd", [np.nan, np.inf, 1e30])
def test_a_network_whose_output_is_not_finite_for_some_latents_is_one_line(bundle, make_decoder, odd):
    weight = np.full((4, 65, 32), 0.5, dtype=np.float32)
    decoder = Decoder(replace(bundle, decoder=make_decoder(weight)))
    with pytest.raises(BundleError, match=r"^toy: decoder\.onnx: mean is .* to .*, must be about 0 to 1; the bundle i"):
        decoder(np.full(4, odd, dtype=np.float32))
    assert decoder(np.ones(4, dtype=np.float32)).mean.max() == 2.0


def test_a_network_that_fails_when_it_runs_is_one_line(bundle, monkeypatch):
    decoder = Decoder(bundle)

    class Session:
        def run_with_iobinding(self, _binding):
            raise RuntimeError("[ONNXRuntimeError] : 6 :\nbad allocation")

    buffers = decoder.make_buffers()
    monkeypatch.setattr(decoder, "session", Session())
    with pytest.raises(BundleError, match=r"^toy: decoder\.onnx does not run \(.*6 : bad allocation\)$"):
        decoder(np.ones(4, dtype=np.float32), buffers)
