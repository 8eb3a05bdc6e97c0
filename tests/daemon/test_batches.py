"""Families of samples over OSC: real datagrams to a daemon that plays the toy, or the stub."""

from itertools import pairwise
from pathlib import Path

import pytest

from latentpad.daemon.latest_queue import MAX_BACKLOG
from latentpad.errors import FolderError, SilenceError
from latentpad.player.player import Player
from latentpad.request import Rendered, Request
from latentpad.samples.recipe import read_recipe
from latentpad.sources import Blend, Sibling, WeightedPoint

KICK, SNARE, HAT = (0.125, 0.125), (0.875, 0.125), (0.875, 0.875)
"""The toy is silent around its hat."""


@pytest.fixture
def toy_client(serve, connect):
    return connect(serve().port)


class Steps:
    """A batch whose steps are given; each waits until the stub's ``go`` is set."""

    def __init__(self, player, steps):
        self.folder, self.n, self._player, self._given = player.folder, len(steps), player, steps

    def steps(self):
        for step in self._given:
            assert self._player.go.wait(5)
            if isinstance(step, FolderError):
                raise step
            yield step


@pytest.fixture
def batches(player):
    """Have the stub return batches with the given steps for ``grid``."""

    def give(*steps):
        player.grid = lambda _columns, _rows, _corners, _request: Steps(player, steps)

    return give


def sample(player, index=0):
    return Rendered(Request(0.5, 0.5, index), player.folder / f"{index}.wav", 44100, 22050, 0.5, 12.5)


def recipe_of(done):
    return read_recipe(Path(done[2])).request


def of_verb(messages, verb):
    return [message for message in messages if message[0] == verb]


def test_a_grid_is_answered_by_samples_with_an_index_progress_and_an_end(toy_client, drop):
    toy_client.send("set", "tone", 3.0)
    toy_client.send("grid", 7, 2, 2)
    received = toy_client.receive_until("finished")
    done = of_verb(received, "done")
    assert [message[-1] for message in done] == [0, 2, 3]  # the second is the silent hat
    assert [message[3:5] for message in done] == [(0.25, 0.75), (0.25, 0.25), (0.75, 0.25)]
    assert of_verb(received, "progress") == [("progress", 7, n, 4) for n in (1, 2, 3, 4)]
    assert [message[1:3] for message in of_verb(received, "error")] == [(7, "render")]
    assert received[-1] == ("finished", 7, drop.as_posix())
    assert {recipe_of(message).controls.tone for message in done} == {3.0}
    assert len(list(drop.glob("*.wav"))) == 3


def test_a_grid_between_corners_and_a_path_between_points(toy_client):
    toy_client.send("grid", 7, 2, 1, 0.0, 0.0, 0.5, 0.25)
    found = of_verb(toy_client.receive_until("finished"), "done")
    assert [message[3:5] for message in found] == [(0.125, 0.125), (0.375, 0.125)]
    toy_client.send("path", 8, 5, *KICK, *SNARE)
    found = of_verb(toy_client.receive_until("finished"), "done")
    assert [message[1] for message in found] == [8] * 5
    assert (found[0][3:5], found[-1][3:5]) == (KICK, SNARE)
    assert all(a[3] <= b[3] for a, b in pairwise(found))


def test_relatives_are_of_the_current_sample_or_of_the_point_if_there_is_none(toy_client):
    toy_client.send("xy", *KICK)
    toy_client.send("vary", 7, 3)
    first = of_verb(toy_client.receive_until("finished"), "done")
    assert {(recipe.x, recipe.controls.variation) for recipe in map(recipe_of, first)} == {(0.125, 0.5)}
    toy_client.send("vary", 8, 2, 0.25)
    second = [recipe_of(message) for message in of_verb(toy_client.receive_until("finished"), "done")]
    parent = recipe_of(first[-1])
    assert {recipe.source for recipe in second} == {Sibling(((parent.seed, 0.5),))}
    assert {recipe.controls.variation for recipe in second} == {0.25}


def test_relatives_of_a_sample_that_is_named(toy_client):
    toy_client.send("generate", 1, *KICK, 5)
    named = toy_client.receive_until("done")[-1]
    toy_client.send("generate", 2, *SNARE)
    toy_client.receive_until("done")
    toy_client.send("vary", 7, 2, 0.25, named[2])
    found = [recipe_of(message) for message in of_verb(toy_client.receive_until("finished"), "done")]
    assert {(recipe.x, recipe.controls.variation) for recipe in found} == {(0.125, 0.25)}


def test_relatives_of_a_file_outside_the_drop_folder_are_refused(toy_client, drop, tmp_path):
    toy_client.send("vary", 7, 2, 0.25, str(tmp_path / "elsewhere.wav"))
    assert toy_client.receive_until("error")[-1][1:3] == (7, "folder")
    assert list(drop.iterdir()) == []


def test_a_blend_is_rendered_and_the_point_stays(toy_client):
    toy_client.send("xy", *HAT)
    toy_client.send("blend", 7, *KICK, 1.5, *SNARE, -0.5)
    done = toy_client.receive_until("done")[-1]
    assert recipe_of(done).source == Blend((WeightedPoint(*KICK, 1.5), WeightedPoint(*SNARE, -0.5)))
    toy_client.send("generate", 8)
    assert toy_client.receive_until("error")[-1][1:3] == (8, "render")  # silence at the hat


def test_a_blend_that_makes_no_sense_is_an_error(toy_client, drop):
    toy_client.send("blend", 7, *KICK, 0, *SNARE, -1)
    assert toy_client.receive() == ("error", 7, "number", "none of a blend's weights is above 0; at least one must be")
    assert list(drop.iterdir()) == []


def test_a_batch_is_undone_as_one(toy_client):
    toy_client.send("generate", 1, *KICK)
    first = toy_client.receive_until("done")[-1]
    toy_client.send("vary", 2, 3)
    toy_client.receive_until("finished")
    toy_client.send("undo", 3)
    assert toy_client.receive_until("done")[-1][2:5] == first[2:5]


@pytest.mark.parametrize("name", [lambda path: str(path), lambda path: path.name])
def test_again_repeats_a_sample_named_by_its_path_or_name(toy_client, name):
    toy_client.send("blend", 1, *KICK, 1, *SNARE, 1)
    first = Path(toy_client.receive_until("done")[-1][2])
    toy_client.send("again", 2, name(first))
    again = Path(toy_client.receive_until("done")[-1][2])
    assert again != first
    assert again.read_bytes() == first.read_bytes()


def test_again_reads_nothing_outside_the_drop_folder(toy_client, drop, bundle, tmp_path):
    from latentpad.samples.folder import Folder

    (tmp_path / "outside").mkdir()
    other = Player(bundle, Folder(tmp_path / "outside"), tmp_path / "c").play(Request(*KICK)).path
    (drop / "link.wav").symlink_to(other)
    for path in (str(other), "../outside/" + other.name, "link.wav", "", "/"):
        toy_client.send("again", 3, path)
        error = toy_client.receive_until("error")[-1]
        assert (error[1:3], "is not in" in error[3]) == ((3, "folder"), True)


def test_a_kit_is_a_batch_in_a_folder_of_its_own_and_no_step_of_the_history(toy_client, drop):
    toy_client.send("generate", 1, *KICK)
    first = toy_client.receive_until("done")[-1]
    toy_client.send("kit", 7, "electronic", 3)
    received = toy_client.receive_until("finished")
    folder = Path(received[-1][2])
    assert folder == drop / "kits" / "Electronic 1"
    done = of_verb(received, "done")
    assert len(done) + len(of_verb(received, "error")) == 16
    assert {Path(message[2]).parent for message in done} == {folder}
    assert (folder / "Electronic 1.sfz").is_file()
    toy_client.send("keep", 8)
    assert Path(toy_client.receive_until("kept")[-1][2]).name == Path(first[2]).name


def test_a_kit_that_is_cancelled_at_once_leaves_no_empty_folder(serve, connect, drop):
    daemon = serve()
    client = connect(daemon.port)
    client.send("kit", 7)
    client.receive_until("busy")
    client.send("cancel", 7)
    client.receive_until("dropped")
    daemon.stop()
    assert [folder for folder in (drop / "kits").iterdir() if not list(folder.iterdir())] == []


def test_pads_of_an_earlier_kit_are_kept(toy_client, drop):
    toy_client.send("kit", 7)
    first = Path(toy_client.receive_until("finished")[-1][2])
    kick = next(first.glob("01*.wav"))
    toy_client.send("kit", 8, "", 5, kick.relative_to(drop).as_posix())
    second = Path(toy_client.receive_until("finished")[-1][2])
    assert (second.name, (second / kick.name).read_bytes()) == ("Kit 2", kick.read_bytes())


@pytest.mark.parametrize(
    ("message", "code", "text"),
    [
        (("jazz",), "arguments", "unknown recipe 'jazz'"),
        (("like /etc/passwd",), "sound", "is not in"),
        (("Like /etc/passwd",), "sound", "is not in"),
        (("", 1, "../01 Kick.wav"), "folder", "is not in"),
        (("", 1, "01 Kick.wav"), "folder", "does not exist"),
        (("", 1, "a.wav"), "folder", "not a sample of a kit"),
    ],
)
def test_a_kit_that_cannot_be_made_is_one_error(toy_client, drop, message, code, text):
    toy_client.send("kit", 7, *message)
    error = toy_client.receive_until("error")[-1]
    assert (error[1:3], text in error[3], "are written" in error[3]) == ((7, code), True, False)
    assert of_verb(toy_client.replies_before_pong(), "finished") == []
    assert list(drop.rglob("*.wav")) == []


def test_a_finger_comes_before_the_rest_of_a_batch(client, player, batches):
    player.go.clear()
    batches(*(sample(player, index) for index in range(3)))
    client.send("grid", 7, 3, 1)
    assert client.receive() == ("busy", 7)
    client.send("generate", 8, 0.25, 0.25)
    client.replies_before_pong()  # it is queued
    player.go.set()
    received = client.receive_until("finished")
    assert [message[1] for message in of_verb(received, "done")] == [7, 8, 7, 7]


def test_a_batch_can_be_cancelled_by_its_id(client, player, batches):
    player.go.clear()
    batches(*(sample(player, index) for index in range(3)))
    for id in (7, 8):
        client.send("grid", id, 3, 1)
    client.send("cancel", 7)
    client.receive_until("dropped")
    player.go.set()
    received = client.receive_until("finished")
    assert (received[-1][1], len([m for m in of_verb(received, "done") if m[1] == 8])) == (8, 3)
    assert len([message for message in of_verb(received, "done") if message[1] == 7]) <= 1


def test_cancel_without_an_id_cancels_every_batch(client, player, batches):
    player.go.clear()
    batches(sample(player))
    for id in (7, 8):
        client.send("grid", id, 1, 1)
    client.send("cancel")
    assert [client.receive_until("dropped")[-1][1] for _ in range(2)] == [7, 8]
    player.go.set()
    assert of_verb(client.replies_before_pong(), "finished") == []


def test_a_full_disk_ends_a_batch_and_says_what_is_written(client, player, batches):
    batches(sample(player), FolderError("/music is full"), sample(player))
    client.send("grid", 7, 3, 1)
    error = client.receive_until("error")[-1]
    assert error == ("error", 7, "folder", "/music is full; 1 of the batch's samples are written")
    batches(sample(player))
    client.send("grid", 8, 1, 1)
    assert client.receive_until("finished")[-1][1] == 8


def test_silent_places_are_reported_and_counted(client, player, batches):
    batches(None, SilenceError("silent here"), None, sample(player))
    client.send("grid", 7, 2, 1)
    received = client.receive_until("finished")
    assert of_verb(received, "error") == [("error", 7, "render", "silent here")]
    assert [message[2] for message in of_verb(received, "progress")] == [1, 2]


def test_too_many_batches_are_refused(client, player, batches):
    player.go.clear()
    batches(sample(player))
    for id in range(MAX_BACKLOG + 2):
        client.send("grid", id, 1, 1)
    id, code, text = client.receive_until("error")[-1][1:]
    assert (id, code, text) == (
        MAX_BACKLOG,
        "queue",
        "16 batches are waiting; wait until one is finished, or cancel them",
    )
    client.send("cancel")
    player.go.set()


def test_a_page_of_too_many_samples_is_refused(client):
    client.send("grid", 7, 100, 100)
    assert client.receive() == ("error", 7, "number", "100 x 100 samples are too many; a page has at most 256")
