"""Parents: read as they were, from the folder or the palette, and done without where they cannot be."""

import os
import struct
import threading
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import soxr

from latentpad.bundle.palette import make_palette
from latentpad.player.library_audio import LibraryAudio, remember_library
from latentpad.player.parents import ParentSounds
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.vorbis import encode_vorbis


@pytest.fixture
def audio(own_library, bundle):
    return LibraryAudio((own_library,), bundle.map.names)


@pytest.fixture
def sounds(detailed_bundle, audio):
    return ParentSounds(detailed_bundle, audio)


@pytest.fixture
def palette(prepared):
    return make_palette([encode_vorbis(shot.signal, 8000) for shot in prepared])


def without_library(bundle):
    return ParentSounds(bundle, LibraryAudio((), bundle.map.names))


def test_a_parent_is_the_sound_that_the_map_was_made_with(sounds, prepared):
    for index, shot in enumerate(prepared):
        assert sounds(index).tobytes() == shot.signal.tobytes()
        assert (sounds(index).dtype, np.abs(sounds(index)).max()) == (np.float32, 1.0)
        assert len(sounds(index)) <= 4000
    assert len(sounds(31)) == 4000


def test_a_parent_is_read_once(detailed_bundle, audio):
    read = []
    sounds = ParentSounds(detailed_bundle, audio, lambda *asked: (read.append(asked), read_one_shot(*asked))[1])
    first = sounds(3)
    assert sounds(3) is first
    with sounds.held([3, 4]) as found:
        assert found() == (3, 4)
        assert sounds(3) is first
    assert len(read) == 2


def test_held_sounds_are_waited_for_only_when_one_is_used(detailed_bundle, audio):
    awake = threading.Event()
    sounds = ParentSounds(detailed_bundle, audio, lambda *asked: (awake.wait(10), read_one_shot(*asked))[1])
    with sounds.held([3, 4]) as found:
        awake.set()  # were they waited for before, this would come too late
        assert len(sounds(4)) > 100
        assert found() == (3, 4)


def test_the_library_of_a_bundle_made_here_is_found(detailed_bundle, own_library, library_records):
    own = replace(detailed_bundle, digest="parents")
    remember_library("parents", (own_library,), library_records)
    assert len(ParentSounds(own)(0)) == 800 + 12


def test_an_older_bundle_has_no_parents(bundle, audio, detailed_bundle):
    assert ParentSounds(bundle, audio)(0) is None
    for lacking in ({"sketches": None}, {"triangles": None}, {"outlines": None}):
        sounds = ParentSounds(replace(detailed_bundle, map=replace(detailed_bundle.map, **lacking)), audio)
        assert not sounds.is_playable
        assert sounds(0) is None
    assert ParentSounds(replace(detailed_bundle, detail_seconds=0.0), audio)(0) is None


def saved_again(path, **options):
    signal, rate = soundfile.read(path)
    soundfile.write(path, signal, rate, **options)


def resampled(path):
    signal, rate = soundfile.read(path)
    soundfile.write(path, soxr.resample(signal, rate, 44_100, quality="HQ"), 44_100, "FLOAT")


def louder(path):
    signal, rate = soundfile.read(path)
    soundfile.write(path, 2 * signal, rate, "PCM_24")


@pytest.mark.parametrize("change", [lambda path: saved_again(path, subtype="PCM_16"), resampled, louder])
def test_a_sound_that_was_saved_again_is_recognised(sounds, detailed_bundle, own_library, prepared, change):
    path = own_library / str(detailed_bundle.map.names[5])
    change(path)
    assert len(sounds(5)) == pytest.approx(len(prepared[5].signal), abs=8)


def replaced(path):
    path.write_bytes(path.with_name("1.wav").read_bytes())


def truncated(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def of_another_rate(path):
    signal, _ = soundfile.read(path)
    soundfile.write(path, signal, 22_050)


def reversed_in_time(path):
    signal, rate = soundfile.read(path)
    soundfile.write(path, signal[::-1], rate)


def hour_long(path):
    size = 2 * 8000 * 3700
    head = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", size + 36, b"WAVEfmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", size)
    path.write_bytes(head)
    os.truncate(path, size + len(head))


def full_of_nan(path):
    soundfile.write(path, np.full(4000, np.nan), 8000, "FLOAT")


CHANGES = [
    *(os.remove, replaced, truncated, of_another_rate, reversed_in_time, hour_long, full_of_nan),
    *(lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"RIFF no wav" * 100)),
    *(lambda path: soundfile.write(path, np.zeros(4000), 8000), lambda path: (path.unlink(), path.mkdir())),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_sound_that_is_gone_or_another_one_is_not_played(sounds, detailed_bundle, own_library, change):
    change(own_library / str(detailed_bundle.map.names[5]))
    assert sounds(5) is None
    with sounds.held([4, 5, 6]) as found:
        assert found() == (4, 6)
        assert sounds(5) is None


@pytest.mark.parametrize("change", CHANGES)
def test_a_recording_takes_the_place_of_a_file_that_is_gone_or_changed(
    detailed_bundle, audio, own_library, palette, change
):
    change(own_library / str(detailed_bundle.map.names[5]))
    sounds, own = ParentSounds(replace(detailed_bundle, palette=palette), audio), without_library(detailed_bundle)
    assert sounds(5).tobytes() == without_library(replace(detailed_bundle, palette=palette))(5).tobytes()
    assert own(5) is None


def test_the_file_comes_before_the_recording(detailed_bundle, audio, palette, prepared):
    sounds = ParentSounds(replace(detailed_bundle, palette=palette), audio)
    assert sounds(5).tobytes() == prepared[5].signal.tobytes()


def test_every_recording_of_a_palette_is_recognised(detailed_bundle, palette, prepared):
    sounds = without_library(replace(detailed_bundle, palette=palette))
    for index, shot in enumerate(prepared):
        assert len(sounds(index)) == len(shot.signal)
        assert np.abs(sounds(index)).max() == 1.0
        assert np.corrcoef(sounds(index), shot.signal)[0, 1] > 0.99


NOISE = np.random.default_rng(0).uniform(-1, 1, 4000).astype(np.float32)


def lying(coded, signal):
    """Return recordings that are not what the map says."""
    return {
        "truncated": coded[: len(coded) // 2],
        "header alone": coded[:3000],
        "garbage": bytes(range(256)) * 8,
        "damaged": coded[:-600] + bytes(600),
        "wav": b"RIFF" + coded,
        "longer": encode_vorbis(np.concatenate([signal, signal]), 8000),
        "hour": encode_vorbis(np.tile(signal, 200), 8000),
        "shorter": encode_vorbis(signal[:-200], 8000),
        "another rate": encode_vorbis(signal, 16_000),
        "noise": encode_vorbis(NOISE[: len(signal)], 8000),
        "silence": encode_vorbis(np.zeros_like(signal), 8000),
        "stereo": encode_vorbis(np.stack([signal, signal], axis=1), 8000),
    }


@pytest.mark.parametrize("kind", lying(b"OggS" * 2000, NOISE))
def test_a_recording_that_is_not_what_the_map_says_is_not_played(detailed_bundle, prepared, kind):
    files = [encode_vorbis(shot.signal, 8000) for shot in prepared]
    files[5] = lying(files[5], prepared[5].signal)[kind]
    sounds, texts = without_library(replace(detailed_bundle, palette=make_palette(files))), []
    sounds.notices.listen(texts.append)
    with sounds.held(list(range(32))) as found:
        assert found() == tuple(index for index in range(32) if index != 5)
    (text,) = texts
    assert ", 1 cannot be read, or are of other sounds; near them, samples are" in text


def test_the_cache_holds_no_more_than_its_size(detailed_bundle, audio, prepared):
    sizes = [shot.signal.nbytes for shot in prepared]
    read = []
    sounds = ParentSounds(
        detailed_bundle,
        audio,
        lambda *asked: (read.append(asked[0].name), read_one_shot(*asked))[1],
        max_bytes=sum(sizes[:4]),
    )
    for index in (0, 1, 2, 3, 0, 4):  # 4 is longer than 1, the longest unused
        sounds(index)
    assert read == ["0.wav", "1.wav", "2.wav", "3.wav", "4.wav"]
    sounds(0)
    sounds(4)
    assert len(read) == 5
    sounds(1)
    assert read[5:] == ["1.wav"]
    assert sounds._reader._cache.n_bytes <= sum(sizes[:4])


def soften(path):
    """Save the file again, each second half softer by 1 dB: another recording of the same sound."""
    signal, rate = soundfile.read(path)
    signal[len(signal) // 2 :] *= 0.9
    soundfile.write(path, signal, rate, subtype="FLOAT")


def test_a_file_that_is_saved_while_it_is_in_the_cache_is_heard(sounds, detailed_bundle, own_library):
    path = own_library / str(detailed_bundle.map.names[5])
    with sounds.held([4, 5]):
        other, first = sounds(4), sounds(5)
    soften(path)
    with sounds.held([4, 5]) as found:
        assert found() == (4, 5)
        assert sounds(4) is other
        assert sounds(5)[-500:] == pytest.approx(0.9 * first[-500:], abs=1e-4)
    path.unlink()
    assert sounds(5) is None


def test_a_file_that_changes_during_a_render_is_not_heard_in_it(sounds, detailed_bundle, own_library):
    with sounds.held([5]):
        first = sounds(5)
        soften(own_library / str(detailed_bundle.map.names[5]))
        assert sounds(5) is first
    assert sounds(5) is not first


def test_a_file_that_is_back_is_heard_at_once(sounds, detailed_bundle, own_library, prepared):
    path = own_library / str(detailed_bundle.map.names[5])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])  # as it is being written
    assert sounds(5) is None
    path.write_bytes(content)
    assert sounds(5).tobytes() == prepared[5].signal.tobytes()


def test_recordings_are_not_checked(detailed_bundle, palette):
    sounds = without_library(replace(detailed_bundle, palette=palette))
    assert sounds(5) is sounds(5)
    assert sounds._checks is None
