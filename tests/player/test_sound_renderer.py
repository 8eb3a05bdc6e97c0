"""Sounds rendered with the library's detail, with some of it missing, and without any."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.palette import make_palette
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.parents import ParentSounds
from latentpad.player.player import Player
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.recipe import read_recipe
from latentpad.samples.vorbis import encode_vorbis
from latentpad.synth.synth import Synth

MIDDLE = Request(0.3, 0.4, 7)
"""Between the toy's sounds, far from the silent corner."""

KICK = 3


@pytest.fixture
def audio(own_library, bundle):
    return LibraryAudio((own_library,), bundle.map.names)


@pytest.fixture
def renderer(detailed_bundle, audio):
    return SoundRenderer(detailed_bundle, audio)


def at(bundle, index, **controls):
    x, y = bundle.map.points[index].tolist()
    return Request(x, y, 7, Controls(**controls))


def model_alone(bundle, request):
    return Synth(bundle).render(request)


def test_a_point_of_the_map_plays_its_own_sound(renderer, detailed_bundle, prepared):
    sound = renderer.render(at(detailed_bundle, KICK))
    assert sound.origin.parents == ("kick/3.wav",)
    assert sound.origin.pitch_hz == pytest.approx(detailed_bundle.map.pitches[KICK], rel=1e-4)
    assert sound.label == "kick"
    n = min(len(sound.signal), len(prepared[KICK].signal))
    assert np.corrcoef(sound.signal[:n], prepared[KICK].signal[:n])[0, 1] > 0.99


def test_pitch_follows_the_control(renderer, detailed_bundle):
    found = renderer.render(at(detailed_bundle, KICK, pitch=12.0)).origin.pitch_hz
    assert found == pytest.approx(2 * detailed_bundle.map.pitches[KICK], rel=1e-4)


def test_a_place_between_sounds_names_its_parents_heaviest_first(renderer, detailed_bundle):
    place = renderer.synth.place(MIDDLE, np.random.default_rng(7))
    found = renderer.render(MIDDLE).origin
    assert len(found.parents) > 1
    assert found.parents == tuple(detailed_bundle.map.names[place.neighbors])
    assert (np.diff(place.weights) <= 0).all()
    assert found == renderer.origin(MIDDLE)


def test_parents_and_pitch_of_a_sample_are_in_its_recipe(detailed_bundle, audio, drop):
    rendered = Player(detailed_bundle, Folder(drop), library=audio).play(MIDDLE)
    recipe = read_recipe(rendered.path)
    assert recipe.parents == rendered.parents != ()
    assert recipe.pitch_hz == pytest.approx(rendered.pitch_hz, abs=0.005)
    assert rendered.pitch_hz > 0
    assert recipe.request == MIDDLE


REQUESTS = [
    *(Request(0.1 + 0.05 * i, 0.15 + 0.03 * i, i) for i in range(8)),
    *(Request(0.125, 0.2, i, Controls(variation=1.0, pitch=i - 3, length=1.5)) for i in range(4)),
]


def test_the_same_request_gives_the_same_samples_however_its_parents_are_read(detailed_bundle, audio):
    warm = SoundRenderer(detailed_bundle, audio)
    first = [warm.render(request).signal.tobytes() for request in REQUESTS]
    assert [warm.render(request).signal.tobytes() for request in REQUESTS] == first
    cold = SoundRenderer(detailed_bundle, audio)
    assert [cold.render(request).signal.tobytes() for request in reversed(REQUESTS)] == first[::-1]
    small = ParentSounds(detailed_bundle, audio, max_bytes=1)
    assert [Synth(detailed_bundle, small).render(request).tobytes() for request in REQUESTS] == first


def test_many_renders_at_once_give_the_same_files(detailed_bundle, audio, tmp_path):
    files = []
    for name, n_threads in (("one", 1), ("many", 5)):
        (tmp_path / name).mkdir()
        player = Player(detailed_bundle, Folder(tmp_path / name), library=audio)
        files.append([one.path.read_bytes() for one in player.play_many(REQUESTS, n_threads)])
    assert files[0] == files[1]


def test_renders_leave_the_sounds_as_they_were_read(renderer, prepared):
    for request in REQUESTS:
        renderer.render(request)
    for index, shot in enumerate(prepared):
        assert renderer.sounds(index).tobytes() == shot.signal.tobytes()


def test_without_the_library_the_model_plays_alone_and_it_is_said_once(detailed_bundle, tmp_path, caplog):
    renderer = SoundRenderer(detailed_bundle, LibraryAudio((tmp_path / "gone",), detailed_bundle.map.names))
    for request in REQUESTS:
        sound = renderer.render(request)
        assert sound.signal.tobytes() == model_alone(detailed_bundle, request).tobytes()
        assert (sound.origin.parents, sound.origin.pitch_hz) == ((), 0.0)
    assert len(caplog.records) == 1


def test_the_model_alone_says_the_pitch_that_it_plays_where_it_repeats(detailed_bundle, tmp_path):
    at_kick, pitches = at(detailed_bundle, KICK), []
    for share in (255, 20):
        partials = np.full((len(detailed_bundle.map.points), 2, 8), share, dtype=np.uint8)
        cued = replace(detailed_bundle, map=replace(detailed_bundle.map, partials=partials))
        renderer = SoundRenderer(cued, LibraryAudio((tmp_path / "gone",), cued.map.names))
        pitches.append(renderer.render(at_kick).origin.pitch_hz)
        without_detail = replace(at_kick, controls=Controls(detail=0.0))
        assert renderer.render(without_detail).origin.pitch_hz == pitches[-1]
    place = renderer.synth.place(at_kick, np.random.default_rng(7))
    assert pitches == [pytest.approx(2 ** renderer.synth.inverse_map.octaves[place.neighbors[0]]), 0.0]


def test_of_some_parents_that_are_gone_the_others_are_played_and_named(renderer, detailed_bundle, own_library):
    names = renderer.origin(MIDDLE).parents
    (own_library / names[0]).unlink()
    assert renderer.render(MIDDLE).origin.parents == names[1:]
    assert renderer.origin(MIDDLE) == renderer.render(MIDDLE).origin


def test_a_sound_is_less_sure_by_the_share_that_the_model_plays(renderer, detailed_bundle, own_library):
    place = renderer.synth.place(MIDDLE, np.random.default_rng(7))
    assert renderer.render(MIDDLE).origin.confidence == place.confidence
    for index in place.neighbors:
        (own_library / str(detailed_bundle.map.names[index])).unlink()
        left = SoundRenderer(detailed_bundle, renderer.library)
        missing = float(place.weights[: place.neighbors.tolist().index(index) + 1].sum())
        for detail in (1.0, 0.25):
            found = left.render(replace(MIDDLE, controls=Controls(detail=detail))).origin.confidence
            assert 1 / found == pytest.approx(1 / place.confidence + 1 - detail * (1 - missing), abs=1e-6)
            assert found < place.confidence


def test_without_detail_nothing_is_read(detailed_bundle, own_library, tmp_path, caplog):
    renderer = SoundRenderer(detailed_bundle, LibraryAudio((tmp_path / "gone",), detailed_bundle.map.names))
    request = replace(MIDDLE, controls=Controls(detail=0.0))
    sound = renderer.render(request)
    renderer.sounds._reader.stop()
    assert sound.signal.tobytes() == model_alone(detailed_bundle, request).tobytes()
    assert (sound.origin.parents, renderer.origin(request).parents) == ((), ())
    assert caplog.records == []


def test_a_render_does_without_a_disk_that_sleeps(renderer, detailed_bundle):
    awake = threading.Event()
    renderer.sounds._patience = 0.05
    renderer.sounds._source._read_file = lambda *asked: (awake.wait(10), read_one_shot(*asked))[1]
    sound = renderer.render(MIDDLE)
    assert sound.signal.tobytes() == model_alone(detailed_bundle, MIDDLE).tobytes()
    assert sound.origin.parents == ()
    awake.set()
    place = renderer.synth.place(MIDDLE, np.random.default_rng(7))
    renderer.sounds._reader.get(place.neighbors.tolist(), 10.0)
    assert len(renderer.render(MIDDLE).origin.parents) == len(place.neighbors)


def test_a_bundle_with_recordings_plays_them_anywhere(detailed_bundle, prepared):
    palette = make_palette([encode_vorbis(shot.signal, 8000) for shot in prepared])
    shared = replace(detailed_bundle, palette=palette)
    renderer = SoundRenderer(shared, LibraryAudio((), shared.map.names))
    sound = renderer.render(at(shared, KICK))
    assert sound.origin.parents == ("kick/3.wav",)
    n = min(len(sound.signal), len(prepared[KICK].signal))
    assert np.corrcoef(sound.signal[:n], prepared[KICK].signal[:n])[0, 1] > 0.98


def test_an_older_bundle_plays_as_before(bundle, audio, caplog):
    renderer = SoundRenderer(bundle, audio)
    sound = renderer.render(MIDDLE)
    assert sound.signal.tobytes() == model_alone(bundle, MIDDLE).tobytes()
    assert (sound.origin.parents, sound.origin.pitch_hz, caplog.records) == ((), 0.0, [])
