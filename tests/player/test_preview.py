"""What a page plays without writing a file, while the library's disk does not answer."""

import json
import threading

import numpy as np
import pytest

from latentpad.errors import FolderError
from latentpad.player import preview
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.preview import Preview
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.samples.folder import Folder


@pytest.fixture
def awake():
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def sleeping(detailed_bundle, own_library, drop, awake, monkeypatch):
    """A preview whose library does not answer until it is awake."""
    monkeypatch.setattr(preview, "PATIENCE_SECONDS", 0.01)
    library = LibraryAudio((own_library,), detailed_bundle.map.names)
    find = library.find
    monkeypatch.setattr(library, "find", lambda index: find(index) if awake.wait(10) else None)
    return Preview(SoundRenderer(detailed_bundle, library), Folder(drop))


def test_a_sound_whose_disk_sleeps_is_decoded(sleeping, detailed_bundle, awake):
    signal, sample_rate = sleeping.sound(3)
    wanted = sleeping._synth.render_latent(detailed_bundle.map.latents[3], np.random.default_rng(0))
    assert (signal.tobytes(), sample_rate) == (wanted.tobytes(), 8000)
    awake.set()
    sleeping._reading._pending.result(10)
    sleeping._reading._seconds = 10.0
    assert sleeping.sound(3)[0].tobytes() != signal.tobytes()


def test_a_library_whose_disk_sleeps_counts_as_available(sleeping):
    assert json.loads(sleeping.sounds_json())["audio"] is True


def test_a_library_that_is_gone_is_not_available(detailed_bundle, tmp_path, drop):
    library = LibraryAudio((tmp_path / "gone",), detailed_bundle.map.names)
    found = Preview(SoundRenderer(detailed_bundle, library), Folder(drop))
    assert json.loads(found.sounds_json())["audio"] is False


def test_a_sample_whose_disk_does_not_answer_is_refused(sleeping, drop, awake, monkeypatch):
    monkeypatch.setattr(sleeping, "_read", lambda path: awake.wait(10) and None)
    with pytest.raises(FolderError, match=r"^a\.wav cannot be read: its disk does not answer within 0\.01 s$"):
        sleeping.sample(drop / "a.wav")
    awake.set()
    sleeping._hearing._pending.exception(10)
    with pytest.raises(FolderError, match="no longer in the folder"):
        sleeping.sample(drop / "a.wav")
