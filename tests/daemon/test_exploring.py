"""Random places, kinds and neighbours: real datagrams to a daemon that plays the toy, or the stub."""

from pathlib import Path

import pytest

from latentpad.request import Request
from latentpad.samples.recipe import read_recipe


@pytest.fixture
def toy_client(serve, connect):
    return connect(serve().port)


def played(client, *message):
    """Send a message and return the values of its reply `done`."""
    client.send(*message)
    return client.receive_until("done")[-1][1:]


def is_near(sound, x, y):
    return (x, y) == (pytest.approx(sound.x, abs=0.02), pytest.approx(sound.y, abs=0.02))


def test_a_seed_alone_may_follow_the_point(toy_client):
    toy_client.send("set", "tone", 3.0)
    id, path, *_ = played(toy_client, "generate", 7, 0.125, 0.125, 42)
    request = read_recipe(Path(path)).request
    assert (id, request.x, request.seed, request.controls.tone) == (7, 0.125, 42, 3.0)
    other = read_recipe(Path(played(toy_client, "generate", 8)[1])).request
    assert (other.seed, other.controls.tone) == (0, 3.0)


def test_random_renders_a_place_and_moves_the_point_there(toy_client, connect):
    other = connect(toy_client.to[1])
    other.send("hello", other.port)
    assert other.receive_until("bundle")[0][0] == "welcome"
    id, path, x, y, *_ = played(toy_client, "random", 7, "snare")
    assert (id, Path(path).name.startswith("snare_")) == (7, True)
    assert [message for message in other.receive_until("done") if message[0] == "point"] == [("point", x, y)]
    assert played(toy_client, "generate", 8)[2:4] == (x, y)


def test_random_needs_no_argument(client, player):
    ids = [played(client, *message)[0] for message in (("random",), ("random", 5), ("random", 6, ""))]
    assert ids == [-1, 5, 6]
    assert player.played == [Request(0.25, 0.125)] * 3


def test_random_takes_settings_for_this_sample_as_generate_does(client, player):
    assert played(client, "random", 6, "", 42, 0.5, 2.0)[0] == 6
    (request,) = player.played
    assert (request.seed, request.controls.variation, request.controls.length) == (42, 0.5, 2.0)
    played(client, "random", 7)
    assert player.played[1] == Request(0.25, 0.125)


def test_undo_goes_back_from_a_random_place(toy_client):
    first = played(toy_client, "generate", 1, 0.125, 0.125)
    played(toy_client, "random", 2, "snare")
    assert played(toy_client, "undo", 3)[1:4] == first[1:4]
    assert played(toy_client, "generate", 4)[2:4] == (0.125, 0.125)


def test_a_sample_of_a_random_place_is_rendered_again_from_its_reply(toy_client):
    _, path, x, y, seed, *_ = played(toy_client, "random", 1, "kick")
    again = played(toy_client, "generate", 2, x, y, seed)[1]
    assert again != path
    assert Path(again).read_bytes() == Path(path).read_bytes()


def test_a_kind_is_played_at_its_places(toy_client, sounds):
    for index in (None, 0, 1, -1):
        id, path, x, y, *_ = played(toy_client, "kind", 7, "Snare", *(() if index is None else (index,)))
        assert (id, is_near(sounds[1], x, y), Path(path).name[:6]) == (7, True, "snare_")


@pytest.mark.parametrize("message", [("random", 7, "kik"), ("kind", 7, "kik"), ("kind", 7, "kik", 3)])
def test_an_unknown_kind_is_an_error_that_suggests_one_and_nothing_is_rendered(toy_client, message, drop):
    toy_client.send(*message)
    text = "unknown kind 'kik'; did you mean 'kick'? 'latentpad info' and /latentpad/map list all 3 kinds"
    assert toy_client.receive() == ("error", 7, "kind", text)
    assert toy_client.replies_before_pong() == []
    assert list(drop.iterdir()) == []


def test_a_silent_kind_is_an_error_as_a_silent_point_is(toy_client):
    toy_client.send("random", 7, "hat")
    assert [message[:3] for message in (toy_client.receive(), toy_client.receive())] == [
        ("busy", 7),
        ("error", 7, "render"),
    ]


def test_nearest_is_answered_with_the_sounds_near_a_point(toy_client):
    toy_client.send("nearest", 7, 0.135, 0.125)
    assert toy_client.replies_before_pong() == [
        ("neighbour", 7, 0, "kick/0.wav", "kick", *(pytest.approx(value, abs=1e-6) for value in (0.135, 0.125, 0))),
    ]
    toy_client.send("nearest", 8, 0.125, 0.9, 32)
    found = toy_client.replies_before_pong()
    assert [one[:3] for one in found] == [("neighbour", 8, index) for index in range(32)]
    assert [one[7] for one in found] == sorted(one[7] for one in found)
    assert found[0][3:5] == ("sound/2.wav", "")


def test_nearest_does_not_move_the_point(toy_client):
    toy_client.send("nearest", 7, 0.875, 0.125)
    assert played(toy_client, "generate", 8, 0.125, 0.125)[2:4] == (0.125, 0.125)
    toy_client.send("nearest", 9, 0.875, 0.125)
    assert played(toy_client, "generate", 10)[2:4] == (0.125, 0.125)


def test_nearest_to_a_point_outside_is_reported_and_answered_at_the_edge(toy_client):
    toy_client.send("nearest", 7, 2.0, 0.125)
    clamped, found = toy_client.replies_before_pong()
    assert clamped[:3] == ("error", 7, "clamped")
    assert found[:5] == ("neighbour", 7, 0, "snare/0.wav", "snare")


def test_neighbours_reach_subscribers_too(client, new_client):
    other = new_client()
    other.send("hello", other.port)
    assert other.receive_until("bundle")[0][0] == "welcome"
    client.send("nearest", 7, 0.25, 0.5, 2)
    answers = [("neighbour", 7, index, f"kick/{index}.wav", "kick", 0.25, 0.5, 0.5) for index in range(2)]
    assert client.replies_before_pong() == other.replies_before_pong() == answers


def test_of_points_random_places_and_kinds_of_one_sender_the_latest_wins(client, new_client, player):
    other = new_client()
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    for message in (("random", 2), ("generate", 3, 0.5, 0.5), ("kind", 4, "kick", 3)):
        client.send(*message)
    other.send("random", 5)
    assert [client.receive(), client.receive()] == [("dropped", 2), ("dropped", 3)]
    assert other.replies_before_pong() == []
    player.go.set()
    assert client.receive_until("done")[-1][1] == 1
    assert client.receive_until("done")[-1][1:5:2] == (4, 0.75)
    assert other.receive_until("done")[-1][1:5:2] == (5, 0.25)
    assert player.played[1:] == [Request(0.75, 0.375), Request(0.25, 0.125)]


def test_cancel_drops_a_waiting_random_place(client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    client.send("random", 2)
    client.send("cancel")
    assert client.receive() == ("dropped", 2)
