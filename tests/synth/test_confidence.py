import pytest

from latentpad.synth.confidence import confidence_without


def test_with_all_detail_a_sound_is_as_sure_as_its_place():
    for confidence in (0.1, 0.75, 1.0):
        assert confidence_without(0.0, confidence) == pytest.approx(confidence)


def test_the_model_alone_is_sure_by_half_at_most():
    assert confidence_without(1.0, 1.0) == 0.5
    assert confidence_without(1.0, 0.75) == pytest.approx(3 / 7)


def test_the_more_is_missing_the_less_sure_a_sound_is():
    found = [confidence_without(missing / 10, 0.8) for missing in range(11)]
    assert found == sorted(found, reverse=True)
    assert found[5] == pytest.approx(1 / 1.75)
