from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.outline import outline
from latentpad.errors import OwnSoundError
from latentpad.request import Controls, Request
from latentpad.sources import Blend, Morph, Sibling, Step, WeightedPoint
from latentpad.synth.attack import measure_attack
from latentpad.synth.morphing import morph, own_place, vary_own
from latentpad.synth.own_parent import OWN, OwnParent
from latentpad.synth.parents import Parent, find_times
from latentpad.synth.periodicity import measure_partials
from latentpad.synth.synth import Synth

RATE = 8000


def tone(hertz, seconds=0.3):
    time = np.arange(round(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * hertz * time) * np.exp(-time / 0.08)).astype(np.float32)


@pytest.fixture
def bundle(make_bundle):
    points = [(0.1, 0.1), (0.9, 0.1), (0.5, 0.9)]
    return make_bundle(points, pitches=[400, 500, 600])


@pytest.fixture
def own(bundle):
    signal = tone(300)
    own_outline = outline(np.ones((65, 32), dtype=np.float32))
    parent = Parent(signal, *find_times(signal, RATE), own_outline)
    latent = np.float32([0.2, 0.3, 0.5])
    cues = measure_attack(signal, RATE), measure_partials(signal, RATE, 300.0)
    return OwnParent(parent, latent, np.log2(300), False, 0.25, (0.5, 0.4), 2, *cues)


@pytest.fixture
def synth(bundle, own):
    return Synth(bundle, lambda index: tone([400, 500, 600][index]), lambda _morph: own)


def request(amount, **more):
    return Request(0.9, 0.1, source=Morph("/own.wav", amount), **more)


def test_a_morph_is_the_own_sound_at_first_and_the_place_at_last(synth, own):
    target = synth.inverse_map.place(0.3, 0.2)
    assert morph(synth.inverse_map, own_place(own), target, 1.0) is target
    first = morph(synth.inverse_map, own_place(own), target, 0.0)
    assert first.neighbors.tolist() == [OWN]
    assert first.known == []
    assert (first.latent == own.latent).all()
    assert first.confidence == 1.0


def test_shares_of_latent_and_sounds_are_those_of_two_sounds_on_an_edge(synth, own):
    target = synth.inverse_map.place(0.9, 0.1)
    place = morph(synth.inverse_map, own_place(own), target, 0.25)
    assert place.neighbors.tolist() == [OWN, 1]
    assert place.shares == pytest.approx([0.75, 0.25])
    assert place.weights == pytest.approx([0.9, 0.1])
    assert place.latent == pytest.approx(0.75 * own.latent + 0.25 * target.latent)
    assert place.point == pytest.approx([0.6, 0.325])
    assert 0 < place.confidence < 1


def test_shares_and_weights_sum_to_one_and_change_continuously(synth, own):
    target, before = synth.inverse_map.place(0.4, 0.3), None
    for amount in np.linspace(0, 1, 201):
        place = morph(synth.inverse_map, own_place(own), target, float(amount))
        assert float(place.shares.sum()) == pytest.approx(1)
        assert float(place.weights.sum()) == pytest.approx(1)
        found = dict(zip(place.neighbors.tolist(), place.weights.tolist(), strict=True))
        if before:
            assert max(abs(found.get(i, 0) - before.get(i, 0)) for i in (OWN, 0, 1, 2)) < 0.02
        before = found


def test_a_morph_at_its_ends_sounds_like_the_file_and_like_the_place(synth, own):
    first = synth.render(request(0.0))
    middle = slice(8, len(own.parent.signal) - 80)  # not the fades
    gain = np.abs(first[middle]).max() / np.abs(own.parent.signal[middle]).max()
    assert len(first) == len(own.parent.signal)
    assert first[middle] == pytest.approx(gain * own.parent.signal[middle], abs=1e-6)
    assert (synth.render(request(1.0)) == synth.render(Request(0.9, 0.1))).all()


def test_the_pitch_of_a_morph_moves_from_the_file_to_the_place(synth):
    rng = np.random.default_rng(0)
    pitches = [synth.pitch(synth.place(request(amount), rng)) for amount in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert pitches == pytest.approx(300 * (500 / 300) ** np.linspace(0, 1, 5), rel=1e-5)


def test_the_own_sound_has_its_own_level(synth):
    controls = Controls(dynamics=1.0)
    soft, loud = (synth.render(request(amount, controls=controls)) for amount in (0.0, 1.0))
    assert np.abs(soft).max() == pytest.approx(0.25, rel=0.02)
    assert np.abs(loud).max() == pytest.approx(0.5, rel=0.02)


def test_controls_apply_to_a_morph(synth):
    plain = synth.render(request(0.5))
    for controls in (
        Controls(pitch=5),
        Controls(length=2),
        Controls(decay=0.3),
        Controls(tone=6),
        Controls(detail=0.5),
    ):
        changed = synth.render(request(0.5, controls=controls))
        assert len(changed) != len(plain) or np.abs(changed - plain).max() > 1e-3


def test_a_variation_moves_both_ends_and_keeps_half_of_the_own_sound_at_least(synth, own):
    rng = np.random.default_rng(3)
    place = vary_own(synth.inverse_map, own_place(own), 1.0, rng)
    assert dict(zip(place.neighbors.tolist(), place.shares.tolist(), strict=True))[OWN] == pytest.approx(0.5)
    assert not np.allclose(place.latent, own.latent)
    one, other = (synth.render(request(0.0, seed=seed, controls=Controls(variation=0.5))) for seed in (1, 2))
    assert len(one) != len(other) or np.abs(one - other).max() > 1e-3
    again = synth.render(request(0.0, seed=1, controls=Controls(variation=0.5)))
    assert (again == one).all()


def test_a_sibling_of_a_morph_is_rendered(synth):
    sibling = Request(0.9, 0.1, 4, Controls(variation=0.5), Sibling((Step(1, 0.5),), Morph("/own.wav", 0.3)))
    place = synth.place(sibling, np.random.default_rng(4))
    assert OWN in place.neighbors
    assert np.abs(synth.render(sibling)).max() > 0.1


def test_a_bundle_without_detail_plays_the_file_and_between_it_and_the_place_the_model_joins(bundle, own):
    older = replace(bundle, map=replace(bundle.map, outlines=None, triangles=None, sketches=None))
    synth = Synth(older, None, lambda _morph: own)
    assert len(synth.render(request(0.0))) == len(own.parent.signal)
    middle = synth.place(request(0.5), np.random.default_rng(0))
    assert OWN in middle.neighbors
    assert np.abs(synth.render(request(0.5))).max() > 0.1
    assert (synth.render(request(1.0)) == Synth(older).render(Request(0.9, 0.1))).all()


def test_a_synth_without_files_cannot_morph(bundle):
    with pytest.raises(OwnSoundError, match=r"/own\.wav cannot be morphed by a Synth that reads no files"):
        Synth(bundle).render(request(0.5))


def test_blends_are_not_touched_by_own_sounds(synth, bundle):
    blend = Request(0.5, 0.1, source=Blend((WeightedPoint(0.1, 0.1, 1), WeightedPoint(0.9, 0.1, 1))))
    signals = [one.render(blend) for one in (synth, Synth(bundle, lambda index: tone([400, 500, 600][index])))]
    assert (signals[0] == signals[1]).all()
