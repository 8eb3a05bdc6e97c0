import numpy as np
import pytest

pytest.importorskip("librosa")
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.sections.pitch import PITCHES, cents, measure_tones, pitch, tone
from latentpad_export.evaluate.subjects.generated import describe_all, to_descriptions
from latentpad_export.evaluate.subjects.reconstructed import Reconstructed
from latentpad_export.evaluate.subjects.renderers import StudioRenderer
from latentpad_export.evaluate.subjects.subject import Pairs, Subject

NONE = np.zeros(0, dtype=np.int64)


@pytest.mark.parametrize("hertz", PITCHES)
def test_the_pitch_of_a_tone_is_found_within_three_cents(hertz):
    assert cents(pitch(tone(hertz, COMPARISON.sample_rate)), hertz) == pytest.approx(0.0, abs=3.0)


@pytest.mark.parametrize("hertz", [110.0, 440.0, 880.0])
@pytest.mark.parametrize("shift", [30.0, -30.0])
def test_a_tone_shifted_by_30_cents_is_30_cents_off(hertz, shift):
    shifted = tone(hertz * 2 ** (shift / 1200), COMPARISON.sample_rate)
    assert cents(pitch(shifted), hertz) == pytest.approx(shift, abs=2.0)


def test_silence_and_clicks_have_no_pitch():
    assert np.isnan(pitch(np.zeros(COMPARISON.sample_rate, dtype=np.float32)))
    assert np.isnan(pitch(np.ones(100, dtype=np.float32)))


def test_a_tone_has_a_peak_of_1_and_ends_in_silence():
    signal = tone(220.0, 16_000)
    assert np.abs(signal).max() == pytest.approx(1.0)
    assert abs(signal[-1]) < 1e-3


def test_a_model_that_cannot_play_the_tones_is_off(bundle):
    """The toy decodes everything to 500, 1000 or 1500 Hz."""
    nothing = to_descriptions(describe_all([]))
    subject = Subject(
        StudioRenderer(bundle),
        Pairs(NONE, nothing, nothing, nothing),
        {},
        {},
        Reconstructed(NONE, nothing, 0, np.zeros((0, 5))),
        np.array([]),
    )
    figures, table = measure_tones((subject,), seed=0)
    assert figures["toy"]["tones"] == len(PITCHES)
    assert figures["toy"]["model_off"] > len(PITCHES) / 2
    assert 0 <= figures["toy"]["mapped_off"] <= len(PITCHES)
    assert table.rows[0][0] == "toy"
