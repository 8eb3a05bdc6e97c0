"""The export of vocoders, with a toy."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("onnxscript", reason="needs the extra [export]")

from latentpad.onnx_session import open_session


def test_the_exported_network_takes_any_length_and_computes_the_same(toy, rng):
    session = open_session(toy.to_onnx(), "toy", 1, shape=(32, 20))
    for n_samples in (320, 1_000):
        signal = rng.uniform(-1, 1, n_samples).astype(np.float32)
        (found,) = session.run(None, {"feature": toy.feature(signal, rng)})
        assert np.allclose(found[0], toy.reconstruct(signal, rng), atol=1e-5)
