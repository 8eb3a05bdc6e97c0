from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad import __version__
from latentpad.errors import FolderError, SilenceError
from latentpad.player.player import Player
from latentpad.player.sound_renderer import label_at
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.synth.kernels.jit import KERNELS, report_compilation
from latentpad.synth.place import Place
from latentpad.synth.synth import Synth


@pytest.fixture
def toy_player(bundle, drop):
    return Player(bundle, Folder(drop))


def test_a_player_describes_what_it_plays(toy_player, drop):
    assert (toy_player.bundle_name, toy_player.n_points, toy_player.sample_rate) == ("toy", 32, 8000)
    assert toy_player.folder == drop


def test_the_last_sample_is_kept(toy_player, drop):
    with pytest.raises(FolderError, match="nothing to keep: no sample was rendered since latentpad started"):
        toy_player.keep("")
    first, last = (toy_player.play(Request(sound, 0.125)).path.name for sound in (0.125, 0.875))
    assert toy_player.keep("") == drop / "kept" / last
    assert toy_player.keep(first) == drop / "kept" / first


def test_a_request_becomes_a_file_with_its_recipe(toy_player, bundle, drop):
    request = Request(0.125, 0.125, 7)
    rendered = toy_player.play(request)
    assert rendered.path == drop / "kick_x0.125_y0.125_s7.wav"
    assert list(drop.iterdir()) == [rendered.path]
    signal, sample_rate = soundfile.read(rendered.path, dtype="float32")
    assert signal == pytest.approx(Synth(bundle).render(request), abs=2**-23)
    assert (rendered.request, rendered.sample_rate, rendered.n_samples) == (request, sample_rate, len(signal))
    assert read_recipe(rendered.path) == Recipe(
        Request(0.125, 0.125, 7), "toy", bundle.digest, __version__, confidence=1.0
    )
    assert rendered.confidence == 1.0
    assert 0 < rendered.milliseconds < 60_000


def test_the_same_request_gives_the_same_bytes_under_a_new_name(toy_player):
    one, other = toy_player.play(Request(0.3, 0.3)), toy_player.play(Request(0.3, 0.3))
    assert one.path != other.path
    assert one.path.read_bytes() == other.path.read_bytes()


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_rendering_many_in_parallel_writes_the_same_files(noisy_bundle, tmp_path, n_threads):
    requests = [Request(0.125 + 0.01 * (i % 7), 0.125, i) for i in range(25)]
    files = []
    for name, play in (
        ("one by one", lambda player: map(player.play, requests)),
        ("parallel", lambda player: player.play_many(iter(requests), n_threads)),
    ):
        (tmp_path / name).mkdir()
        rendered = list(play(Player(noisy_bundle, Folder(tmp_path / name))))
        assert [one.request for one in rendered] == requests
        files.append({one.path.name: one.path.read_bytes() for one in rendered})
    assert files[0] == files[1]


def test_a_silent_point_ends_a_batch_after_the_samples_before_it(toy_player, drop):
    batch = toy_player.play_many([Request(0.125, 0.125, 1), Request(0.875, 0.875), Request(0.125, 0.125, 2)], 1)
    assert next(batch).request.seed == 1
    with pytest.raises(SilenceError):
        list(batch)


def test_a_render_after_the_warm_up_compiles_nothing(toy_player, noisy_bundle, drop, sounds):
    toy_player.warm_up()
    before = [len(kernel.signatures) for kernel in KERNELS]
    calls = []
    with report_compilation(lambda *count: calls.append(count)):
        for sound in sounds[:3]:
            toy_player.play(Request(sound.x, sound.y))
            Player(noisy_bundle, Folder(drop)).play(Request(sound.x, sound.y, 1))
    assert calls == []
    assert [len(kernel.signatures) for kernel in KERNELS] == before


def test_the_recipe_of_a_bundle_with_a_long_name_can_be_read(bundle, drop):
    rendered = Player(replace(bundle, name="\U0001f941" * 5000), Folder(drop)).play(Request(0.3, 0.3))
    assert read_recipe(rendered.path).digest == bundle.digest


def test_confidence_falls_away_from_the_map(toy_player):
    assert toy_player.play(Request(0.4, 0.3)).confidence < toy_player.play(Request(0.2, 0.13)).confidence < 1


def test_each_sample_is_named_after_its_neighbours_label(toy_player, sounds):
    for sound in sounds[:3]:
        assert toy_player.play(Request(sound.x, sound.y)).path.name.split("_")[0] == sound.label


def test_the_label_with_the_most_weight_wins(bundle):
    layout = replace(bundle.map, labels=np.array([0, 1, 1, -1, 2] + 27 * [0], dtype=np.int32))
    labelled = replace(bundle, map=layout)

    def place(neighbors, weights):
        weights = np.float32(weights)
        return Place(np.zeros(4, dtype=np.float32), 1.0, np.array(neighbors), weights, weights, np.zeros(2))

    def label(*weights):
        return label_at(labelled, place(range(len(weights)), weights))

    assert label(0.6, 0.2, 0.2) == "kick"
    assert label(0.4, 0.3, 0.3) == "snare"
    assert label(0.1, 0.0, 0.0, 0.9) == "kick"
    assert label_at(labelled, place([3], [1])) == "sound"
    assert label_at(replace(labelled, labels=("", "", "")), place([0], [1])) == "sound"


def test_nothing_is_written_for_a_silent_point(toy_player, sounds, drop):
    with pytest.raises(SilenceError):
        toy_player.play(Request(sounds[3].x, sounds[3].y))
    assert list(drop.iterdir()) == []


def test_a_folder_that_goes_away_and_comes_back_is_used_again(toy_player, drop):
    drop.rmdir()
    with pytest.raises(FolderError, match="does not exist any more; the sample is not written"):
        toy_player.play(Request(0.1, 0.1))
    drop.mkdir()
    assert toy_player.play(Request(0.1, 0.1)).path.exists()


def test_warming_up_writes_nothing_and_needs_no_sound_on_the_map(bundle, make_decoder, drop):
    silent = replace(bundle, decoder=make_decoder(np.zeros((4, 65, 32), dtype=np.float32)))
    player = Player(silent, Folder(drop))
    player.warm_up()
    assert list(drop.iterdir()) == []
    with pytest.raises(SilenceError):
        player.play(Request(0.1, 0.1))
