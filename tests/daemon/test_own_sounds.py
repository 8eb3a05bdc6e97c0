"""Sounds of the user's own over OSC: real datagrams to a daemon that plays the toy, or the stub."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import OwnSoundError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.request import Request
from latentpad.samples.folder import Folder, write_sample
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.sources import Morph, Sibling, Step


def write_tone(path, hertz=1000, seconds=0.16):
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * 8000)) / 8000), 8000)
    return path


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox é"
    folder.mkdir()
    return folder


@pytest.fixture
def toy_client(detailed_bundle, own_library, drop, inbox, connect):
    library = LibraryAudio((own_library,), detailed_bundle.map.names)
    daemon = Daemon(Player(detailed_bundle, Folder(drop), library=library, inbox=inbox), DaemonOptions(port=0))
    daemon.start()
    yield connect(daemon.port)
    daemon.stop()


def test_a_file_is_located(toy_client, drop):
    path = write_tone(drop / "own ö.wav")
    toy_client.send("locate", 7, str(path))
    verb, id, found, x, y, kind, certainty, distance = toy_client.receive()
    assert (verb, id, found, kind) == ("located", 7, path.as_posix(), "snare")
    assert (x, y) == pytest.approx((0.875, 0.125), abs=0.02)
    assert 0 < certainty <= 1
    assert distance >= 0


@pytest.mark.parametrize("where", ["drop", "inbox", "library"])
def test_files_of_the_drop_folder_the_inbox_and_the_library_can_be_named(toy_client, where, drop, inbox, own_library):
    folder = {"drop": drop, "inbox": inbox, "library": own_library}[where]
    (folder / "sub").mkdir()
    write_tone(folder / "sub" / "a.wav")
    for name in (str(folder / "sub" / "a.wav"), "sub/a.wav"):
        toy_client.send("locate", 7, name)
        assert toy_client.receive()[:3] == ("located", 7, (folder / "sub" / "a.wav").resolve().as_posix())


@pytest.mark.parametrize("verb", ["locate", "morph"])
@pytest.mark.parametrize(
    "name", ["{tmp}/elsewhere.wav", "../elsewhere.wav", "{drop}/../elsewhere.wav", "link.wav", "/", ""]
)
def test_no_file_outside_can_be_named(toy_client, tmp_path, drop, verb, name):
    write_tone(tmp_path / "elsewhere.wav")
    (drop / "link.wav").symlink_to(tmp_path / "elsewhere.wav")
    more = (0.5, 0.5, 0.5) if verb == "morph" else ()
    toy_client.send(verb, 7, name.format(tmp=tmp_path, drop=drop), *more)
    answer = toy_client.receive_until("error")[-1]
    assert answer[:3] == ("error", 7, "sound")
    assert "is not in the drop folder, the inbox or the library" in answer[3] or "leads outside its folder" in answer[3]


def test_a_missing_or_silent_file_is_answered_by_one_error(toy_client, drop):
    toy_client.send("locate", 7, "gone.wav")
    assert toy_client.receive()[:3] == ("error", 7, "sound")
    soundfile.write(drop / "silent.wav", np.zeros(1000), 8000)
    toy_client.send("locate", 8, "silent.wav")
    verb, id, code, text = toy_client.receive()
    assert (verb, id, code) == ("error", 8, "sound")
    assert text.endswith("silent.wav is silent (peak -240 dBFS; minimum -80)")


def test_a_morph_is_rendered_with_the_settings_and_the_point_does_not_move(toy_client, inbox):
    path = write_tone(inbox / "own.wav", 500)
    toy_client.send("set", "pitch", 3)
    toy_client.send("morph", 7, str(path), 0.875, 0.125, 0.25)
    *_, done = toy_client.receive_until("done")
    assert (done[1], done[3], done[4]) == (7, 0.875, 0.125)
    recipe = read_recipe(Path(done[2]))
    assert (recipe.request.source.path, recipe.request.source.amount) == (str(path.resolve()), 0.25)
    assert recipe.request.controls.pitch == 3
    assert recipe.parents[0] == "own.wav"
    toy_client.send("again", 8, Path(done[2]).name)
    *_, again = toy_client.receive_until("done")
    assert Path(again[2]).read_bytes() == Path(done[2]).read_bytes()


@pytest.mark.parametrize("name", ["{tmp}/elsewhere.wav", "inbox é/own.wav", "own.wav", "//host/share/own.wav"])
@pytest.mark.parametrize("steps", [(), (Step(1, 0.5),)])
@pytest.mark.parametrize("verb", ["again", "vary"])
def test_a_recipe_that_somebody_wrote_names_no_file_outside(
    toy_client, detailed_bundle, inbox, drop, tmp_path, monkeypatch, name, steps, verb
):
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, inbox):
        write_tone(folder / ("elsewhere.wav" if folder == tmp_path else "own.wav"))
    digest = hashlib.sha256((tmp_path / "elsewhere.wav").read_bytes()).hexdigest()
    morph = Morph(name.format(tmp=tmp_path), 0.5, digest)
    request = Request(0.5, 0.5, source=Sibling(steps, morph) if steps else morph)
    write_sample(drop / "made.wav", np.ones(100, np.float32), 8000, Recipe(request, "toy", detailed_bundle.digest, "1"))
    toy_client.send(verb, 7, *([2, 0.5] if verb == "vary" else []), "made.wav")
    error = toy_client.receive_until("error")[-1]
    assert error[1:3] == (7, "sound")
    assert error[3].startswith("made.wav is made from another sound: ")
    assert "is not in the drop folder, the inbox or the library" in error[3]
    assert [path.name for path in drop.iterdir()] == ["made.wav"]


def test_a_morph_out_of_range_is_refused(toy_client):
    for amount in (-0.5, 1.5):
        toy_client.send("morph", 7, "own.wav", 0.5, 0.5, amount)
        assert toy_client.receive()[:3] == ("error", 7, "number")


def test_of_many_morphs_of_a_finger_the_newest_waits(client, player):
    player.go.clear()
    client.send("morph", 0, "own.wav", 0.25, 0.5, 0.0)
    client.receive_until("busy")
    for number in range(1, 20):
        client.send("morph", number, "own.wav", 0.25, 0.5, number / 32)
    before = client.replies_before_pong()
    player.go.set()
    *_, last = [client.receive_until("done") for _ in range(2)][-1]
    assert last[1] == 19
    assert sum(answer[0] == "dropped" for answer in before) == 18
    assert len(player.played) == 2
    assert player.played[-1].source == Morph(str(player.folder / "own.wav"), 19 / 32)


def test_waiting_morphs_are_cancelled(client, player):
    player.go.clear()
    client.send("generate", 1)
    client.receive_until("busy")
    client.send("morph", 2, "own.wav", 0.25, 0.5, 0.5)
    client.send("cancel")
    assert client.receive_until("dropped")[-1] == ("dropped", 2)
    player.go.set()
    client.receive_until("done")


def test_a_located_sound_is_sent_to_subscribers_too(client, new_client):
    other = new_client()
    other.send("hello")
    other.receive_until("bundle")
    client.send("locate", 7, "own.wav")
    assert client.receive()[2:] == other.receive()[2:]


def test_an_own_sound_that_cannot_be_used_has_a_code_of_its_own(client, player):
    player.error = OwnSoundError("own.wav is silent")
    client.send("morph", 7, "own.wav", 0.5, 0.5, 0.5)
    assert client.receive_until("error")[-1] == ("error", 7, "sound", "own.wav is silent")
